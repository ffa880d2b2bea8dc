namespace KubeHa;

/// <summary>Every rule, in the order in which its findings are shown.</summary>
internal static class ClusterRules
{
    public static IReadOnlyList<Func<ClusterDraft, IEnumerable<Diagnostic>>> All { get; } = [];

    /// <summary>All findings of all rules: none stops at the first.</summary>
    public static IReadOnlyList<Diagnostic> Check(ClusterDraft draft) => [.. All.SelectMany(rule => rule(draft))];
}
