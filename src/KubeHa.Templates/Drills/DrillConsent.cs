namespace KubeHa.Templates;

/// <summary>Says that somebody wants a disruptive drill on this very cluster. Without it, or with one for another cluster or scenario, the drill is refused.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Scenario">The scenario's name.</param>
public sealed record DrillConsent(string Cluster, string Scenario)
{
    /// <summary>Whether etcd may lose its majority, which stops the whole API until machines are back.</summary>
    public bool AcceptsQuorumLoss { get; init; }
}
