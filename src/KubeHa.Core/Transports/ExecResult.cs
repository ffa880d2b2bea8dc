namespace KubeHa;

/// <summary>What came of a command.</summary>
/// <param name="Outcome">Whether it ran to its end.</param>
/// <param name="ExitCode">Its exit code; <see langword="null"/> where it was killed by a signal or did not complete.</param>
/// <param name="Signal">The signal that killed it, without SIG, for example <c>KILL</c>. Where a shell stands between, as with SSH one does around a command with input, the exit code tells it: 128 and the signal's number.</param>
/// <param name="StandardOutput">Standard output as UTF-8, capped at 4 MiB; empty where the request had a stream for it.</param>
/// <param name="StandardError">Standard error as UTF-8, capped at 1 MiB; where the command did not complete, the transport's reason.</param>
public sealed record ExecResult(ExecOutcome Outcome, int? ExitCode, string? Signal, string StandardOutput, string StandardError)
{
    /// <summary>Whether the command ran and ended with exit code 0.</summary>
    public bool Succeeded => Outcome == ExecOutcome.Completed && ExitCode == 0;
}
