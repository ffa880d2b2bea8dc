namespace KubeHa;

/// <summary>
/// Runs commands on this machine, as the user this program runs as, whatever the target's address says: for tests, and for a machine that
/// sets itself up. Linux only. Commands get a process group of their own, which is what a cancellation ends: TERM first, KILL after two seconds.
/// A command killed by a signal shows as exit code 128 and the signal's number. What a session runs ends with it.
/// </summary>
public sealed class LocalTransport : ITransport
{
    private readonly IReadOnlyList<string> shell;

    /// <summary>A transport to this machine, by /bin/sh.</summary>
    public LocalTransport()
        : this("/bin/sh")
    {
    }

    /// <summary>A transport by another shell.</summary>
    /// <param name="shell">The program and the arguments that come before <c>-c</c>.</param>
    internal LocalTransport(params IReadOnlyList<string> shell) => this.shell = shell;

    /// <inheritdoc/>
    public Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Task.FromResult<IHostSession>(new LocalSession(shell));
    }
}
