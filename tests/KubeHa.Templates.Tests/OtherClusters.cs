namespace KubeHa.Templates.Tests;

/// <summary>Small clusters on other platforms and container runtimes than the reference cluster's.</summary>
public static class OtherClusters
{
    /// <summary>An armored public key; no key at all, but the texts around it are as in one.</summary>
    public const string Armored = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZkthisisnokeyofanybody\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n";

    /// <summary>An etcd of others; the certificates are such, and nobody's.</summary>
    public static EtcdTopology.ExternalEndpoints ExternalEtcd { get; } = new()
    {
        Endpoints = [new("https://192.168.33.41:2379"), new("https://192.168.33.42:2379"), new("https://192.168.33.43:2379")],
        CertificateAuthority = Certificate,
        ClientCertificate = Certificate,
    };

    /// <summary>etcd on three machines of its own.</summary>
    public static ClusterBuilder OwnEtcd(ClusterBuilder builder, string network = "10.0.0.") =>
        builder.AddEtcdMachine("etcd1", network + "41").AddEtcdMachine("etcd2", network + "42").AddEtcdMachine("etcd3", network + "43").WithEtcd(new EtcdTopology.External());

    private static string Certificate => ClusterSecrets.ForTests.TryGetPublic(SecretNames.EtcdCaCertificate, out var text) ? text : throw new InvalidOperationException();

    /// <summary>What is told to Flannel of the pods' network; no plugin, but the objects are of its kinds.</summary>
    private const string Flannel = """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: kube-flannel
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: kube-flannel-cfg
          namespace: kube-flannel
        data:
          net-conf.json: |
            { "Network": "10.244.0.0/16", "Backend": { "Type": "vxlan" } }

        """;

