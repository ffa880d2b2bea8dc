namespace KubeHa.Templates.Tests;

/// <summary>
/// Whole clusters that together have every minor version, every release of every distribution, every runtime and every way of forwarding. Not every pair of them: what a
/// row's columns do to each other's files is little, and what it is stands in tests of its own.
/// </summary>
public static class MatrixClusters
{
    public const string Direct = "direct";
    public const string Masquerade = "masquerade";
    public const string Tunnel = "tunnel";
    public const string Fast = "fast";
    public const string Vrrp2 = "vrrp2";
    public const string Multicast = "multicast";
    public const string TcpCheck = "tcp-check";
    public const string ThreeDirectors = "three-directors";
    public const string Ipv6 = "ipv6";
    public const string Ipv6Masquerade = "ipv6-masquerade";
    public const string DualStack = "dual-stack";
    public const string TwoVirtualIps = "two-virtual-ips";
    public const string OldKeepalived = "keepalived-1.3.5";

    private static readonly Platform El7 = new Platform.RedHatLike(7, Rpm);
    private static readonly Platform El7Offline = new Platform.RedHatLike(7, new PackageSource.OfflineFolder("/opt/packages"));
    private static readonly Platform El8 = new Platform.RedHatLike(8, Rpm);
    private static readonly Platform El8Official = new Platform.RedHatLike(8, new PackageSource.Official());
    private static readonly Platform El9 = new Platform.RedHatLike(9, Rpm);
    private static readonly Platform El9Official = new Platform.RedHatLike(9, new PackageSource.Official());
    private static readonly Platform Debian11 = new Platform.Debian(11, Apt("debian"));
    private static readonly Platform Debian12 = new Platform.Debian(12, Apt("debian"));
    private static readonly Platform Debian12Official = new Platform.Debian(12, OfficialApt);
    private static readonly Platform Debian13 = new Platform.Debian(13, OfficialApt);
    private static readonly Platform Ubuntu20 = new Platform.Ubuntu("20.04", Apt("ubuntu"));
    private static readonly Platform Ubuntu22 = new Platform.Ubuntu("22.04", Apt("ubuntu"));
    private static readonly Platform Ubuntu22Official = new Platform.Ubuntu("22.04", OfficialApt);
    private static readonly Platform Ubuntu24 = new Platform.Ubuntu("24.04", OfficialApt);
    private static readonly Platform Prepared = new Platform.Prepared();

    public static IReadOnlyList<MatrixCluster> All { get; } =
    [
        new("1.19.3", El7, Docker("19.03.13"), OldKeepalived),
        new("1.19.16", El8, Containerd("1.4.13"), Direct),
        new("1.19.16", Ubuntu20, Docker("20.10.24") with { ComposeVersion = "2.21.0" }, Masquerade),
        new("1.20.2", El7Offline, Docker("19.03.13"), Direct),
        new("1.20.2", El8, CriO("1.20.7"), Tunnel),
        new("1.20.15", Debian11, Containerd("1.6.20"), Fast),
        new("1.20.15", Prepared, Own, Multicast),
        new("1.21.14", El8, Docker("20.10.24"), ThreeDirectors),
        new("1.21.14", Ubuntu20, Containerd("1.5.18"), Vrrp2),
        new("1.22.17", Debian11, CriO("1.22.5"), Masquerade),
        new("1.22.17", El7, Containerd("1.6.33"), Tunnel),
        new("1.23.17", El9, Docker("20.10.24") with { ComposeVersion = "2.21.0" }, Direct),
        new("1.23.17", Ubuntu22, Containerd("1.6.33"), TcpCheck),
        new("1.24.17", El8Official, Containerd("1.6.33"), Direct),
        new("1.24.17", Ubuntu22, CriDockerd, Masquerade),
        new("1.25.16", Debian12Official, Containerd("1.6.33"), Multicast),
        new("1.25.16", El9, CriO("1.25.5"), Fast),
        new("1.26.15", El9Official, Containerd("1.7.28"), Tunnel),
        new("1.26.15", Ubuntu22Official, Containerd("1.6.33"), Direct),
        new("1.27.16", Debian12, CriDockerd, Direct),
        new("1.27.16", Prepared, Containerd("1.7.28"), Masquerade),
        new("1.28.15", El8Official, Containerd("1.7.28"), ThreeDirectors),
        new("1.28.15", Ubuntu24, Containerd("1.7.28"), Direct),
        new("1.29.15", El9, CriDockerd, Vrrp2),
        new("1.29.15", Debian12Official, Containerd("1.7.28"), Fast),
        new("1.30.14", Ubuntu22, CriO("1.30.14"), Direct),
        new("1.30.14", El9Official, Containerd("1.7.28"), Masquerade),
        new("1.31.14", Debian12, CriO("1.31.13"), Tunnel),
        new("1.31.14", Ubuntu24, Containerd("1.7.28"), Multicast),
        new("1.32.10", El9Official, Containerd("2.0.7"), Direct),
        new("1.32.10", Debian13, Containerd("2.1.5"), TcpCheck),
        new("1.33.6", Ubuntu24, Containerd("2.1.5"), Masquerade),
        new("1.33.6", El8, CriDockerd, Direct),
        new("1.34.2", Debian13, Containerd("2.1.5"), Tunnel),
        new("1.34.2", El9, CriO("1.34.3"), ThreeDirectors),
        new("1.34.2", Prepared, Own, Fast),
        new("1.35.1", Ubuntu24, Containerd("2.2.0"), Direct),
        new("1.35.1", El9Official, Containerd("1.7.28"), Vrrp2),
        new("1.36.1", Debian13, Containerd("2.2.0"), Direct),
        new("1.36.1", Ubuntu22, CriDockerd, Tunnel),
        new("1.37.1", El9Official, Containerd("2.2.0"), Fast),
        new("1.37.1", Debian13, Containerd("2.2.0"), Masquerade),
        new("1.20.15", Prepared, Containerd("1.6.20"), Direct) { Etcd = OtherClusters.ExternalEtcd },
        new("1.28.15", Ubuntu22Official, Containerd("1.7.28"), Masquerade) { Etcd = OtherClusters.ExternalEtcd },
        new("1.34.2", El9, CriO("1.34.3"), Tunnel) { Etcd = OtherClusters.ExternalEtcd },
        new("1.20.15", Prepared, Containerd("1.6.20"), Direct) { Etcd = new EtcdTopology.External() },
        new("1.21.14", El8, Docker("20.10.24"), Masquerade) { Etcd = new EtcdTopology.External() },
        new("1.25.16", Debian12Official, Containerd("1.6.33"), Direct) { Etcd = new EtcdTopology.External() },
        new("1.34.2", Ubuntu24, Containerd("2.1.5"), Tunnel) { Etcd = new EtcdTopology.External() },
        new("1.20.15", Prepared, Containerd("1.6.20"), Ipv6),
        new("1.23.17", El8, Docker("20.10.24"), Ipv6Masquerade),
        new("1.30.14", Debian12Official, Containerd("1.7.28"), Ipv6),
        new("1.37.1", Ubuntu24, Containerd("2.2.0"), Ipv6Masquerade),
        new("1.20.15", Prepared, Containerd("1.6.20"), DualStack),
        new("1.29.15", El9, CriO("1.29.6"), DualStack),
        new("1.36.1", Debian13, Containerd("2.2.0"), DualStack),
        new("1.20.15", El8, Containerd("1.6.20"), TwoVirtualIps),
        new("1.35.1", Debian13, Containerd("2.2.0"), TwoVirtualIps),
        new("1.34.2", Debian12Official, Containerd("2.1.5"), Ipv6) { Etcd = new EtcdTopology.External() },
    ];

