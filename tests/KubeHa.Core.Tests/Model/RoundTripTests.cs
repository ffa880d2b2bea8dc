using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class RoundTripTests
{
    private static readonly Platform RedHat =
        new Platform.RedHatLike(8, new PackageMirror(new Uri("https://mirror.example/k"), new Uri("https://mirror.example/d"))
        {
            CriO = new Uri("https://mirror.example/c"), KubernetesSuite = "kubernetes-xenial main", DockerSuite = "el8 stable", CriOSuite = "crio main",
            KubernetesKey = new RepositoryKey.OnMachine("/etc/pki/k"), DockerKey = new RepositoryKey.OnMachine("/etc/pki/d"), CriOKey = new RepositoryKey.OnMachine("/etc/pki/c"),
        });

    // Every setting differs from its default, so that a forgotten one is seen.
    internal static Cluster Rich() => Reference.Builder("1.19.3")
        .WithLvsPair("192.168.33.130", lvs => lvs
            .WithVirtualRouterId(77).WithScheduler("sh").WithVrrp(new VrrpSettings(2, TimeSpan.FromSeconds(2)))
            .WithHealthCheck(HealthCheckSettings.Fast with { Kind = HealthCheckKind.Connect }).WithMulticastAdverts()
            .WithIpvs(new IpvsSettings { TcpTimeout = TimeSpan.FromMinutes(10), TcpFinTimeout = TimeSpan.FromSeconds(60) }).WithForwarding(new LvsForwarding.Tunnel()).WithPriority("lvs01", 90).WithPriority("lvs02", 200))
        .WithEndpoint("k8s.example.org", 8443, inHostsFile: false)
        .WithEtcd(new EtcdTopology.Stacked { DataDirectory = "/data/etcd" })
        .WithRuntime(new ContainerRuntime.Docker("19.03.13") { CgroupDriver = CgroupDriver.Cgroupfs, ComposeVersion = "2.21.0", RegistryMirrors = [new("https://mirror.example/")] })
        .WithPlatform(RedHat)
        .AddWorker("node4", "192.168.33.15", machine => machine.WithPlatform(new Platform.Prepared()))
        .AddControlPlane("master4", "192.168.33.8")
        .WithNetwork("10.32.0.0/16", "10.48.0.0/20", "k.local", "192.168.33.0/24")
        .WithPodNetwork(new PodNetworkManifest.Text("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: plugin\n"))
        .WithImages(new ImageSource.Archives("/srv/images"))
        .WithKubeadm(new KubeadmSettings { IgnoredPreflightErrors = ["NumCPU"], InstallDns = false })
        .WithKubelet(new KubeletSettings { AllowSwap = true })
        .WithKubeProxy(new KubeProxySettings { Mode = "ipvs", LeaveConntrackAlone = true })
        .WithKernelModules("overlay", "ip_vs")
        .WithPreparation(new MachinePreparation { SetHostname = true, SynchroniseTime = true, TimeServers = ["ntp1.example.com", "203.0.113.9"], Selinux = SelinuxSetting.Permissive, Firewall = FirewallSetting.Ufw })
        .WithFacts("lvs02", new MachineFacts
        {
            Interface = "ens3", PrefixLength = 24, OperatingSystem = "centos", OperatingSystemVersion = "8", Architecture = "x86_64",
            Kernel = "4.18.0-348.el8.x86_64", Keepalived = new Version(2, 1, 5), Runtime = new Version(19, 3, 13),
        })
        .Build();

    // What only newer versions know.
    internal static Cluster RichAndNew() => Reference.DualStack("1.35.1")
        .WithLvsPair("192.168.33.130", lvs => lvs.WithForwarding(new LvsForwarding.Masquerade()))
        .WithEndpoint(port: 443, apiServerPort: 6443)
        .WithKubeadm(new KubeadmSettings
        {
            IgnoredPreflightErrors = ["SystemVerification"], ImagePullPolicy = ImagePullPolicy.Never, PullImagesSerially = false,
            Timeouts = new KubeadmTimeouts
            {
                ControlPlane = TimeSpan.FromMinutes(8), Discovery = TimeSpan.FromMinutes(6), Kubelet = TimeSpan.FromMinutes(3),
                TlsBootstrap = TimeSpan.FromMinutes(7), EtcdCall = TimeSpan.FromMinutes(9), ApiCall = TimeSpan.FromMinutes(2),
            },
            CertificateValidity = TimeSpan.FromDays(90), KeyAlgorithm = CertificateKeyAlgorithm.EcdsaP384,
            FeatureGates = [new("RootlessControlPlane", true)], ExtraCertificateNames = ["*.example.com", "203.0.113.7"],
            ApiServer = new() { ExtraArguments = [new("v", "4"), new("v", "5")], ExtraVolumes = [new("oidc", "/etc/oidc", "/etc/oidc", ReadOnly: false)] },
            ControllerManager = new() { ExtraArguments = [new("bind-address", "0.0.0.0")] }, Scheduler = new() { ExtraArguments = [new("v", "3")] },
            EtcdArguments = [new("quota-backend-bytes", "4294967296")],
            Audit = new AuditSettings("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: []") { KeptDays = 1, KeptFiles = 2, LargestFile = 3 },
            EncryptedResources = ["secrets", "leases.coordination.k8s.io"],
            Patches = [new("etcd", "spec: {}", KubeadmPatchKind.Merge)],
        })
        .WithKubelet(new KubeletSettings
        {
            AllowCgroupV1 = true, MaxPods = 200, PodProcessLimit = 4096, SystemReserved = [new("cpu", "500m")], KubeReserved = [new("memory", "1Gi")],
            EvictionHard = [new("memory.available", "5%")], ImageCleanUpAbove = 70, ImageCleanUpTo = 60, UnusedImageAge = TimeSpan.FromDays(30), ParallelImagePulls = 3,
            ContainerLogSize = "20Mi", ContainerLogFiles = 3, ShutdownGracePeriod = TimeSpan.FromMinutes(2), ShutdownGracePeriodOfCriticalPods = TimeSpan.FromSeconds(20),
            ServerTlsBootstrap = true, ExtraArguments = [new("v", "3")],
        })
        .WithKubeProxy(new KubeProxySettings
        {
            Mode = "ipvs", IpvsScheduler = "sh", IpvsStrictArp = true, IpvsExcludedNetworks = ["10.9.0.0/16"], MetricsAddress = "0.0.0.0:10249", NodePortNetworks = ["192.168.33.0/24"],
        })
        .AddWorker("node4", "192.168.33.15", machine => machine.WithSecondAddress("fd00:33::15").WithLabel("example.com/rack", "r1").WithTaint("example.com/storage", "ssd", TaintEffect.NoExecute))
        .Build();

    [Fact]
    public void What_only_newer_versions_know_comes_back_too()
    {
        var cluster = RichAndNew();

        var again = ClusterBuilder.From(cluster).Build();

        again.Endpoint.Should().Be(cluster.Endpoint);
        again.Network.Should().Be(cluster.Network);
        again.Machines.Select(machine => machine.SecondAddress).Should().Equal(cluster.Machines.Select(machine => machine.SecondAddress));
        again.Kubeadm.Should().BeEquivalentTo(cluster.Kubeadm);
        again.Kubelet.Should().BeEquivalentTo(cluster.Kubelet);
        again.KubeProxy.Should().BeEquivalentTo(cluster.KubeProxy);
        again.Workers[^1].Labels.Should().Equal(new NodeLabel("example.com/rack", "r1"));
        again.Workers[^1].Taints.Should().Equal(new NodeTaint("example.com/storage", "ssd", TaintEffect.NoExecute));
    }

    [Fact]
    public void Both_virtual_addresses_come_back()
    {
        var cluster = Reference.TwoVirtualAddresses().Build();

        ClusterBuilder.From(cluster).Build().Endpoint.Should().Be(cluster.Endpoint);
        ClusterFile.Parse(ClusterFile.Write(cluster)).Build().Endpoint.Should().Be(cluster.Endpoint);
        cluster.Endpoint.SecondVirtualAddress.Should().Be(System.Net.IPAddress.Parse("fd00:33::64"));
    }

    [Theory]
    [InlineData(typeof(KubeadmSettings))]
    [InlineData(typeof(KubeletSettings))]
    [InlineData(typeof(KubeProxySettings))]
    public void No_setting_is_left_at_its_default_in_both_rich_clusters(Type settings)
    {
        var property = typeof(Cluster).GetProperties().Single(candidate => candidate.PropertyType == settings);
        var plain = Activator.CreateInstance(settings);

        var untouched = settings.GetProperties().Where(setting => new[] { Rich(), RichAndNew() }
            .All(cluster => IsSame(setting.GetValue(property.GetValue(cluster)), setting.GetValue(plain))));

        untouched.Select(setting => setting.Name).Should().BeEmpty("the round trip proves nothing about a setting left at its default");

        static bool IsSame(object? one, object? other) =>
            one is System.Collections.IEnumerable list and not string ? !list.Cast<object>().Any() : Equals(one, other);
    }

    [Fact]
    public void A_cluster_taken_apart_and_built_again_is_equal_in_everything()
    {
        var cluster = Rich();

        var again = ClusterBuilder.From(cluster).Build();

        again.Should().NotBeSameAs(cluster);
        foreach (var property in typeof(Cluster).GetProperties())
        {
            property.GetValue(again).Should().BeEquivalentTo(
                property.GetValue(cluster), options => options.RespectingRuntimeTypes().WithStrictOrdering().ComparingByValue<System.Net.IPNetwork>(), property.Name);
        }

        again.Warnings.Should().HaveCount(3, "four control planes, a check of the connection and ipvs mode are worth a word");
    }

    [Fact]
    public void The_rich_cluster_differs_from_a_plain_one_in_every_property_but_its_name()
    {
        var (rich, plain) = (Rich(), Reference.Builder().Build());

        var same = typeof(Cluster).GetProperties().Where(property => property.Name is not nameof(Cluster.Name) && Equals(property.GetValue(rich), property.GetValue(plain)));

        same.Select(property => property.Name).Should().BeEmpty("the round trip proves nothing about a property left at its default");
    }

    [Fact]
    public void The_usual_platform_can_be_changed_for_all_who_share_it()
    {
        var cluster = ClusterBuilder.From(Rich()).WithPlatform(new Platform.Prepared()).Build();

        cluster.Machines.Should().OnlyContain(machine => machine.Platform is Platform.Prepared);
    }

    [Fact]
    public void Another_directors_priority_stays_when_one_is_replaced()
    {
        var cluster = ClusterBuilder.From(Reference.Builder().Build())
            .Remove("lvs01").WithLvsPair("192.168.33.130", lvs => lvs.AddDirector("lvs03", "192.168.33.134")).Build();

        cluster.LvsPair.Directors.Select(director => (director.Name, director.Priority)).Should().Equal(("lvs02", 140), ("lvs03", 150));
    }
}
