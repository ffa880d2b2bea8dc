namespace KubeHa;

/// <summary>
/// Keeps one session for each machine and hands it out again and again, so that several plans in a row need one login each.
/// A session that lost its connection is replaced at the next <see cref="ConnectAsync"/>. The sessions end with the cache, not with
/// those who were handed them. Thread-safe.
/// </summary>
/// <param name="transport">Opens the sessions.</param>
public sealed class SessionCache(ITransport transport) : ITransport, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<Target, Entry> entries = [];
    private bool disposed;

    /// <inheritdoc/>
    public async Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        Entry? entry;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (!entries.TryGetValue(target, out entry))
            {
                entries[target] = entry = new Entry();
            }
        }

        await entry.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (entry.Session is { Lost: false } known)
            {
                return known;
            }

            await entry.CloseAsync().ConfigureAwait(false);
            entry.Session = new KeptSession(await transport.ConnectAsync(target, cancellationToken).ConfigureAwait(false));
            return entry.Session;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>Ends all sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Entry> all;
        lock (gate)
        {
            disposed = true;
            all = [.. entries.Values];
            entries.Clear();
        }

        foreach (var entry in all)
        {
            await entry.Gate.WaitAsync().ConfigureAwait(false);
            await entry.CloseAsync().ConfigureAwait(false);
            entry.Gate.Dispose();
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public KeptSession? Session { get; set; }

        public async Task CloseAsync()
        {
            var old = Session;
            Session = null;
            if (old is not null)
            {
                await old.CloseAsync().ConfigureAwait(false);
            }
        }
    }

    private sealed class KeptSession(IHostSession session) : IHostSession
    {
        private volatile bool lost;

        public bool Lost => lost;

        public async Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
        {
            try
            {
                var answer = await session.ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
                lost |= answer.Outcome != ExecOutcome.Completed;
                return answer;
            }
            catch
            {
                lost = true;
                throw;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public async Task CloseAsync()
        {
            try
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception)
            {
                // It is gone either way, and its successor must not fail for it.
            }
        }
    }
}
