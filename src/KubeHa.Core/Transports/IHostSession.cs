namespace KubeHa;

/// <summary>A session on a machine, as root. It never reconnects: once lost it answers <see cref="ExecOutcome.Unknown"/> or <see cref="ExecOutcome.NotStarted"/> and is thrown away. Several commands may run in it at once.</summary>
public interface IHostSession : IAsyncDisposable
{
    /// <summary>Executes a command as root with /bin/sh.</summary>
    /// <param name="request">The command, its input and where its output goes.</param>
    /// <param name="cancellationToken">Ends the command's process group on the machine and returns <see cref="ExecOutcome.Unknown"/> unless it was seen to end.</param>
    /// <returns>What happened; a lost connection is an outcome, not an exception.</returns>
    Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default);
}
