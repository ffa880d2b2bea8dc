namespace KubeHa.Templates.Tests;

/// <summary>Small clusters, one for each way in which an endpoint can be made: three control planes and a worker.</summary>
public static class EndpointClusters
{
    public const string Masquerade = "masquerade";
    public const string OtherPort = "masquerade-other-port";
    public const string Tunnel = "tunnel";
    public const string TcpCheck = "tcp-check";
    public const string Multicast = "multicast";
    public const string ThreeDirectors = "three-directors";
    public const string Timeouts = "timeouts";
    public const string Ipv6 = "ipv6";
    public const string Ipv6Masquerade = "ipv6-masquerade";
    public const string DualStack = "dual-stack";

    /// <summary>A virtual IP of each family.</summary>
    public const string TwoVirtualIps = "two-virtual-ips";

    /// <summary>The same behind firewalls that an apply opens.</summary>
    public const string HostFirewall = "host-firewall";

    /// <summary>Its keepalived calls retries what newer ones do not know any more.</summary>
    public const string Keepalived135 = "keepalived-1.3.5";

    private static readonly Dictionary<string, Func<Cluster>> All = new(StringComparer.Ordinal)
    {
        [Masquerade] = () => Small(lvs => lvs.WithForwarding(new LvsForwarding.Masquerade())),
        [OtherPort] = () => ClusterBuilder.From(Small(lvs => lvs.WithForwarding(new LvsForwarding.Masquerade()))).WithEndpoint(port: 443, apiServerPort: 6443).Build(),
        [Tunnel] = () => Small(lvs => lvs.WithForwarding(new LvsForwarding.Tunnel())),
        [TcpCheck] = () => Small(lvs => lvs.WithHealthCheck(HealthCheckSettings.Default with { Kind = HealthCheckKind.Connect })),
        [Multicast] = () => Small(lvs => lvs.WithMulticastAdverts()),
        [ThreeDirectors] = () => Small(lvs => lvs.AddDirector("lvs3", "10.0.0.4", configure: director => director.WithFacts(Facts("2.2.7")))),
        [Timeouts] = () => Small(lvs => lvs.WithIpvs(new IpvsSettings { TcpTimeout = TimeSpan.FromMinutes(10), TcpFinTimeout = TimeSpan.FromSeconds(60) })),
        [Ipv6] = () => SmallIpv6(new LvsForwarding.DirectRouting()),
        [Ipv6Masquerade] = () => SmallIpv6(new LvsForwarding.Masquerade()),
        [DualStack] = () => OtherClusters.SmallDualStack("1.20.2").Build(),
        [TwoVirtualIps] = () => OtherClusters.SmallTwoVirtualIps("1.20.2").Build(),
        [HostFirewall] = () => OtherClusters.SmallTwoVirtualIps("1.20.2").WithPreparation(new MachinePreparation { Firewall = FirewallSetting.Firewalld }).Build(),
        [Keepalived135] = () => Small(_ => { }, "1.3.5"),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static Cluster Named(string name) => All[name]();

    public static IReadOnlyList<LvsForwarding> Forwardings { get; } = [new LvsForwarding.DirectRouting(), new LvsForwarding.Masquerade(), new LvsForwarding.Tunnel()];

    /// <summary>The cluster of the lab with another way of forwarding.</summary>
    public static Cluster Lab(LvsForwarding forwarding) =>
        ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithForwarding(forwarding)).Build();

    /// <summary>The cluster of the lab with a virtual IP of each family.</summary>
    public static Cluster LabTwoVirtualIps()
    {
        var lab = ReferenceClusters.InTheLab;
        var builder = ReferenceClusters.InTheLabBuilder();
        foreach (var machine in lab.Machines)
        {
            builder.Remove(machine.Name);
            _ = machine switch
            {
                ControlPlane => builder.AddControlPlane(machine.Name, $"{machine.Address}", And(machine)),
                Worker => builder.AddWorker(machine.Name, $"{machine.Address}", And(machine)),
                Director => builder.WithLvsPair("192.168.33.130", lvs => lvs.AddDirector(machine.Name, $"{machine.Address}", configure: And(machine))),
                _ => builder.AddClient(machine.Name, $"{machine.Address}", And(machine)),
            };
        }

        return builder.WithLvsPair("192.168.33.130", lvs => lvs.WithSecondVirtualAddress("fd00:33::130")).Build();

        static Action<MachineBuilder> And(Machine machine) => builder => builder.WithSecondAddress(machine.Address.ToString().Replace("192.168.33.", "fd00:33::", StringComparison.Ordinal)).WithFacts(machine.Facts);
    }

    private static MachineFacts Facts(string keepalived) => new() { Interface = "eth0", PrefixLength = 24, Keepalived = new Version(keepalived) };

    private static Cluster SmallIpv6(LvsForwarding forwarding) => OtherClusters.SmallIpv6("1.20.2").WithLvsPair("fd00:10::100", lvs => lvs.WithForwarding(forwarding)).Build();

    private static Cluster Small(Action<LvsPairBuilder> configure, string keepalived = "2.2.7") => Small("1.20.2", configure, keepalived).Build();

    /// <summary>A small cluster of some version of Kubernetes.</summary>
    public static ClusterBuilder Small(string version, Action<LvsPairBuilder>? configure = null, string keepalived = "2.2.7")
    {
        var facts = Facts(keepalived);
        return new ClusterBuilder("small", version)
            .AddControlPlane("cp1", "10.0.0.11").AddControlPlane("cp2", "10.0.0.12").AddControlPlane("cp3", "10.0.0.13")
            .AddWorker("w1", "10.0.0.21")
            .WithLvsPair("10.0.0.100", lvs => (configure ?? (_ => { }))(lvs
                .AddDirector("lvs1", "10.0.0.2", configure: director => director.WithFacts(facts))
                .AddDirector("lvs2", "10.0.0.3", configure: director => director.WithFacts(facts))));
    }
}
