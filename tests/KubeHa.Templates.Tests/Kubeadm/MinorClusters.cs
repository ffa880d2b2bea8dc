namespace KubeHa.Templates.Tests.Kubeadm;

/// <summary>A small cluster of each minor version: three control planes, one worker.</summary>
internal static class MinorClusters
{
    public static IEnumerable<int> Minors { get; } = KubernetesCatalogue.Releases.Select(release => release.Minor);

    public static ClusterBuilder Of(int minor, int patch = 1)
    {
        var facts = new MachineFacts { Interface = "eth0", PrefixLength = 24, Keepalived = new Version(2, 2, 7) };
        return new ClusterBuilder("small", $"1.{minor}.{patch}")
            .AddControlPlane("cp1", "10.0.0.11").AddControlPlane("cp2", "10.0.0.12").AddControlPlane("cp3", "10.0.0.13")
            .AddWorker("w1", "10.0.0.21")
            .WithLvsPair("10.0.0.100", lvs => lvs
                .AddDirector("lvs1", "10.0.0.2", configure: director => director.WithFacts(facts))
                .AddDirector("lvs2", "10.0.0.3", configure: director => director.WithFacts(facts)));
    }

    /// <summary>Every setting at once that a minor version knows.</summary>
    public static ClusterBuilder Rich(int minor)
    {
        var component = new ControlPlaneComponentSettings { ExtraArguments = [new("v", "4")], ExtraVolumes = [new("extra", "/etc/extra", "/etc/extra")] };
        return Of(minor)
            .AddWorker("w2", "10.0.0.22", machine => machine.WithLabel("example.com/rack", "1").WithTaint("example.com/storage", "true").WithTaint("example.com/slow", effect: TaintEffect.PreferNoSchedule))
            .AddControlPlane("cp4", "10.0.0.14", machine => machine.WithTaint("example.com/loud")).AddControlPlane("cp5", "10.0.0.15")
            .WithImages(new ImageSource.Registry("registry.example:5000/k8s"))
            .WithEtcd(new EtcdTopology.Stacked { DataDirectory = "/data/etcd" })
            .WithKubeProxy(new KubeProxySettings
            {
                Mode = minor < 33 ? "ipvs" : "nftables", LeaveConntrackAlone = true, MetricsAddress = "0.0.0.0:10249", NodePortNetworks = ["10.0.0.0/24"],
                IpvsScheduler = minor < 33 ? "sh" : null, IpvsStrictArp = minor < 33, IpvsExcludedNetworks = minor < 33 ? ["10.9.0.0/16"] : [],
            })
            .WithKubelet(new KubeletSettings
            {
                AllowSwap = true, AllowCgroupV1 = minor >= 31, MaxPods = 200, PodProcessLimit = 4096,
                SystemReserved = [new("cpu", "1"), new("memory", "1Gi")], KubeReserved = [new("cpu", "500m")], EvictionHard = [new("memory.available", "5%"), new("pid.available", "10")],
                ImageCleanUpAbove = 70, ImageCleanUpTo = 60, UnusedImageAge = minor >= 30 ? TimeSpan.FromDays(30) : null, ParallelImagePulls = minor >= 27 ? 3 : null,
                ContainerLogSize = "20Mi", ContainerLogFiles = 3,
                ShutdownGracePeriod = minor >= 21 ? TimeSpan.FromMinutes(2) : null, ShutdownGracePeriodOfCriticalPods = minor >= 21 ? TimeSpan.FromSeconds(20) : null,
                ServerTlsBootstrap = true, ExtraArguments = [new("v", "3")],
            })
            .WithKubeadm(new KubeadmSettings
            {
                IgnoredPreflightErrors = ["NumCPU", "SystemVerification"],
                InstallDns = false,
                ImagePullPolicy = minor >= 22 ? ImagePullPolicy.Never : null,
                PullImagesSerially = minor >= 31 ? false : null,
                KeyAlgorithm = minor >= 34 ? CertificateKeyAlgorithm.EcdsaP384 : CertificateKeyAlgorithm.EcdsaP256,
                CertificateValidity = minor >= 31 ? TimeSpan.FromDays(90) : null,
                Timeouts = new KubeadmTimeouts
                {
                    ControlPlane = TimeSpan.FromMinutes(8),
                    Discovery = TimeSpan.FromSeconds(90),
                    EtcdCall = minor >= 31 ? TimeSpan.FromHours(1) : null,
                },
                FeatureGates = minor >= 22 ? [new("RootlessControlPlane", false)] : [],
                ExtraCertificateNames = ["*.example.com", "203.0.113.7"],
                ApiServer = component, ControllerManager = component, Scheduler = component,
                EtcdArguments = [new("quota-backend-bytes", "4294967296")],
                Audit = new AuditSettings("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n  - level: Metadata"),
                EncryptedResources = ["secrets", "leases.coordination.k8s.io"],
                Patches = minor >= 22 ? [new("kube-apiserver", "spec: {}\n"), new("etcd", "[]", KubeadmPatchKind.Json)] : [],
            });
    }
}
