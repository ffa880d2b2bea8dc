namespace KubeHa;

/// <summary>One line of a run's log: one event, without anything secret.</summary>
/// <param name="Sequence">The event's place among those of its plan's run. An apply runs several plans; each begins at 1.</param>
/// <param name="At">When it happened, by the operator's clock.</param>
/// <param name="Event">What: <c>runStarted</c>, <c>connected</c>, <c>machineSetAside</c>, <c>waitsForJob</c>, <c>stepStarted</c>, <c>stepEnded</c>, <c>runEnded</c>, or another name from a later version.</param>
/// <param name="Plan">The name of the plan that was run.</param>
/// <param name="Step">The step's id.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="Status">What became of the step (<see cref="StepStatus"/>) or of the run (<see cref="RunOutcome"/>), by name.</param>
/// <param name="Duration">How long the step ran.</param>
/// <param name="ExitCode">The exit code of the step's command.</param>
/// <param name="Message">What went wrong, or what is waited for, in words.</param>
public sealed record RunRecord(
    long Sequence, DateTimeOffset At, string Event, string Plan, string? Step = null, string? Host = null, string? Status = null, TimeSpan? Duration = null, int? ExitCode = null, string? Message = null);
