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
        var builder = Of(minor)
            .WithImages(new ImageSource.Registry("registry.example:5000/k8s"))
            .WithEtcd(new EtcdTopology.Stacked { DataDirectory = "/data/etcd" })
            .WithKubeProxy(new KubeProxySettings { Mode = minor < 33 ? "ipvs" : "nftables", LeaveConntrackAlone = true })
            .WithKubelet(new KubeletSettings { AllowSwap = true, AllowCgroupV1 = minor >= 31 })
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
            });
        return builder;
    }
}
