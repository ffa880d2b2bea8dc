namespace KubeHa.Tests;

/// <summary>For every code a builder that is broken in that way, and where the finding must stand.</summary>
internal static class BrokenBuilders
{
    private static readonly PackageMirror Mirror = new(new Uri("https://mirror.example/k"), new Uri("https://mirror.example/d"));

    private static readonly PackageMirror Signed = Mirror with { KubernetesKey = new RepositoryKey.OnMachine("/etc/apt/keyrings/k.gpg"), DockerKey = new RepositoryKey.OnMachine("/etc/apt/keyrings/d.gpg") };

    public static IReadOnlyDictionary<string, (string Path, Func<ClusterBuilder> Make)> All { get; } = new Dictionary<string, (string, Func<ClusterBuilder>)>
    {
        [DiagnosticCodes.MalformedAddress] = ("workers[3].address", () => Reference.Builder().AddWorker("node4", "192.168.33.300")),
        [DiagnosticCodes.MalformedName] = ("workers[3].name", () => Reference.Builder().AddWorker("Node4", "192.168.33.15")),
        [DiagnosticCodes.MalformedDnsName] = ("endpoint.name", () => Reference.Builder().WithEndpoint("api..example")),
        [DiagnosticCodes.MalformedNetwork] = ("network.pods", () => Reference.Builder().WithNetwork(pods: "10.244.0.1/16")),
        [DiagnosticCodes.MalformedKubernetesVersion] = ("kubernetesVersion", () => Reference.Builder("1.20")),
        [DiagnosticCodes.MalformedRuntimeVersion] = ("runtime.version", () => Reference.Builder().WithRuntime(new ContainerRuntime.Containerd("latest"))),
        [DiagnosticCodes.MalformedPath] = ("etcd.dataDirectory", () => Reference.Builder().WithEtcd(new EtcdTopology.Stacked { DataDirectory = "data" })),
        [DiagnosticCodes.MalformedInterface] = ("workers[0].facts.interface", () => Reference.Builder().WithFacts("node1", new MachineFacts { Interface = "enp0s31f6.1234567" })),
        [DiagnosticCodes.MalformedKernelModule] = ("kernelModules[1]", () => Reference.Builder().WithKernelModules("overlay", "ip vs")),
        [DiagnosticCodes.MalformedPreflightError] = ("kubeadm.ignoredPreflightErrors[0]", () => Reference.Builder().WithKubeadm(new KubeadmSettings { IgnoredPreflightErrors = ["all"] })),
        [DiagnosticCodes.MalformedImageRepository] = ("images.repository", () => Reference.Builder().WithImages(new ImageSource.Registry("https://registry.example"))),
        [DiagnosticCodes.MalformedMirror] = ("runtime.registryMirrors[0]", () => Reference.Builder().WithRuntime(new ContainerRuntime.Docker("19.03.13") { RegistryMirrors = [new("ftp://mirror.example/")] })),
        [DiagnosticCodes.MalformedFact] = ("clients[0].facts.prefixLength", () => Reference.Builder().WithFacts("client", new MachineFacts { PrefixLength = 33 })),
        [DiagnosticCodes.MalformedRepositorySuite] = ("platform.packages.kubernetesSuite", () => Reference.Builder().WithPlatform(new Platform.Debian(12, Signed with { KubernetesSuite = "kubernetes-xenial" }))),
        [DiagnosticCodes.MalformedRepositoryKey] = ("platform.packages.dockerKey.text", () => Reference.Builder().WithPlatform(new Platform.Debian(12, Signed with { DockerKey = new RepositoryKey.Armored("mDMEZ") }))),
        [DiagnosticCodes.MalformedRegistryHost] = ("runtime.registries[0].host", () => Registry(new RegistryHost("https://registry.example"))),
        [DiagnosticCodes.MalformedCertificate] = ("runtime.registries[0].certificateAuthority", () => Registry(new RegistryHost("registry.example") { CertificateAuthority = "MIIB" })),
        [DiagnosticCodes.MalformedResource] = ("kubeadm.encryptedResources[1]", () => Kubeadm(new() { EncryptedResources = ["secrets", "Secret"] })),
        [DiagnosticCodes.MalformedEtcdEndpoint] = ("etcd.endpoints[1]", () => Etcd("https://192.168.33.41:2379", "http://192.168.33.42:2379")),
        [DiagnosticCodes.MalformedCriSocket] = ("runtime.socket", () => Reference.Builder().WithRuntime(new ContainerRuntime.Prepared("/run/containerd/containerd.sock"))),

        [DiagnosticCodes.MalformedArgument] = ("kubeadm.scheduler.extraArguments[0].value", () => Kubeadm(new() { Scheduler = new() { ExtraArguments = [new("v", "$(id)")] } })),
        [DiagnosticCodes.MalformedCertificateName] = ("kubeadm.extraCertificateNames[1]", () => Kubeadm(new() { ExtraCertificateNames = ["*.example.com", "https://api.example.com"] })),
        [DiagnosticCodes.MalformedDocument] = ("kubeadm.audit.policy", () => Kubeadm(new() { Audit = new AuditSettings("\trules: []") })),
        [DiagnosticCodes.MalformedLabel] = ("workers[3].labels[0].value", () => Reference.Builder().AddWorker("node4", "192.168.33.15", machine => machine.WithLabel("example.com/rack", "r1,r2"))),
        [DiagnosticCodes.MalformedAmount] = ("kubelet.systemReserved[0].amount", () => Kubelet(new() { SystemReserved = [new("memory", "1 GB")] })),
        [DiagnosticCodes.MalformedSocketAddress] = ("kubeProxy.metricsAddress", () => Reference.Builder().WithKubeProxy(new KubeProxySettings { MetricsAddress = "10249" })),
        [DiagnosticCodes.MalformedManifest] = ("podNetwork.documents", () => PodNetwork("kind: ConfigMap")),
        [DiagnosticCodes.MalformedChecksum] = ("podNetwork.sha256", () => Reference.Builder().WithPodNetwork(new PodNetworkManifest.Address(new Uri("https://plugins.example/flannel.yml"), "latest"))),

        [DiagnosticCodes.DuplicateName] = ("workers[3].name", () => Reference.Builder().AddWorker("node1", "192.168.33.15")),
        [DiagnosticCodes.DuplicateAddress] = ("workers[3].address", () => Reference.Builder().AddWorker("node4", "192.168.33.12")),
        [DiagnosticCodes.DirectorIsControlPlane] = ("controlPlanes[0]", () => Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.AddDirector("master", "192.168.33.11"))),
        [DiagnosticCodes.NoControlPlane] = ("controlPlanes", () => Reference.Builder().Remove("master").Remove("master2").Remove("master3")),
        [DiagnosticCodes.TwoControlPlanes] = ("controlPlanes", () => Reference.Builder().Remove("master")),
        [DiagnosticCodes.SingleControlPlane] = ("controlPlanes", () => Reference.Builder().Remove("master").Remove("master2")),
        [DiagnosticCodes.EvenControlPlanes] = ("controlPlanes", () => Reference.Builder().AddControlPlane("master4", "192.168.33.8")),
        [DiagnosticCodes.NoLvsPair] = ("lvsPair", () => new ClusterBuilder("reference", "1.20.2")
            .AddControlPlane("a", "10.0.0.1").AddControlPlane("b", "10.0.0.2").AddControlPlane("c", "10.0.0.3")),
        [DiagnosticCodes.TooFewDirectors] = ("lvsPair.directors", () => Reference.Builder().Remove("lvs01")),
        [DiagnosticCodes.DuplicatePriority] = ("lvsPair.directors[1].priority", () => Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.WithPriority("lvs01", 99).WithPriority("lvs02", 99))),
        [DiagnosticCodes.PriorityOutOfRange] = ("lvsPair.directors[0].priority", () => Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.WithPriority("lvs01", 255))),
        [DiagnosticCodes.NoSuchMachine] = ("machines", () => Reference.Builder().Remove("node9")),
        [DiagnosticCodes.NoEtcdEndpoint] = ("etcd.endpoints", () => Etcd()),
        [DiagnosticCodes.NoEtcdMachine] = ("etcdMachines", () => OwnEtcd(0)),
        [DiagnosticCodes.TwoEtcdMachines] = ("etcdMachines", () => OwnEtcd(2)),
        [DiagnosticCodes.SingleEtcdMachine] = ("etcdMachines", () => OwnEtcd(1)),
        [DiagnosticCodes.EvenEtcdMachines] = ("etcdMachines", () => OwnEtcd(4)),
        [DiagnosticCodes.EtcdMachineUnused] = ("etcdMachines", () => OwnEtcd(3).WithEtcd(new EtcdTopology.Stacked())),
        [DiagnosticCodes.EndpointNameIsMachine] = ("endpoint.name", () => Reference.Builder().WithEndpoint("master")),

        [DiagnosticCodes.VirtualAddressIsMachine] = ("lvsPair.virtualAddress", () => Reference.Builder().AddWorker("node4", "192.168.33.130")),
        [DiagnosticCodes.VirtualAddressOutsideSubnet] = ("lvsPair.virtualAddress", () => Reference.Builder()
            .WithFacts("lvs01", new MachineFacts { PrefixLength = 24 }).WithLvsPair("192.168.34.130", _ => { })),
        [DiagnosticCodes.MachineOutsideNetwork] = ("workers[3].address", () => Reference.Builder().WithNetwork(machines: "192.168.33.0/24").AddWorker("node4", "192.168.34.15")),
        [DiagnosticCodes.NetworksOverlap] = ("network.services", () => Reference.Builder().WithNetwork(pods: "10.96.0.0/16")),
        [DiagnosticCodes.VirtualAddressInClusterNetwork] = ("lvsPair.virtualAddress", () => Reference.Builder().WithLvsPair("10.96.0.1", _ => { })),
        [DiagnosticCodes.MachineInClusterNetwork] = ("workers[3].address", () => Reference.Builder().AddWorker("node4", "10.244.0.7")),
        [DiagnosticCodes.ServiceNetworkSize] = ("network.services", () => Reference.Builder().WithNetwork(services: "10.96.0.0/29")),
        [DiagnosticCodes.PodNetworkSize] = ("network.pods", () => Reference.Builder().WithNetwork(pods: "10.244.0.0/25")),
        [DiagnosticCodes.AddressFamilyDiffers] = ("workers[3].address", () => Reference.Builder().AddWorker("node4", "fd00::4")),
        [DiagnosticCodes.SecondOfSameFamily] = ("workers[3].secondAddress", () => Reference.Builder().AddWorker("node4", "192.168.33.15", node => node.WithSecondAddress("192.168.34.15"))),
        [DiagnosticCodes.DualStackIncomplete] = ("controlPlanes[0].secondAddress", () => Reference.Builder()
            .WithNetwork(pods: "10.244.0.0/16,fd00:10:244::/56", services: "10.96.0.0/16,fd00:10:96::/112")),
        [DiagnosticCodes.NotOverIpv6] = ("lvsPair.forwarding", () => Reference.Ipv6().WithLvsPair("fd00:33::64", lvs => lvs.WithForwarding(new LvsForwarding.Tunnel()))),
        [DiagnosticCodes.SecondVirtualAddressNotServed] = ("lvsPair.forwarding", () => Reference.TwoVirtualAddresses().WithLvsPair("192.168.33.130", lvs => lvs.WithForwarding(new LvsForwarding.Masquerade()))),
        [DiagnosticCodes.UnusableAddress] = ("workers[3].address", () => Reference.Builder().AddWorker("node4", "127.0.1.1")),
        [DiagnosticCodes.SubnetAddress] = ("workers[3].address", () => Reference.Builder().WithNetwork(machines: "192.168.33.0/24").AddWorker("node4", "192.168.33.255")),
        [DiagnosticCodes.PortOutOfRange] = ("endpoint.port", () => Reference.Builder().WithEndpoint(port: 65536)),
        [DiagnosticCodes.PortNotTranslated] = ("endpoint.apiServerPort", () => Reference.Builder().WithEndpoint(port: 443, apiServerPort: 6443)),
        [DiagnosticCodes.PortTaken] = ("endpoint.port", () => Reference.Builder().WithEndpoint(port: 2379)),
        [DiagnosticCodes.TooFewPodRanges] = ("network.pods", () => Reference.Builder().WithNetwork(pods: "10.244.0.0/22")),
        [DiagnosticCodes.PodNetworkDiffers] = ("podNetwork.documents", () => PodNetwork("""
            apiVersion: v1
            kind: ConfigMap
            data:
              net-conf.json: '{ "Network": "10.42.0.0/16" }'
            """)),
        [DiagnosticCodes.UnusableNetwork] = ("network.pods", () => Reference.Builder().WithNetwork(pods: "169.254.0.0/16")),

        [DiagnosticCodes.UnknownKubernetesVersion] = ("kubernetesVersion", () => Reference.Builder("1.18.0")),
        [DiagnosticCodes.DockerWithoutDockershim] = ("runtime", () => Reference.Builder("1.24.0").WithRuntime(new ContainerRuntime.Docker("19.03.13"))),
        [DiagnosticCodes.PlatformNotSupported] = ("platform.majorVersion", () => Reference.Builder().WithPlatform(new Platform.RedHatLike(6, Mirror))),
        [DiagnosticCodes.UnknownVrrpVersion] = ("lvsPair.vrrp.version", () => Vrrp(4, 1)),
        [DiagnosticCodes.AdvertIntervalAdjusted] = ("lvsPair.vrrp.advertInterval", () => Vrrp(2, 0.3)),
        [DiagnosticCodes.RouterIdOutOfRange] = ("lvsPair.virtualRouterId", () => Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.WithVirtualRouterId(0))),
        [DiagnosticCodes.UnknownScheduler] = ("lvsPair.scheduler", () => Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.WithScheduler("best"))),
        [DiagnosticCodes.HealthCheckOutOfRange] = ("lvsPair.healthCheck.retries", () => Check(HealthCheckSettings.Default with { Retries = -1 })),
        [DiagnosticCodes.KubeProxyIpvs] = ("kubeProxy.mode", () => Reference.Builder().WithKubeProxy(new KubeProxySettings { Mode = "ipvs" })),
        [DiagnosticCodes.UnknownKubeProxyMode] = ("kubeProxy.mode", () => Reference.Builder().WithKubeProxy(new KubeProxySettings { Mode = "userspace" })),
        [DiagnosticCodes.KeepalivedNotRendered] = ("lvsPair.directors[0].facts.keepalived", () => Reference.Builder().WithFacts("lvs01", new MachineFacts { Keepalived = new Version(1, 2, 24) })),
        [DiagnosticCodes.RuntimeNotRendered] = ("runtime.version", () => Reference.Builder().WithRuntime(new ContainerRuntime.Containerd("1.3.9"))),
        [DiagnosticCodes.PackageSourceMissing] = ("platform.packages", () => Reference.Builder().WithPlatform(new Platform.Debian(12, null!))),
        [DiagnosticCodes.NoOfficialPackages] = ("platform.packages", () => Reference.Builder().WithPlatform(new Platform.RedHatLike(9, new PackageSource.Official()))),
        [DiagnosticCodes.DistributionClosed] = ("workers[0].platform", () => Reference.Builder()
            .WithPlatform(new Platform.RedHatLike(8, new PackageSource.Official())).WithFacts("node1", new MachineFacts { OperatingSystem = "centos" })),
        [DiagnosticCodes.RepositoryKeyMissing] = ("platform.packages.dockerKey", () => Reference.Builder().WithPlatform(new Platform.Debian(12, Signed with { DockerKey = null }))),
        [DiagnosticCodes.RuntimeNotInSource] = ("platform.packages.criO", () => Reference.Builder().WithPlatform(new Platform.RedHatLike(8, Mirror)).WithRuntime(new ContainerRuntime.CriO("1.20.7"))),
        [DiagnosticCodes.RuntimeSpeaksOtherCri] = ("runtime.version", () => Reference.Builder().WithRuntime(new ContainerRuntime.Containerd("2.0.0"))),
        [DiagnosticCodes.RuntimeNotMeantForKubernetes] = ("runtime.version", () => Reference.Builder().WithRuntime(new ContainerRuntime.Containerd("1.4.0"))),
        [DiagnosticCodes.CriDockerdWithDockershim] = ("runtime", () => Reference.Builder().WithRuntime(new ContainerRuntime.CriDockerd("0.3.15", "27.3.1"))),
        [DiagnosticCodes.CriOOfOtherMinor] = ("runtime.version", () => Reference.Builder().WithRuntime(new ContainerRuntime.CriO("1.19.0"))),
        [DiagnosticCodes.RegistryUnverified] = ("runtime.registries[0].skipVerify", () => Registry(new RegistryHost("registry.example") { SkipVerify = true })),
        [DiagnosticCodes.RegistriesNotRead] = ("runtime.registries", () => Reference.Builder("1.19.3").WithRuntime(new ContainerRuntime.Containerd("1.4.0") { Registries = [new RegistryHost("docker.io")] })),
        [DiagnosticCodes.ArchivesNotImported] = ("images", () => Reference.Builder().WithRuntime(new ContainerRuntime.CriO("1.20.7")).WithImages(new ImageSource.Archives("/srv/images"))),
        [DiagnosticCodes.FirewallNeedsNetwork] = ("preparation.firewall", () => Reference.Builder().WithPreparation(new MachinePreparation { Firewall = FirewallSetting.Ufw })),
        [DiagnosticCodes.ComposeNotPackaged] = ("runtime.composeVersion", () => Reference.Builder().WithRuntime(new ContainerRuntime.Docker("20.10.24") { ComposeVersion = "1.29.2" })),
        [DiagnosticCodes.TimeServersUnused] = ("preparation.timeServers", () => Reference.Builder().WithPreparation(new MachinePreparation { TimeServers = ["ntp.example.com"] })),
        [DiagnosticCodes.SettingNotInVersion] = ("kubeadm.certificateValidity", () => Reference.Builder("1.30.14").WithKubeadm(new KubeadmSettings { CertificateValidity = TimeSpan.FromDays(90) })),
        [DiagnosticCodes.SettingOutOfRange] = ("kubeadm.timeouts.discovery", () => Reference.Builder().WithKubeadm(new KubeadmSettings { Timeouts = new KubeadmTimeouts { Discovery = TimeSpan.Zero } })),
        [DiagnosticCodes.KubeProxyNftablesBeta] = ("kubeProxy.mode", () => Reference.Builder("1.31.0").WithKubeProxy(new KubeProxySettings { Mode = "nftables" })),
        [DiagnosticCodes.CgroupV1Refused] = ("kubelet.allowCgroupV1", () => Reference.Builder("1.35.0").WithKubelet(new KubeletSettings { AllowCgroupV1 = true })),
        [DiagnosticCodes.UnknownFeatureGate] = ("kubeadm.featureGates[0]", () => Kubeadm(new() { FeatureGates = [new("IPv6DualStack", true)] }, "1.24.1")),
        [DiagnosticCodes.ManagedArgument] = ("kubeadm.apiServer.extraArguments[0].name", () => Kubeadm(new() { ApiServer = new() { ExtraArguments = [new("service-cluster-ip-range", "10.0.0.0/24")] } })),
        [DiagnosticCodes.ArgumentGone] = ("kubelet.extraArguments[0].name", () => Kubelet(new() { ExtraArguments = [new("container-runtime", "remote")] }, "1.27.0")),
        [DiagnosticCodes.NamedTwice] = ("kubeadm.apiServer.extraArguments", () => Kubeadm(new() { ApiServer = new() { ExtraArguments = [new("v", "1"), new("v", "2")] } })),
        [DiagnosticCodes.AnonymousAccessOff] = ("kubeadm.apiServer.extraArguments[0]", () => Kubeadm(new() { ApiServer = new() { ExtraArguments = [new("anonymous-auth", "false")] } })),
        [DiagnosticCodes.ApiServerBindAddress] = ("kubeadm.apiServer.extraArguments[0]", () => Kubeadm(new() { ApiServer = new() { ExtraArguments = [new("bind-address", "192.168.33.11")] } })),
        [DiagnosticCodes.ServerTlsBootstrap] = ("kubelet.serverTlsBootstrap", () => Kubelet(new() { ServerTlsBootstrap = true })),
        [DiagnosticCodes.UnknownPatchTarget] = ("kubeadm.patches[0].target", () => Kubeadm(new() { Patches = [new("corednsdeployment", "spec: {}")] }, "1.30.0")),
        [DiagnosticCodes.RestrictedLabel] = ("workers[3].labels[0].key", () => Reference.Builder().AddWorker("node4", "192.168.33.15", machine => machine.WithLabel("node-role.kubernetes.io/worker"))),
        [DiagnosticCodes.LabelOnNoNode] = ("clients[1]", () => Reference.Builder().AddClient("client2", "192.168.33.15", machine => machine.WithTaint("example.com/storage"))),
        [DiagnosticCodes.IpvsSettingInOtherMode] = ("kubeProxy.ipvsStrictArp", () => Reference.Builder().WithKubeProxy(new KubeProxySettings { IpvsStrictArp = true })),
        [DiagnosticCodes.ApiNotServed] = ("podNetwork.documents", () => PodNetwork("apiVersion: policy/v1\nkind: PodDisruptionBudget")),
        [DiagnosticCodes.EtcdSettingUnused] = ("kubeadm.etcdArguments", () => Etcd("https://192.168.33.41:2379").WithKubeadm(new KubeadmSettings { EtcdArguments = [new("quota-backend-bytes", "4294967296")] })),
        [DiagnosticCodes.ConnectCheckWithoutGate] = ("lvsPair.healthCheck.kind", () => Check(HealthCheckSettings.Default with { Kind = HealthCheckKind.Connect })
            .WithLvsPair("192.168.33.130", lvs => lvs.WithForwarding(new LvsForwarding.Masquerade()))),
        [DiagnosticCodes.KeepalivedWantsWholeSeconds] = ("lvsPair.healthCheck.retryDelay", () => Check(HealthCheckSettings.Fast).WithFacts("lvs01", new MachineFacts { Keepalived = new Version(1, 3, 5) })),
        [DiagnosticCodes.KeepalivedWithoutVrrp3] = ("lvsPair.vrrp.version", () => Vrrp(3, 1).WithFacts("lvs02", new MachineFacts { Keepalived = new Version(1, 3, 5) })),
        [DiagnosticCodes.IpvsTimeoutOutOfRange] = ("lvsPair.ipvs.tcpTimeout", () => Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.WithIpvs(new IpvsSettings { TcpTimeout = TimeSpan.FromSeconds(59) }))),
        [DiagnosticCodes.HealthCheckSlow] = ("lvsPair.healthCheck", () => Check(HealthCheckSettings.Default with { Retries = 6 })),
    };

    public static ClusterBuilder Registry(RegistryHost registry) => Reference.Builder().WithRuntime(new ContainerRuntime.Containerd("1.6.20") { Registries = [registry] });

    public static ClusterBuilder PodNetwork(string documents, string version = "1.20.2") => Reference.Builder(version).WithPodNetwork(new PodNetworkManifest.Text(documents));

    /// <summary>etcd on so many machines of its own.</summary>
    public static ClusterBuilder OwnEtcd(int machines) => Enumerable.Range(1, machines)
        .Aggregate(Reference.Builder().WithEtcd(new EtcdTopology.External()), (builder, i) => builder.AddEtcdMachine($"etcd{i}", $"192.168.33.{40 + i}"));

    public static ClusterBuilder Etcd(params string[] endpoints) => Reference.Builder().WithEtcd(new EtcdTopology.ExternalEndpoints
    {
        Endpoints = [.. endpoints.Select(endpoint => new Uri(endpoint))],
        CertificateAuthority = Certificate,
        ClientCertificate = Certificate,
    });

    /// <summary>A certificate, of nobody.</summary>
    public static string Certificate => ClusterSecrets.ForTests.TryGetPublic(SecretNames.EtcdCaCertificate, out var text) ? text : throw new InvalidOperationException();

    public static ClusterBuilder Vrrp(int version, double seconds) => Reference.Builder()
        .WithLvsPair("192.168.33.130", lvs => lvs.WithVrrp(new VrrpSettings(version, TimeSpan.FromSeconds(seconds))));

    public static ClusterBuilder Kubeadm(KubeadmSettings settings, string version = "1.20.2") => Reference.Builder(version).WithKubeadm(settings);

    public static ClusterBuilder Kubelet(KubeletSettings settings, string version = "1.20.2") => Reference.Builder(version).WithKubelet(settings);

    public static ClusterBuilder Check(HealthCheckSettings settings) => Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.WithHealthCheck(settings));
}
