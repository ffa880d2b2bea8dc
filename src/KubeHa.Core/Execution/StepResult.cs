namespace KubeHa;

/// <summary>What became of one step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Duration">How long it ran.</param>
/// <param name="ExitCode">The exit code where a remote command ended.</param>
/// <param name="Message">For a failed step what happened and what to do, with the tail of standard error; never a secret.</param>
public sealed record StepResult(PlanStep Step, StepStatus Status, TimeSpan Duration, int? ExitCode = null, string? Message = null);
