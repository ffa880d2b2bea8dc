namespace KubeHa;

/// <summary>What happened in a run, a stop and a failure included.</summary>
public sealed class RunReport
{
    /// <summary>A report.</summary>
    /// <param name="outcome">How the run ended.</param>
    /// <param name="steps">What became of each step.</param>
    /// <param name="observations">What machines said.</param>
    /// <param name="failure">The first thing that went wrong, in words.</param>
    public RunReport(RunOutcome outcome, IReadOnlyList<StepResult> steps, Observations observations, string? failure = null)
    {
        Outcome = outcome;
        Steps = steps;
        Observations = observations;
        Failure = failure;
    }

    /// <summary>How the run ended.</summary>
    public RunOutcome Outcome { get; }

    /// <summary>What became of each step, in plan order.</summary>
    public IReadOnlyList<StepResult> Steps { get; }

    /// <summary>What the plan's <see cref="StepAction.Observe"/> steps brought, and who could not be reached.</summary>
    public Observations Observations { get; }

    /// <summary>The first thing that went wrong: machine, step, exit code, tail of standard error, what to do. <see langword="null"/> where nothing did.</summary>
    public string? Failure { get; }

    /// <summary>Throws where the run failed or was stopped; gives the report back otherwise.</summary>
    /// <exception cref="StepFailedException">The run failed or was stopped.</exception>
    public RunReport ThrowIfFailed() => Outcome is RunOutcome.Failed or RunOutcome.Stopped ? throw new StepFailedException(this) : this;
}