    private static readonly Dictionary<string, Func<ClusterBuilder>> Builders = new(StringComparer.Ordinal)
    {
        ["debian-12-containerd-1.6"] = () => Small("1.20.2")
            .WithPlatform(new Platform.Debian(12, Mirror("debian")))
            .WithRuntime(new ContainerRuntime.Containerd("1.6.20")),
        ["ubuntu-22.04-docker"] = () => Small("1.20.2")
            .WithPlatform(new Platform.Ubuntu("22.04", Mirror("ubuntu") with { KubernetesKey = new RepositoryKey.Armored(Armored), DockerKey = new RepositoryKey.Armored(Armored) }))
            .WithRuntime(new ContainerRuntime.Docker("20.10.24"))
            .WithPreparation(new MachinePreparation { SynchroniseTime = true, Firewall = FirewallSetting.Ufw }),
        ["centos-7-docker"] = () => Small("1.19.3")
            .WithPlatform(new Platform.RedHatLike(7, new PackageSource.OfflineFolder("/opt/packages")))
            .WithImages(new ImageSource.Archives("/opt/images"))
            .WithRuntime(new ContainerRuntime.Docker("19.03.13")),
        ["rhel-9-crio"] = () => Small("1.20.2")
            .WithPlatform(new Platform.RedHatLike(9, new PackageMirror(new Uri("https://mirror.example.com/kubernetes/rpm/"), new Uri("https://mirror.example.com/docker/rpm/")) { CriO = new Uri("https://mirror.example.com/cri-o/rpm/") }))
            .WithRuntime(new ContainerRuntime.CriO("1.20.7"))
            .WithPreparation(new MachinePreparation { SetHostname = true, SynchroniseTime = true, TimeServers = ["ntp1.example.com", "10.0.0.250"], Selinux = SelinuxSetting.Permissive, Firewall = FirewallSetting.Firewalld }),
        ["debian-13-containerd-2"] = () => Small("1.37.1")
            .WithPlatform(new Platform.Debian(13, new PackageSource.Official { KubernetesKey = new RepositoryKey.Armored(Armored), DockerKey = new RepositoryKey.Armored(Armored) })),
        ["ubuntu-24.04-cri-dockerd"] = () => Small("1.30.14")
            .WithPlatform(new Platform.Ubuntu("24.04", Mirror("ubuntu") with { KubernetesSuite = "/" }))
            .WithRuntime(new ContainerRuntime.CriDockerd("0.3.15", "27.3.1"))
            .WithImages(new ImageSource.Archives("/opt/images")),
        ["prepared"] = () => Small("1.21.14").WithRuntime(new ContainerRuntime.Prepared("unix:///run/containerd/containerd.sock")),
        ["debian-11-offline"] = () => Small("1.21.14")
            .WithPlatform(new Platform.Debian(11, new PackageSource.OfflineFolder("/opt/packages")))
            .WithImages(new ImageSource.Archives("/opt/images")),
        ["ipv6-firewalld"] = () => SmallIpv6("1.28.15")
            .WithPlatform(new Platform.RedHatLike(9, new PackageMirror(new Uri("https://[fd00:10::250]/kubernetes/rpm/"), new Uri("https://[fd00:10::250]/docker/rpm/"))))
            .WithPreparation(new MachinePreparation { Firewall = FirewallSetting.Firewalld, SynchroniseTime = true, TimeServers = ["fd00:10::250"] }),
        ["dual-stack-ufw"] = () => SmallDualStack("1.28.15")
            .WithPlatform(new Platform.Ubuntu("22.04", Mirror("ubuntu")))
            .WithPreparation(new MachinePreparation { Firewall = FirewallSetting.Ufw }),
        ["pod-network-in-hand"] = () => Small("1.28.15").WithPodNetwork(new PodNetworkManifest.Text(Flannel)),
        ["pod-network-at-address"] = () => Small("1.34.1").WithPodNetwork(new PodNetworkManifest.Address(
            new Uri("https://mirror.example.com/calico.yaml"), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")),
    };

    public static IEnumerable<string> Names => Builders.Keys;

    public static ClusterBuilder Builder(string name) => Builders[name]();

    public static Cluster Named(string name) => Builder(name).Build();

    public static PackageMirror Mirror(string family) => new(new Uri("https://mirror.example.com/kubernetes/apt"), new Uri($"https://mirror.example.com/docker-ce/linux/{family}"))
    {
        KubernetesSuite = "kubernetes-xenial main",
        KubernetesKey = new RepositoryKey.OnMachine("/etc/apt/keyrings/kubernetes.gpg"),
        DockerKey = new RepositoryKey.OnMachine("/etc/apt/keyrings/docker.gpg"),
    };

    /// <summary>The same in IPv6 alone.</summary>
    public static ClusterBuilder SmallIpv6(string version, string name = "small") => new ClusterBuilder(name, version)
        .AddControlPlane("cp1", "fd00:10::11").AddControlPlane("cp2", "fd00:10::12").AddControlPlane("cp3", "fd00:10::13")
        .AddWorker("w1", "fd00:10::21").AddClient("client", "fd00:10::31")
        .WithNetwork(pods: "fd00:10:244::/56", services: "fd00:10:96::/112", machines: "fd00:10::/64")
        .WithLvsPair("fd00:10::100", lvs => lvs.AddDirector("lvs1", "fd00:10::2", "eth0").AddDirector("lvs2", "fd00:10::3", "eth0"))
        .WithFacts("lvs1", new MachineFacts { Keepalived = new Version(2, 2, 7) })
        .WithFacts("lvs2", new MachineFacts { Keepalived = new Version(2, 2, 7) });

    /// <summary>The same with pods and services of both families.</summary>
    public static ClusterBuilder SmallDualStack(string version, string name = "small") =>
        new ClusterBuilder(name, version)
            .AddControlPlane("cp1", "10.0.0.11", And("fd00:10::11")).AddControlPlane("cp2", "10.0.0.12", And("fd00:10::12")).AddControlPlane("cp3", "10.0.0.13", And("fd00:10::13"))
            .AddWorker("w1", "10.0.0.21", And("fd00:10::21")).AddClient("client", "10.0.0.31")
            .WithNetwork(pods: "10.244.0.0/16,fd00:10:244::/56", services: "10.96.0.0/16,fd00:10:96::/112", machines: "10.0.0.0/24,fd00:10::/64")
            .WithLvsPair("10.0.0.100", lvs => lvs.AddDirector("lvs1", "10.0.0.2", "eth0").AddDirector("lvs2", "10.0.0.3", "eth0"))
            .WithFacts("lvs1", new MachineFacts { Keepalived = new Version(2, 2, 7) })
            .WithFacts("lvs2", new MachineFacts { Keepalived = new Version(2, 2, 7) });

    /// <summary>The same with a virtual IP of each family.</summary>
    public static ClusterBuilder SmallTwoVirtualIps(string version, string name = "small") =>
        SmallDualStack(version, name).Remove("client").AddClient("client", "10.0.0.31", And("fd00:10::31")).Remove("lvs1").Remove("lvs2")
            .WithLvsPair("10.0.0.100", lvs => lvs.AddDirector("lvs1", "10.0.0.2", "eth0", And("fd00:10::2")).AddDirector("lvs2", "10.0.0.3", "eth0", And("fd00:10::3")).WithSecondVirtualAddress("fd00:10::100"))
            .WithFacts("lvs1", new MachineFacts { Keepalived = new Version(2, 2, 7) })
            .WithFacts("lvs2", new MachineFacts { Keepalived = new Version(2, 2, 7) });

    /// <summary>Three control planes, a worker, two directors and a client; directors and client are prepared only where a platform is not chosen.</summary>
    public static ClusterBuilder Small(string version, string name = "small") => new ClusterBuilder(name, version)
        .AddControlPlane("cp1", "10.0.0.11").AddControlPlane("cp2", "10.0.0.12").AddControlPlane("cp3", "10.0.0.13")
        .AddWorker("w1", "10.0.0.21").AddClient("client", "10.0.0.31")
        .WithNetwork(machines: "10.0.0.0/24")
        .WithLvsPair("10.0.0.100", lvs => lvs.AddDirector("lvs1", "10.0.0.2", "eth0").AddDirector("lvs2", "10.0.0.3", "eth0"))
        .WithFacts("lvs1", new MachineFacts { Keepalived = new Version(2, 2, 7) })
        .WithFacts("lvs2", new MachineFacts { Keepalived = new Version(2, 2, 7) });

    private static Action<MachineBuilder> And(string second) => machine => machine.WithSecondAddress(second);
}
