using ReferenceCluster;

namespace KubeHa.Templates.Tests;

/// <summary>The reference cluster in its two shapes, as the example has them: its files are compiled in, so that there is one truth.</summary>
public static class ReferenceClusters
{
    public const string AsPublishedName = "reference-as-published";
    public const string InTheLabName = "reference-in-the-lab";

    public static Cluster AsPublished { get; } = AsPublishedBuilder().Build();

    public static Cluster InTheLab { get; } = InTheLabBuilder().Build();

    public static Cluster Named(string name) => name switch
    {
        AsPublishedName => AsPublished,
        InTheLabName => InTheLab,
        _ => throw new ArgumentException($"No reference cluster is called {name}.", nameof(name)),
    };

    public static ClusterBuilder AsPublishedBuilder() => Topology.Published();

    public static ClusterBuilder InTheLabBuilder() => LabDeviations.Lab();
}
