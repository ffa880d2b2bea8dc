using ReferenceCluster;

namespace KubeHa.Templates.Tests;

/// <summary>The reference cluster in its two shapes, as the example has them: its files are compiled in, so that there is one truth.</summary>
public static class ReferenceClusters
{
    public const string AsPublishedName = "reference-as-published";
    public const string InTheLabName = "reference-in-the-lab";

    public static Cluster AsPublished { get; } = AsPublishedBuilder().Build();

    public static Cluster InTheLab { get; } = InTheLabBuilder().Build();

    /// <summary>Control planes and directors of the lab with IPv6 addresses, each with the last number that it has in the lab.</summary>
    public static Cluster InIpv6 { get; } = new ClusterBuilder("lab", "1.20.2")
        .AddControlPlane("master", "fd00:33::11").AddControlPlane("master2", "fd00:33::10").AddControlPlane("master3", "fd00:33::9")
        .WithNetwork(pods: "fd00:10:244::/56", services: "fd00:10:96::/112")
        .WithLvsPair("fd00:33::130", lvs => lvs.WithFastFailover().AddDirector("lvs01", "fd00:33::132", "eth0").AddDirector("lvs02", "fd00:33::133", "eth0"))
        .WithFacts("lvs01", new MachineFacts { Keepalived = new Version(2, 2, 7) })
        .WithFacts("lvs02", new MachineFacts { Keepalived = new Version(2, 2, 7) })
        .Build();

    public static Cluster Named(string name) => name switch
    {
        AsPublishedName => AsPublished,
        InTheLabName => InTheLab,
        _ => throw new ArgumentException($"No reference cluster is called {name}.", nameof(name)),
    };

    public static ClusterBuilder AsPublishedBuilder() => Topology.Published();

    public static ClusterBuilder InTheLabBuilder() => LabDeviations.Lab();
}
