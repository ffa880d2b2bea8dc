namespace KubeHa;

/// <summary>
/// The connection to a machine, and the one place that commands of a run pass on their way there. A lost session is replaced by a new one,
/// once, however many steps find out about it.
/// </summary>
internal sealed class MachineConnection(Target target, IHostSession session, Func<CancellationToken, Task<IHostSession>> connect, bool readOnly = false) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile IHostSession current = session;
    private Func<IHostSession, Task<(MachineLock? Lock, string? Refusal)>>? take;
    private MachineLock? held;

    /// <summary>The machine.</summary>
    public Target Target => target;

    /// <summary>The session to name when it is found lost.</summary>
    public IHostSession Session => current;

    /// <summary>Gives a command.</summary>
    /// <param name="session">The session, as it was found by <see cref="Session"/>.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidOperationException">The command may change the machine and the run only looks.</exception>
    public Task<ExecResult> ExecuteAsync(IHostSession session, RemoteCommand command, CancellationToken cancellationToken) =>
        readOnly && command.MayChange
            ? throw new InvalidOperationException($"A run that only looks was about to change {target}.")
            : session.ExecuteAsync(command.Request, cancellationToken);

    /// <summary>Takes the machine's lock, now and after each new connection.</summary>
    /// <param name="taking">Takes it.</param>
    /// <returns>Why it could not be had; <see langword="null"/> where it was.</returns>
    public async Task<string?> LockAsync(Func<IHostSession, Task<(MachineLock? Lock, string? Refusal)>> taking)
    {
        take = taking;
        (held, var refusal) = await taking(current).ConfigureAwait(false);
        return refusal;
    }

    /// <summary>Connects anew where the current session is still the lost one.</summary>
    /// <param name="lost">The session that was found lost.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TransportException">The machine cannot be reached any more.</exception>
    public async Task ReplaceAsync(IHostSession lost, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!ReferenceEquals(current, lost))
            {
                return;
            }

            await CloseAsync(lost).ConfigureAwait(false);
            var fresh = await connect(cancellationToken).ConfigureAwait(false);
            if (take is not null)
            {
                (held, var refusal) = await take(fresh).ConfigureAwait(false);
                if (refusal is not null)
                {
                    // Nobody may find it: what is done without the lock meets whoever has it.
                    await CloseAsync(fresh).ConfigureAwait(false);
                    throw new TransportException(target, TransportFailure.Unreachable, $"After a new connection, {refusal}");
                }
            }

            current = fresh;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (held is not null)
        {
            await held.DisposeAsync().ConfigureAwait(false);
        }

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
