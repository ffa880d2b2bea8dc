namespace KubeHa.Templates.Tests;

/// <summary>The reference cluster in its two shapes, in one place.</summary>
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

    public static ClusterBuilder AsPublishedBuilder() => Topology("1.19.3", new Version(2, 0, 10))
        .WithRuntime(new ContainerRuntime.Docker("19.03.13"))
        .WithPlatform(new Platform.RedHatLike(8, new PackageMirror(
            new Uri("https://mirror.example.com/kubernetes/yum/repos/kubernetes-el7-x86_64/"),
            new Uri("https://mirror.example.com/docker-ce/linux/centos/8/x86_64/stable/"))));

    public static ClusterBuilder InTheLabBuilder() => Topology("1.20.2", new Version(2, 2, 7))
        .WithRuntime(new ContainerRuntime.Containerd("1.6.20")
        {
            CniBinaryDirectory = "/usr/lib/cni",
            RestrictOomScoreAdjustment = true,
            CgroupDriver = CgroupDriver.Cgroupfs,
        })
        .WithKernelModules()
        .WithImages(new ImageSource.Archives("/opt/images"))
        .WithKubelet(new KubeletSettings { AllowSwap = true })
        .WithKubeProxy(new KubeProxySettings { LeaveConntrackAlone = true })
        .WithKubeadm(new KubeadmSettings
        {
            InstallDns = false,
            IgnoredPreflightErrors =
            [
                "SystemVerification",
                "FileContent--proc-sys-net-bridge-bridge-nf-call-iptables",
                "Mem",
                "NumCPU",
                "Swap",
            ],
        });

    private static ClusterBuilder Topology(string kubernetesVersion, Version keepalived)
    {
        var facts = new MachineFacts { Keepalived = keepalived };

        return new ClusterBuilder("reference", kubernetesVersion)
            .AddControlPlane("master", "192.168.33.11")
            .AddControlPlane("master2", "192.168.33.10")
            .AddControlPlane("master3", "192.168.33.9")
            .AddWorker("node1", "192.168.33.12")
            .AddWorker("node2", "192.168.33.13")
            .AddWorker("node3", "192.168.33.14")
            .AddClient("client", "192.168.33.131")
            .WithLvsPair("192.168.33.130", lvs => lvs
                .AddDirector("lvs01", "192.168.33.132", "eth0", machine => machine.WithFacts(facts))
                .AddDirector("lvs02", "192.168.33.133", "eth0", machine => machine.WithFacts(facts)))
            .WithNetwork(machines: "192.168.33.0/24");
    }
}
