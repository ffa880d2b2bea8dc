namespace KubeHa;

/// <summary>A run failed or was stopped; thrown by <see cref="RunReport.ThrowIfFailed"/> only.</summary>
public sealed class StepFailedException : KubeHaException
{
    /// <summary>A run failed or was stopped.</summary>
    /// <param name="report">What happened.</param>
    public StepFailedException(RunReport report)
        : base(report?.Failure ?? "The run was stopped.") => Report = report ?? throw new ArgumentNullException(nameof(report));

    /// <summary>What happened.</summary>
    public RunReport Report { get; }
}