    public static IEnumerable<string> Names => All.Select(row => row.Name);

    public static Cluster Named(string name) => Build(All.Single(row => row.Name == name));

    private static PackageMirror Rpm => new(new Uri("https://mirror.example.com/kubernetes/rpm/"), new Uri("https://mirror.example.com/docker/rpm/")) { CriO = new Uri("https://mirror.example.com/cri-o/rpm/") };

    private static PackageSource.Official OfficialApt => new() { KubernetesKey = new RepositoryKey.Armored(OtherClusters.Armored), DockerKey = new RepositoryKey.Armored(OtherClusters.Armored) };

    private static ContainerRuntime CriDockerd => new ContainerRuntime.CriDockerd("0.3.15", "27.3.1");

    private static ContainerRuntime Own => new ContainerRuntime.Prepared("unix:///run/containerd/containerd.sock");

    private static PackageMirror Apt(string family) => OtherClusters.Mirror(family) with { CriO = new Uri("https://mirror.example.com/cri-o/apt/"), CriOKey = new RepositoryKey.OnMachine("/etc/apt/keyrings/cri-o.gpg") };

    private static ContainerRuntime.Containerd Containerd(string version) => new(version);

    private static ContainerRuntime.Docker Docker(string version) => new(version);

    private static ContainerRuntime.CriO CriO(string version) => new(version);

    private static Cluster Build(MatrixCluster row) => WithMachines(row)
        .WithPlatform(row.Platform)
        .WithRuntime(row.Runtime)
        .WithEtcd(row.Etcd)
        .WithLvsPair(row.IsIpv6 ? "fd00:10::100" : "10.0.0.100", lvs => _ = row.Endpoint switch
        {
            Masquerade or Ipv6Masquerade => lvs.WithForwarding(new LvsForwarding.Masquerade()),
            Tunnel => lvs.WithForwarding(new LvsForwarding.Tunnel()),
            Fast => lvs.WithFastFailover(),
            Vrrp2 => lvs.WithVrrp(VrrpSettings.Compatible),
            Multicast => lvs.WithMulticastAdverts(),
            TcpCheck => lvs.WithHealthCheck(HealthCheckSettings.Default with { Kind = HealthCheckKind.Connect }),
            ThreeDirectors => lvs.AddDirector("lvs3", "10.0.0.4", "eth0", director => director.WithFacts(Keepalived("2.2.7"))),
            _ => lvs,
        })
        .WithFacts("lvs1", Keepalived(row.HasOldKeepalived ? "1.3.5" : "2.2.7"))
        .WithFacts("lvs2", Keepalived(row.HasOldKeepalived ? "1.3.5" : "2.2.7"))
        .Build();

    private static ClusterBuilder WithMachines(MatrixCluster row)
    {
        var small = row.IsIpv6 ? OtherClusters.SmallIpv6(row.Version, "matrix")
            : row.Endpoint == DualStack ? OtherClusters.SmallDualStack(row.Version, "matrix")
            : row.Endpoint == TwoVirtualIps ? OtherClusters.SmallTwoVirtualIps(row.Version, "matrix")
            : OtherClusters.Small(row.Version, "matrix");
        return row.Etcd is EtcdTopology.External ? OtherClusters.OwnEtcd(small, row.IsIpv6 ? "fd00:10::" : "10.0.0.") : small;
    }

    private static MachineFacts Keepalived(string version) => new() { Keepalived = new Version(version) };
}
