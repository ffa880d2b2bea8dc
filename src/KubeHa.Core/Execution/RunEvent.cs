namespace KubeHa;

/// <summary>Something that happened in a run. Events come in order, one at a time, numbered from 1.</summary>
/// <param name="Sequence">The place in the order.</param>
/// <param name="At">When.</param>
public abstract record RunEvent(long Sequence, DateTimeOffset At)
{
    /// <summary>A run began.</summary>
    /// <param name="Sequence">The place in the order.</param>
    /// <param name="At">When.</param>
    /// <param name="Plan">The plan's name.</param>
    /// <param name="Steps">How many steps it has, milestones not counted.</param>
    public sealed record RunStarted(long Sequence, DateTimeOffset At, string Plan, int Steps) : RunEvent(Sequence, At);

    /// <summary>A machine was reached.</summary>
    /// <param name="Sequence">The place in the order.</param>
    /// <param name="At">When.</param>
    /// <param name="Target">The machine.</param>
    public sealed record Connected(long Sequence, DateTimeOffset At, Target Target) : RunEvent(Sequence, At);

    /// <summary>A machine could not be reached and is set aside.</summary>
    /// <param name="Sequence">The place in the order.</param>
    /// <param name="At">When.</param>
    /// <param name="Target">The machine.</param>
    /// <param name="Reason">Why.</param>
    public sealed record MachineSetAside(long Sequence, DateTimeOffset At, Target Target, string Reason) : RunEvent(Sequence, At);

    /// <summary>A long step of an earlier run, whose program or connection is gone, is still at work on a machine and is let end first.</summary>
    /// <param name="Sequence">The place in the order.</param>
    /// <param name="At">When.</param>
    /// <param name="Target">The machine.</param>
    /// <param name="Title">What the step does, in words.</param>
    /// <param name="AtMost">How long it may still take; then it is ended.</param>
    public sealed record WaitsForJob(long Sequence, DateTimeOffset At, Target Target, string Title, TimeSpan AtMost) : RunEvent(Sequence, At);

    /// <summary>A step began.</summary>
    /// <param name="Sequence">The place in the order.</param>
    /// <param name="At">When.</param>
    /// <param name="Step">The step.</param>
    public sealed record StepStarted(long Sequence, DateTimeOffset At, PlanStep Step) : RunEvent(Sequence, At);

    /// <summary>A step ended.</summary>
    /// <param name="Sequence">The place in the order.</param>
    /// <param name="At">When.</param>
    /// <param name="Result">How.</param>
    public sealed record StepEnded(long Sequence, DateTimeOffset At, StepResult Result) : RunEvent(Sequence, At);

    /// <summary>The run ended.</summary>
    /// <param name="Sequence">The place in the order.</param>
    /// <param name="At">When.</param>
    /// <param name="Outcome">How.</param>
    public sealed record RunEnded(long Sequence, DateTimeOffset At, RunOutcome Outcome) : RunEvent(Sequence, At);
}
