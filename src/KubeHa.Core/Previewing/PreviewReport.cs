namespace KubeHa;

/// <summary>What a run of a plan would do, as the machines are now. Nothing was changed to find out.</summary>
public sealed class PreviewReport
{
    /// <summary>A report.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="steps">What would become of each step, in plan order; milestones are left out.</param>
    /// <param name="unreachable">Reasons, by machine, for those that could not be reached.</param>
    /// <param name="failure">Why the preview could not be made, or not wholly.</param>
    public PreviewReport(Plan plan, IReadOnlyList<StepPreview> steps, IReadOnlyDictionary<string, string> unreachable, string? failure = null)
    {
        Plan = plan;
        Steps = steps;
        Unreachable = unreachable;
        Failure = failure;
    }

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>What would become of each step, in plan order; milestones are left out.</summary>
    public IReadOnlyList<StepPreview> Steps { get; }

    /// <summary>Reasons, by machine, for those that could not be reached.</summary>
    public IReadOnlyDictionary<string, string> Unreachable { get; }

    /// <summary>Why the preview could not be made, or not wholly; <see langword="null"/> where it was.</summary>
    public string? Failure { get; }

    /// <summary>Whether a run would change something, as far as can be seen.</summary>
    public bool HasChanges => Steps.Any(step => step.Status is PreviewStatus.WouldChange or PreviewStatus.DependsOnEarlier);
}
