namespace KubeHa;

/// <summary>The session on one machine during a run, replaced by a new one after it was lost.</summary>
internal sealed class MachineConnection(Target target, IHostSession session, Func<CancellationToken, Task<IHostSession>> connect) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile IHostSession current = session;

    public Target Target => target;

    public IHostSession Session => current;

    /// <summary>Replaces a lost session; where another step did so already, its session is taken.</summary>
    /// <exception cref="TransportException">The machine could not be reached again.</exception>
    public async Task ReplaceAsync(IHostSession lost, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (ReferenceEquals(current, lost))
            {
                await CloseAsync(lost).ConfigureAwait(false);
                current = await connect(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(current).ConfigureAwait(false);
        gate.Dispose();
    }

    private static async Task CloseAsync(IHostSession session)
    {
        try
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A connection that cannot be closed in order is gone as well, and the report of the run must not be lost over it.
        }
    }
}
