namespace KubeHa.Ssh;

/// <summary>The connections to jump hosts: one for all machines behind it, opened for the first and closed after the last.</summary>
internal sealed class JumpHosts(Func<SshEndpoint, CancellationToken, Task<SshLink>> open)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = [];

    /// <exception cref="ConnectException">It cannot be reached or refuses us; also what those are told who waited for the same try.</exception>
    public async Task<Lease> BorrowAsync(SshEndpoint hop, CancellationToken cancellationToken)
    {
        string id = hop.WayId;
        Entry? entry;
        lock (gate)
        {
            if (!entries.TryGetValue(id, out entry) || entry.Link is { IsUsable: false })
            {
                entries[id] = entry = new Entry(id);
            }

            entry.Users++;
        }

        var lease = new Lease(this, entry);
        bool inside = false;
        try
        {
            await entry.Opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            inside = true;
            if (entry.Failure is { } known)
            {
                throw new ConnectException(known.Reason, known.Message, known);
            }

            entry.Link ??= await open(hop, cancellationToken).ConfigureAwait(false);
            return lease;
        }
        catch (Exception e)
        {
            if (e is ConnectException failure)
            {
                entry.Failure ??= failure;
                Forget(entry);
            }

            lease.Dispose();
            throw;
        }
        finally
        {
            if (inside)
            {
                entry.Opening.Release();
            }
        }
    }

    private void Forget(Entry entry)
    {
        lock (gate)
        {
            if (entries.GetValueOrDefault(entry.Id) == entry)
            {
                entries.Remove(entry.Id);
            }
        }
    }

    private void Return(Entry entry)
    {
        lock (gate)
        {
            if (--entry.Users > 0)
            {
                return;
            }

            if (entries.GetValueOrDefault(entry.Id) == entry)
            {
                entries.Remove(entry.Id);
            }
        }

        if (entry.Link is { } link)
        {
            DedicatedThread.Forget(DedicatedThread.Run(link.Dispose));
        }
    }

    /// <summary>One user's hold on a jump host.</summary>
    public sealed class Lease(JumpHosts owner, Entry entry) : IDisposable
    {
        private int returned;

        public SshLink Link => entry.Link!;

        /// <summary>New connections get a new connection to the jump host; who has this one keeps it.</summary>
        public void Doubt() => owner.Forget(entry);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref returned, 1) == 0)
            {
                owner.Return(entry);
            }
        }
    }

    public sealed class Entry(string id)
    {
        public string Id { get; } = id;

        public SemaphoreSlim Opening { get; } = new(1);

        public int Users { get; set; }

        public SshLink? Link { get; set; }

        public ConnectException? Failure { get; set; }
    }
}
