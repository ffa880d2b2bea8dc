namespace KubeHa.Templates;

/// <summary>What came of planning.</summary>
/// <param name="Plan">The plan; <see langword="null"/> where there can be none, and <see cref="Run"/> says why.</param>
/// <param name="Run">The run that looked at the machines; its failure where planning was refused.</param>
public sealed record PlanReport(Plan? Plan, RunReport Run);
