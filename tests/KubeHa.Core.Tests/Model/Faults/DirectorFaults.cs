using static KubeHa.Tests.Fault;

namespace KubeHa.Tests;

/// <summary>What directors and kube-proxies are told of forwarding.</summary>
internal static class DirectorFaults
{
    private static readonly HealthCheckSettings Check = HealthCheckSettings.Default;

    public static IEnumerable<Fault> All =>
    [
        .. Each("an advert interval of VRRP 2, in seconds", seconds => BrokenBuilders.Vrrp(2, seconds), 0, 0.99, 1, 1.5, 255, 256),
        .. Each("an advert interval of VRRP 3, in seconds", seconds => BrokenBuilders.Vrrp(3, seconds), 0, 0.01, 0.015, 40.95, 40.96),
        .. Each("a version of VRRP", version => BrokenBuilders.Vrrp(version, 0), 1, 4),
        .. Each("a router id", id => MachineFaults.Lvs(lvs => lvs.WithVirtualRouterId(id)), 0, 1, 255, 256),
        .. Each("the directors' scheduler", name => MachineFaults.Lvs(lvs => lvs.WithScheduler(name)), ["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "mh", "fo", "ovf", "sed", "nq", "best"]),
        .. Each("the interval of checks, in milliseconds", time => BrokenBuilders.Check(Check with { Interval = Milliseconds(time) }), 0, 99, 100, 100.5, 101, 60001),
        .. Each("the delay of retries, in milliseconds", time => BrokenBuilders.Check(Check with { RetryDelay = Milliseconds(time) }), 99, 100),
        .. Each("the timeout of checks, in milliseconds", time => BrokenBuilders.Check(Check with { ConnectTimeout = Milliseconds(time) }), 99, 100),
        new("the longest interval of checks", () => BrokenBuilders.Check(Check with { Interval = Milliseconds(60000), Retries = 0 })),
        .. Each("retries of checks", retries => BrokenBuilders.Check(HealthCheckSettings.Fast with { Retries = retries }), -1, 0, 10, 11),
        .. Each("a kind of checks", kind => BrokenBuilders.Check(Check with { Kind = kind }), HealthCheckKind.Ready, HealthCheckKind.Connect, (HealthCheckKind)7),
        .. Each("a kind of checks, masquerading", kind => BrokenBuilders.Check(Check with { Kind = kind }).WithLvsPair("192.168.33.130", lvs => lvs.WithForwarding(new LvsForwarding.Masquerade())), HealthCheckKind.Ready, HealthCheckKind.Connect),
        new("checks of 40 s", () => BrokenBuilders.Check(new(Milliseconds(10000), 0, Milliseconds(1000), Milliseconds(15000)))),
        new("checks of 40.1 s", () => BrokenBuilders.Check(new(Milliseconds(10100), 0, Milliseconds(1000), Milliseconds(15000)))),
        new("checks that are slow and wrong", () => BrokenBuilders.Check(new(Milliseconds(30000), 11, Milliseconds(30000), Milliseconds(99)) { Kind = HealthCheckKind.Connect })),
        .. Each("fast checks with a keepalived", version => Keepalived(version, VrrpSettings.Compatible, HealthCheckSettings.Fast), "1.3.5", "1.4.5", "2.0.0"),
        .. Each("parts of a second in every time with a keepalived", version => Keepalived(version, VrrpSettings.Compatible, new(Milliseconds(1500), 1, Milliseconds(1500), Milliseconds(1500))), "1.4.5"),
        .. Each("usual checks with a keepalived", version => Keepalived(version, VrrpSettings.Compatible, Check), "1.3.4", "1.3.5"),
        .. Each("VRRP 3 with a keepalived", version => Keepalived(version, VrrpSettings.Default, Check), "1.4.5", "2.0.0"),
        .. Each("VRRP left to a keepalived", version => Keepalived(version, null, Check), "1.4.5"),
        new("an old keepalived on a worker", () => Reference.Builder().WithFacts("node1", new MachineFacts { Keepalived = new Version(1, 0) })),
        .. Each("a TCP timeout, in seconds", time => Ipvs(new() { TcpTimeout = TimeSpan.FromSeconds(time) }), 59, 60, 60.5, 2678400, 2678401),
        .. Each("a FIN timeout, in seconds", time => Ipvs(new() { TcpFinTimeout = TimeSpan.FromSeconds(time) }), 0, 1, 1.5, 2678400, 2678401),

        .. Each("kube-proxy's mode", mode => Proxy(new() { Mode = mode }), "iptables", "ipvs", "nftables", "userspace"),
        .. Each("nftables with Kubernetes", version => Proxy(new() { Mode = "nftables" }, version), "1.30.14", "1.31.0", "1.32.0", "1.33.0", "1.38.0"),
        .. Each("kube-proxy's metrics address", address => Proxy(new() { MetricsAddress = address }),
            "0.0.0.0:1", "0.0.0.0:65535", "0.0.0.0:65536", "0.0.0.0:0", "0.0.0.0", ":10249", "[::]:10249", ":::10249", "[0.0.0.0]:10249", "localhost:10249", "0.0.0.0:x", ""),
        .. Each("kube-proxy's networks of node ports", network => Proxy(new() { NodePortNetworks = ["10.0.0.0/24", network] }), "fd00::/64", "10.0.0.1/24"),
        .. Each("networks that ipvs leaves out", network => Proxy(new() { Mode = "ipvs", IpvsExcludedNetworks = ["10.0.0.0/24", network] }), "fd00::/64", "10.0.0.1/24"),
        .. Each("kube-proxy's scheduler", name => Proxy(new() { Mode = "ipvs", IpvsScheduler = name }), "rr", "best"),
        new("settings of ipvs in another mode", () => Proxy(new() { IpvsScheduler = "rr", IpvsStrictArp = true, IpvsExcludedNetworks = ["10.0.0.0/24"] })),
        new("settings of ipvs", () => Proxy(new() { Mode = "ipvs", IpvsScheduler = "rr", IpvsStrictArp = true, IpvsExcludedNetworks = ["10.0.0.0/24"] })),
    ];

    private static TimeSpan Milliseconds(double time) => TimeSpan.FromMicroseconds(time * 1000);

    private static ClusterBuilder Keepalived(string version, VrrpSettings? vrrp, HealthCheckSettings check) =>
        MachineFaults.Lvs(lvs => lvs.WithVrrp(vrrp).WithHealthCheck(check)).WithFacts("lvs02", new MachineFacts { Keepalived = Version.Parse(version) });

    private static ClusterBuilder Ipvs(IpvsSettings settings) => MachineFaults.Lvs(lvs => lvs.WithIpvs(settings));

    private static ClusterBuilder Proxy(KubeProxySettings settings, string version = "1.20.2") => Reference.Builder(version).WithKubeProxy(settings);
}
