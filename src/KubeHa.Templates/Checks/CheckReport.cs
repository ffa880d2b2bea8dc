namespace KubeHa.Templates;

/// <summary>What a preflight or a verification found.</summary>
/// <param name="Results">Every check's answer.</param>
/// <param name="Run">The run that looked; where it failed, nothing could be judged and <see cref="Results"/> is empty.</param>
public sealed record CheckReport(IReadOnlyList<CheckResult> Results, RunReport Run)
{
    /// <summary>Whether the looking worked and no check fails.</summary>
    public bool Passed => Run.Failure is null && Results.All(result => result.Status != CheckStatus.Fails);
}
