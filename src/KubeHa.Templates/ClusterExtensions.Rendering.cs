using System.Diagnostics.CodeAnalysis;
using KubeHa.Templates;

namespace KubeHa;

public static partial class ClusterExtensions
{
    /// <summary>
    /// Every file of every machine, secrets by name only. A pure function of the cluster: no clock, disk, host or chance.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <exception cref="ClusterValidationException">Facts of machines are missing that files need; it carries every diagnostic.</exception>
    public static ConfigSet Render(this Cluster cluster) =>
        cluster.TryRender(out var configs, out var diagnostics) ? configs : throw new ClusterValidationException(diagnostics);

    /// <summary>Every file of every machine, or everything that stands against it at once. Facts come from <see cref="MachineFacts"/>; none is guessed.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="configs">The files.</param>
    /// <param name="diagnostics">What stands against it: a diagnostic for each missing fact (<c>KHA5xxx</c>).</param>
    public static bool TryRender(this Cluster cluster, [NotNullWhen(true)] out ConfigSet? configs, out IReadOnlyList<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        diagnostics = RenderRules.Check(cluster);
        configs = diagnostics.Count == 0 ? new ConfigSet(ClusterFiles.Of(cluster)) : null;
        return configs is not null;
    }
}
