namespace KubeHa;

/// <summary>What the user said cannot be a cluster, or cannot be rendered; carries every diagnostic at once.</summary>
public sealed class ClusterValidationException : KubeHaException
{
    /// <summary>Diagnostics that stop.</summary>
    /// <param name="diagnostics">All that was found.</param>
    public ClusterValidationException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join('\n', diagnostics)) => Diagnostics = diagnostics;

    /// <summary>All that was found, warnings included.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
