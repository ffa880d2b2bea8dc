using System.Diagnostics.CodeAnalysis;

namespace KubeHa;

/// <summary>Takes text, gives a <see cref="Cluster"/> or every diagnostic at once.</summary>
public sealed class ClusterBuilder
{
    /// <summary>A cluster to be.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kubernetesVersion">The version of Kubernetes, for example <c>1.34.1</c>.</param>
    public ClusterBuilder(string name, string kubernetesVersion) => _ = (name, kubernetesVersion);

    /// <summary>Builds.</summary>
    /// <exception cref="ClusterValidationException">Something is wrong; it carries every diagnostic.</exception>
    public Cluster Build() => throw new NotImplementedException();

    /// <summary>A builder that holds what a cluster says, to change it and build again.</summary>
    /// <param name="cluster">The cluster.</param>
    public static ClusterBuilder From(Cluster cluster) => throw new NotImplementedException();

    /// <summary>Builds, without an exception.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="diagnostics">All that was found, warnings included.</param>
    public bool TryBuild([NotNullWhen(true)] out Cluster? cluster, out IReadOnlyList<Diagnostic> diagnostics) => throw new NotImplementedException();
}
