namespace KubeHa.Simulation;

/// <summary>Where a state leads when the cluster is applied from nothing, as a case has shown.</summary>
/// <param name="Case">The case.</param>
/// <param name="Stop">The named stop that it came to first; <see langword="null"/> where it came to its end at once.</param>
public sealed record Shown(string Case, string? Stop)
{
    /// <summary>What the result of an earlier run of this program shows; nothing where its state was not what the next run saw.</summary>
    public static Shown? By(CaseResult earlier) => earlier switch
    {
        { Way: BreakWay.RunsOn or BreakWay.RunsOnIntoRun } => null,
        { Verdict: CaseVerdict.Converged } => new Shown(earlier.Id, null),
        { Verdict: CaseVerdict.NamedStop } => new Shown(earlier.Id, earlier.Detail),
        _ => null,
    };
}
