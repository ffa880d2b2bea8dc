namespace KubeHa.Templates.Tests;

/// <summary>Small clusters, one for each way in which an endpoint can be made: three control planes and a worker.</summary>
public static class EndpointClusters
{
    public const string Masquerade = "masquerade";
    public const string Tunnel = "tunnel";

    private static readonly Dictionary<string, Func<Cluster>> All = new(StringComparer.Ordinal)
    {
        [Masquerade] = () => Small(lvs => lvs.WithForwarding(new LvsForwarding.Masquerade())),
        [Tunnel] = () => Small(lvs => lvs.WithForwarding(new LvsForwarding.Tunnel())),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static Cluster Named(string name) => All[name]();

    public static IReadOnlyList<LvsForwarding> Forwardings { get; } = [new LvsForwarding.DirectRouting(), new LvsForwarding.Masquerade(), new LvsForwarding.Tunnel()];

    /// <summary>The cluster of the lab with another way of forwarding.</summary>
    public static Cluster Lab(LvsForwarding forwarding) =>
        ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithForwarding(forwarding)).Build();

    private static Cluster Small(Action<LvsPairBuilder> configure, string keepalived = "2.2.7")
    {
        var facts = new MachineFacts { Interface = "eth0", PrefixLength = 24, Keepalived = new Version(keepalived) };
        return new ClusterBuilder("small", "1.20.2")
            .AddControlPlane("cp1", "10.0.0.11").AddControlPlane("cp2", "10.0.0.12").AddControlPlane("cp3", "10.0.0.13")
            .AddWorker("w1", "10.0.0.21")
            .WithLvsPair("10.0.0.100", lvs => configure(lvs
                .AddDirector("lvs1", "10.0.0.2", configure: director => director.WithFacts(facts))
                .AddDirector("lvs2", "10.0.0.3", configure: director => director.WithFacts(facts))))
            .Build();
    }
}
