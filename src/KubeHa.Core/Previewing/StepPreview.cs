namespace KubeHa;

/// <summary>What a run would do with a step, as its machine is now.</summary>
/// <param name="Step">The step.</param>
/// <param name="Status">Whether it has work.</param>
/// <param name="Difference">For a file: the unified diff from what is there to what would be there. Secrets stand in it as names, with whether they are the same.</param>
/// <param name="Message">What was seen, where that says more than the status.</param>
public sealed record StepPreview(PlanStep Step, PreviewStatus Status, string? Difference = null, string? Message = null);
