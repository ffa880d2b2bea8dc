namespace KubeHa;

/// <summary>The cluster file, said once: it is read, written, published as a schema and described in the guide from this. Keys follow the paths of diagnostics.</summary>
internal static class ClusterDescription
{
    private static readonly FileUnion<RepositoryKey> Keys = new FileUnion<RepositoryKey>("key")
        .Case("onMachine", "A keyring or an armored key that is on the machine already.", () => new RepositoryKey.OnMachine(string.Empty), new FileFields<RepositoryKey.OnMachine>()
            .Require("path", "Its path.", FileValues.Text, k => k.Path, (k, v) => k with { Path = v }))
        .Case("armored", "A public key in armored form, written to a file of the machine.", () => new RepositoryKey.Armored(string.Empty), new FileFields<RepositoryKey.Armored>()
            .Require("text", "The key.", FileValues.Text, k => k.Text, (k, v) => k with { Text = v }));

    private static readonly FileUnion<PackageSource> Packages = new FileUnion<PackageSource>("packages")
        .Case("official", "The projects' own repositories.", () => new PackageSource.Official(), new FileFields<PackageSource.Official>()
            .Add("kubernetesKey", "What the repository of Kubernetes is signed by.", Keys, p => p.KubernetesKey, (p, v) => p with { KubernetesKey = v })
            .Add("dockerKey", "What the repository of Docker and containerd is signed by.", Keys, p => p.DockerKey, (p, v) => p with { DockerKey = v }))
        .Case("mirror", "Repositories of a mirror, by their base addresses.", () => new PackageMirror(null!, null!), new FileFields<PackageMirror>()
            .Require("kubernetes", "The repository with kubelet, kubeadm and kubectl.", FileValues.Address, m => m.Kubernetes, (m, v) => m with { Kubernetes = v })
            .Require("docker", "The repository with Docker and containerd.", FileValues.Address, m => m.Docker, (m, v) => m with { Docker = v })
            .Add("criO", "The repository with CRI-O; needed where that is the runtime.", FileValues.Address, m => m.CriO, (m, v) => m with { CriO = v })
            .Add("kubernetesSuite", "The suite of Kubernetes' apt repository and its components.", FileValues.Text, m => m.KubernetesSuite, (m, v) => m with { KubernetesSuite = v })
            .Add("dockerSuite", "The suite of Docker's apt repository and its components.", FileValues.Text, m => m.DockerSuite, (m, v) => m with { DockerSuite = v })
            .Add("criOSuite", "The suite of CRI-O's apt repository and its components.", FileValues.Text, m => m.CriOSuite, (m, v) => m with { CriOSuite = v })
            .Add("kubernetesKey", "What the repository of Kubernetes is signed by.", Keys, m => m.KubernetesKey, (m, v) => m with { KubernetesKey = v })
            .Add("dockerKey", "What the repository of Docker and containerd is signed by.", Keys, m => m.DockerKey, (m, v) => m with { DockerKey = v })
            .Add("criOKey", "What the repository of CRI-O is signed by.", Keys, m => m.CriOKey, (m, v) => m with { CriOKey = v }))
        .Case("offlineFolder", "A folder of packages that is on the machine already.", () => new PackageSource.OfflineFolder(string.Empty), new FileFields<PackageSource.OfflineFolder>()
            .Require("directory", "The folder.", FileValues.Text, p => p.Directory, (p, v) => p with { Directory = v }));

    private static readonly FileUnion<Platform> Platforms = new FileUnion<Platform>("platform")
        .Case("prepared", "Every package that is needed is installed already.", () => new Platform.Prepared(), new FileFields<Platform.Prepared>())
        .Case("redHatLike", "CentOS, RHEL and their likes, by yum or dnf.", () => new Platform.RedHatLike(0, null!), new FileFields<Platform.RedHatLike>()
            .Require("majorVersion", "The major version, 7 to 9.", FileValues.Number, p => p.MajorVersion, (p, v) => p with { MajorVersion = v })
            .Require("packages", "Where packages come from.", Packages, p => p.Packages, (p, v) => p with { Packages = v }))
        .Case("debian", "Debian, by apt.", () => new Platform.Debian(0, null!), new FileFields<Platform.Debian>()
            .Require("majorVersion", "The major version, 11 to 13.", FileValues.Number, p => p.MajorVersion, (p, v) => p with { MajorVersion = v })
            .Require("packages", "Where packages come from.", Packages, p => p.Packages, (p, v) => p with { Packages = v }))
        .Case("ubuntu", "Ubuntu, by apt.", () => new Platform.Ubuntu(string.Empty, null!), new FileFields<Platform.Ubuntu>()
            .Require("version", "The version, for example 22.04.", FileValues.NumberLike("a text"), p => p.Version, (p, v) => p with { Version = v })
            .Require("packages", "Where packages come from.", Packages, p => p.Packages, (p, v) => p with { Packages = v }));

    private static readonly FileShape<MachinePreparation> Preparation = new("preparation", () => new MachinePreparation(), new FileFields<MachinePreparation>()
        .Add("setHostname", "Whether each machine gets the name that it has in the cluster as its hostname.", FileValues.Flag, p => p.SetHostname, (p, v) => p with { SetHostname = v })
        .Add("synchroniseTime", "Whether chrony is installed, enabled and run.", FileValues.Flag, p => p.SynchroniseTime, (p, v) => p with { SynchroniseTime = v })
        .Add("timeServers", "The time servers that chrony asks, by DNS name or address; those of its package where there are none.", FileValues.Texts, p => p.TimeServers, (p, v) => p with { TimeServers = v })
        .Add("selinux", "What is done to SELinux, where a machine has it.", FileValues.Choice<SelinuxSetting>(), p => p.Selinux, (p, v) => p with { Selinux = v })
        .Add("firewall", "Which firewall of the machines is opened for what the cluster's machines say to each other.", FileValues.Choice<FirewallSetting>(), p => p.Firewall, (p, v) => p with { Firewall = v }));

    private static readonly FileList<RegistryHost> Registries = new(new FileShape<RegistryHost>("registry", () => new RegistryHost(string.Empty), new FileFields<RegistryHost>()
        .Require("host", "The registry, as image names have it: host, or host and port.", FileValues.Text, r => r.Host, (r, v) => r with { Host = v })
        .Add("mirrors", "Addresses that are asked first, in this order.", new FileList<Uri>(FileValues.Address), r => r.Mirrors, (r, v) => r with { Mirrors = v })
        .Add("certificateAuthority", "The certificates, in PEM form, of whoever signed those of the registry and of its mirrors.", FileValues.Text, r => r.CertificateAuthority, (r, v) => r with { CertificateAuthority = v })
        .Add("skipVerify", "Whether certificates of the registry and its mirrors are not looked at.", FileValues.Flag, r => r.SkipVerify, (r, v) => r with { SkipVerify = v })));

    private static readonly FileShape<MachineFacts> Facts = new("facts", () => MachineFacts.Unknown, new FileFields<MachineFacts>()
        .Add("interface", "The network interface that bears the machine's address, for example eth0.", FileValues.Text, f => f.Interface, (f, v) => f with { Interface = v })
        .Add("prefixLength", "The prefix length of that address, for example 24, in IPv6 64.", FileValues.Number, f => f.PrefixLength, (f, v) => f with { PrefixLength = v })
        .Add("operatingSystem", "ID of os-release(5), for example debian.", FileValues.Text, f => f.OperatingSystem, (f, v) => f with { OperatingSystem = v })
        .Add("operatingSystemVersion", "VERSION_ID of os-release(5), for example 12.", FileValues.NumberLike("a text"), f => f.OperatingSystemVersion, (f, v) => f with { OperatingSystemVersion = v })
        .Add("architecture", "What uname -m prints, for example x86_64.", FileValues.Text, f => f.Architecture, (f, v) => f with { Architecture = v })
        .Add("kernel", "What uname -r prints.", FileValues.NumberLike("a text"), f => f.Kernel, (f, v) => f with { Kernel = v })
        .Add("keepalived", "The version of keepalived; needed of directors.", FileValues.Version, f => f.Keepalived, (f, v) => f with { Keepalived = v })
        .Add("runtime", "The version of the container runtime, where one is installed.", FileValues.Version, f => f.Runtime, (f, v) => f with { Runtime = v }));

    private static readonly FileShape<VrrpSettings> Vrrp = new("vrrp", () => VrrpSettings.Default, new FileFields<VrrpSettings>()
        .Require("version", "2, or 3 (keepalived 2.0 or newer on every director).", FileValues.Number, s => s.Version, (s, v) => s with { Version = v })
        .Require("advertInterval", "Time between two adverts: whole seconds from 1 to 255 in version 2, 10ms to 40.95s in steps of 10ms in version 3.", FileValues.Time, s => s.AdvertInterval, (s, v) => s with { AdvertInterval = v }));

    private static readonly FileShape<HealthCheckSettings> HealthCheck = new("healthCheck", () => HealthCheckSettings.Default, new FileFields<HealthCheckSettings>()
        .Add("interval", "Time between two checks.", FileValues.Time, s => s.Interval, (s, v) => s with { Interval = v })
        .Add("retries", "How many further attempts follow a failed one.", FileValues.Number, s => s.Retries, (s, v) => s with { Retries = v })
        .Add("retryDelay", "Time before each of those.", FileValues.Time, s => s.RetryDelay, (s, v) => s with { RetryDelay = v })
        .Add("connectTimeout", "How long a connection, and then the answer, may take.", FileValues.Time, s => s.ConnectTimeout, (s, v) => s with { ConnectTimeout = v })
        .Add("kind", "What is asked: whether the apiserver is ready, or only for a connection.", FileValues.Choice<HealthCheckKind>(), s => s.Kind, (s, v) => s with { Kind = v }));

    private static readonly FileUnion<LvsForwarding> Forwarding = new FileUnion<LvsForwarding>("forwarding")
        .Case("directRouting", "The packet goes on as it came, and the control plane answers the caller itself: all are on one segment.", () => new LvsForwarding.DirectRouting(), new FileFields<LvsForwarding.DirectRouting>())
        .Case("masquerade", "Both ways go through the director, which puts its own address in: control planes bear nothing.", () => new LvsForwarding.Masquerade(), new FileFields<LvsForwarding.Masquerade>())
        .Case("tunnel", "The packet goes on inside another one (IP in IP), and the control plane answers the caller itself.", () => new LvsForwarding.Tunnel(), new FileFields<LvsForwarding.Tunnel>());

    private static readonly FileShape<IpvsSettings> Ipvs = new("ipvs", () => new IpvsSettings(), new FileFields<IpvsSettings>()
        .Add("tcpTimeout", "For how long a connection may be silent until it is forgotten; the kernel's own 15 minutes where it is left out.", FileValues.Time, s => s.TcpTimeout, (s, v) => s with { TcpTimeout = v })
        .Add("tcpFinTimeout", "For how long a connection is remembered that one side has closed; the kernel's own 2 minutes where it is left out.", FileValues.Time, s => s.TcpFinTimeout, (s, v) => s with { TcpFinTimeout = v }));

    private static readonly FileUnion<ContainerRuntime> Runtimes = new FileUnion<ContainerRuntime>("runtime")
        .Case("containerd", "containerd 1.x and 2.x.", () => new ContainerRuntime.Containerd(string.Empty), new FileFields<ContainerRuntime.Containerd>()
            .Require("version", "The version of containerd, for example 1.6.20.", FileValues.Text, r => r.Version, (r, v) => r with { Version = v })
            .Add("cgroupDriver", "Who makes the containers' cgroups; kubelet and runtime must agree.", FileValues.Choice<CgroupDriver>(), r => r.CgroupDriver, (r, v) => r with { CgroupDriver = v })
            .Add("cniBinaryDirectory", "Where CNI plugins are; Debian's package puts them into /usr/lib/cni.", FileValues.Text, r => r.CniBinaryDirectory, (r, v) => r with { CniBinaryDirectory = v })
            .Add("restrictOomScoreAdjustment", "Never lower an oom_score_adj below the runtime's own: needed where the machine withholds CAP_SYS_RESOURCE.", FileValues.Flag, r => r.RestrictOomScoreAdjustment, (r, v) => r with { RestrictOomScoreAdjustment = v })
            .Add("registries", "Registries that are reached in another way than the usual one.", Registries, r => r.Registries, (r, v) => r with { Registries = v }))
        .Case("docker", "Docker through the kubelet's own dockershim: Kubernetes below 1.24 only.", () => new ContainerRuntime.Docker(string.Empty), new FileFields<ContainerRuntime.Docker>()
            .Require("version", "The version of Docker, for example 19.03.13.", FileValues.Text, r => r.Version, (r, v) => r with { Version = v })
            .Add("cgroupDriver", "Who makes the containers' cgroups; kubelet and runtime must agree.", FileValues.Choice<CgroupDriver>(), r => r.CgroupDriver, (r, v) => r with { CgroupDriver = v })
            .Add("composeVersion", "The version of Docker Compose, 2.x, that comes along as Docker's plugin; none where it is left out.", FileValues.Text, r => r.ComposeVersion, (r, v) => r with { ComposeVersion = v })
            .Add("registryMirrors", "Registry mirrors for docker.io.", new FileList<Uri>(FileValues.Address), r => r.RegistryMirrors, (r, v) => r with { RegistryMirrors = v }))
        .Case("criDockerd", "Docker through cri-dockerd: Kubernetes from 1.24 on.", () => new ContainerRuntime.CriDockerd(string.Empty, string.Empty), new FileFields<ContainerRuntime.CriDockerd>()
            .Require("version", "The version of cri-dockerd.", FileValues.Text, r => r.Version, (r, v) => r with { Version = v })
            .Require("dockerVersion", "The version of Docker.", FileValues.Text, r => r.DockerVersion, (r, v) => r with { DockerVersion = v })
            .Add("cgroupDriver", "Who makes the containers' cgroups; kubelet and runtime must agree.", FileValues.Choice<CgroupDriver>(), r => r.CgroupDriver, (r, v) => r with { CgroupDriver = v })
            .Add("composeVersion", "The version of Docker Compose, 2.x, that comes along as Docker's plugin; none where it is left out.", FileValues.Text, r => r.ComposeVersion, (r, v) => r with { ComposeVersion = v })
            .Add("registryMirrors", "Registry mirrors for docker.io.", new FileList<Uri>(FileValues.Address), r => r.RegistryMirrors, (r, v) => r with { RegistryMirrors = v })
            .Add("cniBinaryDirectory", "Where CNI plugins are.", FileValues.Text, r => r.CniBinaryDirectory, (r, v) => r with { CniBinaryDirectory = v }))
        .Case("criO", "CRI-O, of the minor version of Kubernetes.", () => new ContainerRuntime.CriO(string.Empty), new FileFields<ContainerRuntime.CriO>()
            .Require("version", "The version of CRI-O.", FileValues.Text, r => r.Version, (r, v) => r with { Version = v })
            .Add("cgroupDriver", "Who makes the containers' cgroups; kubelet and runtime must agree.", FileValues.Choice<CgroupDriver>(), r => r.CgroupDriver, (r, v) => r with { CgroupDriver = v })
            .Add("cniBinaryDirectory", "Where CNI plugins are.", FileValues.Text, r => r.CniBinaryDirectory, (r, v) => r with { CniBinaryDirectory = v }))
        .Case("prepared", "A runtime of one's own: nothing of it is written or started.", () => new ContainerRuntime.Prepared(string.Empty), new FileFields<ContainerRuntime.Prepared>()
            .Require("socket", "Its CRI socket, unix:// and a path.", FileValues.Text, r => r.Socket, (r, v) => r with { Socket = v })
            .Add("cgroupDriver", "Who makes the containers' cgroups; kubelet and runtime must agree.", FileValues.Choice<CgroupDriver>(), r => r.CgroupDriver, (r, v) => r with { CgroupDriver = v }));

    private static readonly FileUnion<EtcdTopology> Etcd = new FileUnion<EtcdTopology>("etcd")
        .Case("stacked", "A member on every control plane, as kubeadm makes them.", () => new EtcdTopology.Stacked(), new FileFields<EtcdTopology.Stacked>()
            .Add("dataDirectory", "The data directory.", FileValues.Text, e => e.DataDirectory, (e, v) => e with { DataDirectory = v }))
        .Case("external", "A member on every machine of etcdMachines, run by kubeadm's static pods.", () => new EtcdTopology.External(), new FileFields<EtcdTopology.External>()
            .Add("dataDirectory", "The data directory on those machines.", FileValues.Text, e => e.DataDirectory, (e, v) => e with { DataDirectory = v }))
        .Case("externalEndpoints", "An etcd that others run, 3.4 or newer. The client's private key is a secret, etcd/client.key, and stands in no file of the cluster.", () => new EtcdTopology.ExternalEndpoints(), new FileFields<EtcdTopology.ExternalEndpoints>()
            .Require("endpoints", "Where its members serve clients: https, a name or address, and a port.", new FileList<Uri>(FileValues.Address), e => e.Endpoints, (e, v) => e with { Endpoints = v })
            .Require("certificateAuthority", "The certificates, in PEM form, of whoever signed those of its members.", FileValues.Text, e => e.CertificateAuthority, (e, v) => e with { CertificateAuthority = v })
            .Require("clientCertificate", "The certificate, in PEM form, by which apiservers log in.", FileValues.Text, e => e.ClientCertificate, (e, v) => e with { ClientCertificate = v }));

    private static readonly FileUnion<PodNetworkManifest> PodNetwork = new FileUnion<PodNetworkManifest>("podNetwork")
        .Case("text", "The manifest itself.", () => new PodNetworkManifest.Text(string.Empty), new FileFields<PodNetworkManifest.Text>()
            .Require("documents", "YAML documents, as kubectl reads them.", FileValues.Text, m => m.Documents, (m, v) => m with { Documents = v }))
        .Case("address", "Where a control plane fetches it; nothing is applied that has another checksum.", () => new PodNetworkManifest.Address(null!, string.Empty), new FileFields<PodNetworkManifest.Address>()
            .Require("location", "An http or https address.", FileValues.Address, m => m.Location, (m, v) => m with { Location = v })
            .Require("sha256", "The SHA-256 of what is there, as sha256sum prints it.", FileValues.Text, m => m.Sha256, (m, v) => m with { Sha256 = v }));

    private static readonly FileUnion<ImageSource> Images = new FileUnion<ImageSource>("images")
        .Case("registry", "A registry.", () => new ImageSource.Registry(), new FileFields<ImageSource.Registry>()
            .Add("repository", "The repository that kubeadm takes Kubernetes' images from; kubeadm's own default where it is left out.", FileValues.Text, i => i.Repository, (i, v) => i with { Repository = v }))
        .Case("archives", "Archives in a folder of every node, imported before they are needed: for machines without a registry.", () => new ImageSource.Archives(string.Empty), new FileFields<ImageSource.Archives>()
            .Require("directory", "The folder; every file in it that ends in .tar is imported.", FileValues.Text, i => i.Directory, (i, v) => i with { Directory = v }));

    private static readonly FileList<Argument> Arguments = new(new FileShape<Argument>("argument", () => new Argument(string.Empty, string.Empty), new FileFields<Argument>()
        .Require("name", "Its name without the leading dashes.", FileValues.Text, a => a.Name, (a, v) => a with { Name = v })
        .Require("value", "Its value.", FileValues.NumberLike("a text"), a => a.Value, (a, v) => a with { Value = v })));

    private static readonly FileList<ExtraVolume> Volumes = new(new FileShape<ExtraVolume>("volume", () => new ExtraVolume(string.Empty, string.Empty, string.Empty), new FileFields<ExtraVolume>()
        .Require("name", "Its name, an RFC 1123 label.", FileValues.Text, v => v.Name, (v, text) => v with { Name = text })
        .Require("hostPath", "The file or folder of the machine.", FileValues.Text, v => v.HostPath, (v, text) => v with { HostPath = text })
        .Require("mountPath", "Where the component sees it.", FileValues.Text, v => v.MountPath, (v, text) => v with { MountPath = text })
        .Add("readOnly", "Whether it cannot write there.", FileValues.Flag, v => v.ReadOnly, (v, flag) => v with { ReadOnly = flag })));

    private static readonly FileShape<ControlPlaneComponentSettings> Component = new("component", () => new ControlPlaneComponentSettings(), new FileFields<ControlPlaneComponentSettings>()
        .Add("extraArguments", "Further arguments, in order.", Arguments, c => c.ExtraArguments, (c, v) => c with { ExtraArguments = v })
        .Add("extraVolumes", "Files and folders of the machine that the component sees.", Volumes, c => c.ExtraVolumes, (c, v) => c with { ExtraVolumes = v }));

    private static readonly FileShape<AuditSettings> Audit = new("audit", () => new AuditSettings(string.Empty), new FileFields<AuditSettings>()
        .Require("policy", "The audit policy, a YAML document as Kubernetes reads it.", FileValues.Text, a => a.Policy, (a, v) => a with { Policy = v })
        .Add("keptDays", "How many days a file is kept, 1 to 3650.", FileValues.Number, a => a.KeptDays, (a, v) => a with { KeptDays = v })
        .Add("keptFiles", "How many files are kept, 1 to 1000.", FileValues.Number, a => a.KeptFiles, (a, v) => a with { KeptFiles = v })
        .Add("largestFile", "How large a file may grow, 1 to 10000 megabytes.", FileValues.Number, a => a.LargestFile, (a, v) => a with { LargestFile = v }));

    private static readonly FileList<FeatureGate> Gates = new(new FileShape<FeatureGate>("featureGate", () => new FeatureGate(string.Empty, false), new FileFields<FeatureGate>()
        .Require("name", "Its name.", FileValues.Text, g => g.Name, (g, v) => g with { Name = v })
        .Require("isOn", "Whether it is on.", FileValues.Flag, g => g.IsOn, (g, v) => g with { IsOn = v })));

    private static readonly FileList<KubeadmPatch> Patches = new(new FileShape<KubeadmPatch>("patch", () => new KubeadmPatch(string.Empty, string.Empty), new FileFields<KubeadmPatch>()
        .Require("target", "What is patched, for example kube-apiserver.", FileValues.Text, x => x.Target, (x, v) => x with { Target = v })
        .Require("text", "The patch, as kubeadm reads it.", FileValues.Text, x => x.Text, (x, v) => x with { Text = v })
        .Add("kind", "How it is laid over what kubeadm writes.", FileValues.Choice<KubeadmPatchKind>(), x => x.Kind, (x, v) => x with { Kind = v })));

    private static readonly FileList<ResourceAmount> Amounts = new(new FileShape<ResourceAmount>("amount", () => new ResourceAmount(string.Empty, string.Empty), new FileFields<ResourceAmount>()
        .Require("name", "The resource or signal, for example memory.", FileValues.Text, a => a.Name, (a, v) => a with { Name = v })
        .Require("amount", "How much, for example 500Mi.", FileValues.NumberLike("a text"), a => a.Amount, (a, v) => a with { Amount = v })));

    private static readonly FileList<NodeLabel> Labels = new(new FileShape<NodeLabel>("label", () => new NodeLabel(string.Empty, string.Empty), new FileFields<NodeLabel>()
        .Require("key", "The key.", FileValues.Text, l => l.Key, (l, v) => l with { Key = v })
        .Add("value", "The value.", FileValues.NumberLike("a text"), l => l.Value, (l, v) => l with { Value = v })));

    private static readonly FileList<NodeTaint> Taints = new(new FileShape<NodeTaint>("taint", () => new NodeTaint(string.Empty, string.Empty, TaintEffect.NoSchedule), new FileFields<NodeTaint>()
        .Require("key", "The key.", FileValues.Text, t => t.Key, (t, v) => t with { Key = v })
        .Add("value", "The value.", FileValues.NumberLike("a text"), t => t.Value, (t, v) => t with { Value = v })
        .Add("effect", "What happens to pods that do not tolerate it.", FileValues.Choice<TaintEffect>(), t => t.Effect, (t, v) => t with { Effect = v })));

    private static readonly FileShape<KubeadmTimeouts> Timeouts = new("timeouts", () => new KubeadmTimeouts(), new FileFields<KubeadmTimeouts>()
        .Add("controlPlane", "For the components of a control plane; kubeadm's default is 4 minutes.", FileValues.Time, s => s.ControlPlane, (s, v) => s with { ControlPlane = v })
        .Add("discovery", "For a joining node to find the cluster; kubeadm's default is 5 minutes.", FileValues.Time, s => s.Discovery, (s, v) => s with { Discovery = v })
        .Add("kubelet", "For the kubelet, from Kubernetes 1.31 on; kubeadm's default is 4 minutes.", FileValues.Time, s => s.Kubelet, (s, v) => s with { Kubelet = v })
        .Add("tlsBootstrap", "For a joining kubelet to get its certificate, from Kubernetes 1.31 on; kubeadm's default is 5 minutes.", FileValues.Time, s => s.TlsBootstrap, (s, v) => s with { TlsBootstrap = v })
        .Add("etcdCall", "For a call of etcd, from Kubernetes 1.31 on; kubeadm's default is 2 minutes.", FileValues.Time, s => s.EtcdCall, (s, v) => s with { EtcdCall = v })
        .Add("apiCall", "For a call of the Kubernetes API, from Kubernetes 1.31 on; kubeadm's default is 1 minute.", FileValues.Time, s => s.ApiCall, (s, v) => s with { ApiCall = v }));

    private static readonly FileShape<KubeadmSettings> Kubeadm = new("kubeadm", () => new KubeadmSettings(), new FileFields<KubeadmSettings>()
        .Add("ignoredPreflightErrors", "Names of preflight checks whose errors kubeadm only warns of, as its --ignore-preflight-errors takes them.", FileValues.Texts, s => s.IgnoredPreflightErrors, (s, v) => s with { IgnoredPreflightErrors = v })
        .Add("installDns", "Whether kubeadm installs CoreDNS.", FileValues.Flag, s => s.InstallDns, (s, v) => s with { InstallDns = v })
        .Add("imagePullPolicy", "Whether kubeadm pulls images before it begins, from Kubernetes 1.22 on; what is not there yet where it is left out.", FileValues.Choice<ImagePullPolicy>(), s => s.ImagePullPolicy, (s, v) => s with { ImagePullPolicy = v })
        .Add("pullImagesSerially", "Whether kubeadm pulls one image after the other, from Kubernetes 1.31 on; it does where it is left out.", FileValues.Flag, s => s.PullImagesSerially, (s, v) => s with { PullImagesSerially = v })
        .Add("timeouts", "How long kubeadm waits.", Timeouts, s => s.Timeouts, (s, v) => s with { Timeouts = v })
        .Add("certificateValidity", "How long the certificates are good that kubeadm makes, from Kubernetes 1.31 on; a year where it is left out.", FileValues.Time, s => s.CertificateValidity, (s, v) => s with { CertificateValidity = v })
        .Add("keyAlgorithm", "The keys of the certificates that kubeadm makes; RSA with 2048 bits where it is left out.", FileValues.Choice<CertificateKeyAlgorithm>(), s => s.KeyAlgorithm, (s, v) => s with { KeyAlgorithm = v })
        .Add("featureGates", "kubeadm's own feature gates; which there are depends on the minor version.", Gates, s => s.FeatureGates, (s, v) => s with { FeatureGates = v })
        .Add("extraCertificateNames", "Further names and addresses that the apiservers' certificates are good for.", FileValues.Texts, s => s.ExtraCertificateNames, (s, v) => s with { ExtraCertificateNames = v })
        .Add("apiServer", "What kube-apiserver is told further.", Component, s => s.ApiServer, (s, v) => s with { ApiServer = v })
        .Add("controllerManager", "What kube-controller-manager is told further.", Component, s => s.ControllerManager, (s, v) => s with { ControllerManager = v })
        .Add("scheduler", "What kube-scheduler is told further.", Component, s => s.Scheduler, (s, v) => s with { Scheduler = v })
        .Add("etcdArguments", "Further arguments of etcd.", Arguments, s => s.EtcdArguments, (s, v) => s with { EtcdArguments = v })
        .Add("audit", "The audit log of kube-apiserver; none where it is left out.", Audit, s => s.Audit, (s, v) => s with { Audit = v })
        .Add("encryptedResources", "What apiservers encrypt before etcd gets it, for example secrets; never to be taken out again.", FileValues.Texts, s => s.EncryptedResources, (s, v) => s with { EncryptedResources = v })
        .Add("patches", "Patches of what kubeadm writes, from Kubernetes 1.22 on.", Patches, s => s.Patches, (s, v) => s with { Patches = v }));

    private static readonly FileShape<KubeletSettings> Kubelet = new("kubelet", () => new KubeletSettings(), new FileFields<KubeletSettings>()
        .Add("allowSwap", "Whether nodes keep their swap: then it is not switched off, and the kubelet starts all the same.", FileValues.Flag, s => s.AllowSwap, (s, v) => s with { AllowSwap = v })
        .Add("allowCgroupV1", "Whether the kubelet starts on machines with cgroup v1, which it refuses by itself from Kubernetes 1.35 on.", FileValues.Flag, s => s.AllowCgroupV1, (s, v) => s with { AllowCgroupV1 = v })
        .Add("maxPods", "How many pods a node takes.", FileValues.Number, s => s.MaxPods, (s, v) => s with { MaxPods = v })
        .Add("podProcessLimit", "How many processes a pod may have.", FileValues.Number, s => s.PodProcessLimit, (s, v) => s with { PodProcessLimit = v })
        .Add("systemReserved", "What is kept for the system.", Amounts, s => s.SystemReserved, (s, v) => s with { SystemReserved = v })
        .Add("kubeReserved", "What is kept for the kubelet and the runtime.", Amounts, s => s.KubeReserved, (s, v) => s with { KubeReserved = v })
        .Add("evictionHard", "Below what a node evicts pods.", Amounts, s => s.EvictionHard, (s, v) => s with { EvictionHard = v })
        .Add("imageCleanUpAbove", "From how full a disk on images are removed, in percent.", FileValues.Number, s => s.ImageCleanUpAbove, (s, v) => s with { ImageCleanUpAbove = v })
        .Add("imageCleanUpTo", "Down to how full, in percent.", FileValues.Number, s => s.ImageCleanUpTo, (s, v) => s with { ImageCleanUpTo = v })
        .Add("unusedImageAge", "After what time an unused image is removed.", FileValues.Time, s => s.UnusedImageAge, (s, v) => s with { UnusedImageAge = v })
        .Add("parallelImagePulls", "How many images are pulled at once.", FileValues.Number, s => s.ParallelImagePulls, (s, v) => s with { ParallelImagePulls = v })
        .Add("containerLogSize", "How large a container's log grows until a new one is begun, for example 10Mi.", FileValues.Text, s => s.ContainerLogSize, (s, v) => s with { ContainerLogSize = v })
        .Add("containerLogFiles", "How many log files of a container are kept.", FileValues.Number, s => s.ContainerLogFiles, (s, v) => s with { ContainerLogFiles = v })
        .Add("shutdownGracePeriod", "How long a machine that shuts down waits for its pods.", FileValues.Time, s => s.ShutdownGracePeriod, (s, v) => s with { ShutdownGracePeriod = v })
        .Add("shutdownGracePeriodOfCriticalPods", "How much of that is kept for critical pods.", FileValues.Time, s => s.ShutdownGracePeriodOfCriticalPods, (s, v) => s with { ShutdownGracePeriodOfCriticalPods = v })
        .Add("serverTlsBootstrap", "Whether kubelets ask the cluster for their serving certificates, which somebody must approve.", FileValues.Flag, s => s.ServerTlsBootstrap, (s, v) => s with { ServerTlsBootstrap = v })
        .Add("extraArguments", "Further arguments of every kubelet.", Arguments, s => s.ExtraArguments, (s, v) => s with { ExtraArguments = v }));

    private static readonly FileShape<KubeProxySettings> KubeProxy = new("kubeProxy", () => new KubeProxySettings(), new FileFields<KubeProxySettings>()
        .Add("mode", "The mode; nftables from Kubernetes 1.31 on, ipvs is deprecated from 1.35.", FileValues.TextOf("a text", "iptables", "nftables", "ipvs"), s => s.Mode, (s, v) => s with { Mode = v })
        .Add("leaveConntrackAlone", "Whether kube-proxy leaves the machine's connection tracking limits alone: needed where they cannot be set, as in a nested network namespace.", FileValues.Flag, s => s.LeaveConntrackAlone, (s, v) => s with { LeaveConntrackAlone = v })
        .Add("ipvsScheduler", "The scheduler of the mode ipvs.", FileValues.Text, s => s.IpvsScheduler, (s, v) => s with { IpvsScheduler = v })
        .Add("ipvsStrictArp", "Whether nodes answer ARP for their own addresses only, in the mode ipvs.", FileValues.Flag, s => s.IpvsStrictArp, (s, v) => s with { IpvsStrictArp = v })
        .Add("ipvsExcludedNetworks", "Networks whose services in the IPVS table kube-proxy leaves alone.", FileValues.Texts, s => s.IpvsExcludedNetworks, (s, v) => s with { IpvsExcludedNetworks = v })
        .Add("metricsAddress", "Where metrics are served: address and port.", FileValues.Text, s => s.MetricsAddress, (s, v) => s with { MetricsAddress = v })
        .Add("nodePortNetworks", "On which of a node's addresses node ports are served; all where there is none.", FileValues.Texts, s => s.NodePortNetworks, (s, v) => s with { NodePortNetworks = v }));

    private static readonly FileFields<ClusterDraft> Endpoint = new FileFields<ClusterDraft>()
        .Add("name", "A DNS name; api.CLUSTER.internal where it is left out.", FileValues.Text, d => d.EndpointName == $"api.{d.Name}.internal" ? null : d.EndpointName, (d, v) => d.EndpointName = v)
        .Add("port", "The port.", FileValues.Number, d => d.EndpointPort, (d, v) => d.EndpointPort = v)
        .Add("apiServerPort", "The port of every apiserver, where it is not the endpoint's; directors must masquerade then.", FileValues.Number, d => d.ApiServerPort, (d, v) => d.ApiServerPort = v)
        .Add("inHostsFile", "Whether the name is kept in /etc/hosts of every machine; false leaves it to a DNS of one's own.", FileValues.Flag, d => d.EndpointInHostsFile, (d, v) => d.EndpointInHostsFile = v);

    private static readonly FileFields<ClusterDraft> LvsPair = new FileFields<ClusterDraft>()
        .Require("virtualAddress", "The address, IPv4 or IPv6, that the directors share, free and in the machines' subnet.", FileValues.Text, d => d.Lvs!.VirtualAddressText, (d, v) => d.Lvs!.VirtualAddressText = v)
        .Add("secondVirtualAddress", "One of the other family, for callers from outside, free and in the machines' second subnet. Directors and control planes need a second address each, and forwarding is direct routing.", FileValues.Text, d => d.Lvs!.SecondVirtualAddressText, (d, v) => d.Lvs!.SecondVirtualAddressText = v)
        .Add("virtualRouterId", "The VRRP router id, 1 to 255, one of its own per network segment.", FileValues.Number, d => d.Lvs!.VirtualRouterId, (d, v) => d.Lvs!.VirtualRouterId = v)
        .Add("scheduler", "The IPVS scheduler, as ipvsadm takes it.", FileValues.TextOf("a text", SettingRules.Schedulers), d => d.Lvs!.Scheduler, (d, v) => d.Lvs!.Scheduler = v)
        .Add("forwarding", "How connections get to the control planes.", Forwarding, d => d.Lvs!.Forwarding, (d, v) => d.Lvs!.Forwarding = v)
        .Add("multicastAdverts", "Whether adverts go to all on the segment; to each other director by its address where not.", FileValues.Flag, d => d.Lvs!.MulticastAdverts, (d, v) => d.Lvs!.MulticastAdverts = v)
        .Add("ipvs", "How long directors remember connections.", Ipvs, d => d.Lvs!.Ipvs, (d, v) => d.Lvs!.Ipvs = v)
        .Add("vrrp", "VRRP's version and advert interval; where it is left out, the directors' keepalived versions choose.", Vrrp, d => d.Lvs!.Vrrp, (d, v) => d.Lvs!.Vrrp = v)
        .Add("healthCheck", "How apiservers are checked.", HealthCheck, d => d.Lvs!.HealthCheck, (d, v) => d.Lvs!.HealthCheck = v)
        .Require("directors", "The directors, two or more.", Machines(MachineRole.Director), d => Of(d, MachineRole.Director), (d, v) => AddMachines(d, "lvsPair.directors", v));

    private static readonly FileFields<ClusterDraft> Network = new FileFields<ClusterDraft>()
        .Add("pods", "The pods' network, /8 to /24, of which every node gets a /24; in IPv6 /48 to /64, of which it gets a /64. For dual stack two, the second of the other family, with a comma between them.", FileValues.Text, d => d.PodsText, (d, v) => d.PodsText = v)
        .Add("services", "The services' network, /12 to /28; in IPv6 /108 to /124. For dual stack two, with a comma between them.", FileValues.Text, d => d.ServicesText, (d, v) => d.ServicesText = v)
        .Add("dnsDomain", "The services' DNS domain.", FileValues.Text, d => d.DnsDomain, (d, v) => d.DnsDomain = v)
        .Add("machines", "The network that the machines' addresses and the virtual one are in; not checked where it is left out. A second one, behind a comma, is that of their second addresses.", FileValues.Text, d => d.MachinesText, (d, v) => d.MachinesText = v);

    /// <summary>The whole file.</summary>
    public static FileShape<ClusterDraft> Root { get; } = new(
        "cluster", () => new ClusterDraft(string.Empty, string.Empty) { Lvs = new LvsDraft { VirtualAddressText = string.Empty } }, new FileFields<ClusterDraft>()
        .Constant("apiVersion", "The version of the format.", ClusterFile.ApiVersion)
        .Constant("kind", "What the file describes.", ClusterFile.Kind)
        .Require("name", "The cluster's name, an RFC 1123 label.", FileValues.Text, d => d.Name, (d, v) => d.Name = v)
        .Require("kubernetesVersion", "The version of Kubernetes, for example 1.20.2.", FileValues.Text, d => d.VersionText.TrimStart('v'), (d, v) => d.VersionText = v)
        .Group("endpoint", "Name and port by which everyone reaches kube-apiserver.", Endpoint)
        .Group("lvsPair", "Directors with a virtual address in front of the control planes.", LvsPair, isRequired: true)
        .Require("controlPlanes", "The control planes.", Machines(MachineRole.ControlPlane), d => Of(d, MachineRole.ControlPlane), (d, v) => AddMachines(d, "controlPlanes", v))
        .Add("etcdMachines", "Machines that run etcd and nothing else, where etcd is external: three, or five.", Machines(MachineRole.Etcd), d => Of(d, MachineRole.Etcd), (d, v) => AddMachines(d, "etcdMachines", v))
        .Add("workers", "The workers.", Machines(MachineRole.Worker), d => Of(d, MachineRole.Worker), (d, v) => AddMachines(d, "workers", v))
        .Add("clients", "Machines from which people use kubectl.", Machines(MachineRole.Client), d => Of(d, MachineRole.Client), (d, v) => AddMachines(d, "clients", v))
        .Add("platform", "What every machine runs that says nothing of its own.", Platforms, d => d.Platform, (d, v) => d.Platform = v)
        .Add("runtime", $"The container runtime of every node; where none is said, containerd {ContainerdCatalogue.DefaultsText}.", Runtimes, d => d.Runtime, (d, v) => d.Runtime = v)
        .Add("etcd", "Where etcd runs.", Etcd, d => d.Etcd, (d, v) => d.Etcd = v)
        .Group("network", "The networks; no two may overlap.", Network)
        .Add("podNetwork", "The manifest of the network plugin; none is applied where it is left out.", PodNetwork, d => d.PodNetwork, (d, v) => d.PodNetwork = v)
        .Add("images", "Where images come from.", Images, d => d.Images, (d, v) => d.Images = v)
        .Add("kubeadm", "What kubeadm is told beside its configuration.", Kubeadm, d => d.Kubeadm, (d, v) => d.Kubeadm = v)
        .Add("kubelet", "What every kubelet is told.", Kubelet, d => d.Kubelet, (d, v) => d.Kubelet = v)
        .Add("kubeProxy", "What every kube-proxy is told.", KubeProxy, d => d.KubeProxy, (d, v) => d.KubeProxy = v)
        .Add("preparation", "What is done to every machine beside what the cluster itself needs.", Preparation, d => d.Preparation, (d, v) => d.Preparation = v)
        .Add("kernelModules", "Kernel modules that every node loads, in place of the default ones.", FileValues.Texts, d => d.KernelModules, (d, v) => d.KernelModules = v));

    private static FileList<MachineDraft> Machines(MachineRole role)
    {
        var fields = new FileFields<MachineDraft>()
            .Require("name", "Its name, an RFC 1123 label: hostname, and node name where it is a node.", FileValues.Text, m => m.Name, (m, v) => m.Name = v)
            .Require("address", "Its address, IPv4 or IPv6, by which the others reach it.", FileValues.Text, m => m.AddressText, (m, v) => m.AddressText = v)
            .Add("secondAddress", "Its address of the other family; where pods have both, every node needs one.", FileValues.Text, m => m.SecondAddressText, (m, v) => m.SecondAddressText = v);
        if (role == MachineRole.Director)
        {
            fields.Add("priority", "The VRRP priority, 1 to 254, distinct on each director; 150 for the first and ten less for each further one where it is left out.", FileValues.Number, m => m.Priority, (m, v) => m.Priority = v);
        }

        if (role is MachineRole.ControlPlane or MachineRole.Worker)
        {
            fields.Add("labels", "The node's labels.", Labels, m => m.Labels, (m, v) => m.Labels.AddRange(v))
                .Add("taints", "The node's taints.", Taints, m => m.Taints, (m, v) => m.Taints.AddRange(v));
        }

        fields.Add("platform", "What this machine runs, where that differs from the cluster's.", Platforms, m => m.Platform, (m, v) => m.Platform = v)
            .Add("facts", "What only the machine itself knows; the rest is left to discovery.", Facts, m => m.Facts, (m, v) => m.Learn(v));

        return new FileList<MachineDraft>(new FileShape<MachineDraft>(role switch { MachineRole.Director => "director", MachineRole.Client => "client", MachineRole.Etcd => "etcdMachine", _ => "node" }, () => new MachineDraft(role, string.Empty, string.Empty), fields));
    }

    private static MachineDraft[] Of(ClusterDraft draft, MachineRole role) => [.. draft.Of(role)];

    private static void AddMachines(ClusterDraft draft, string path, IReadOnlyList<MachineDraft> machines)
    {
        foreach (var (machine, index) in machines.Select((machine, index) => (machine, index)))
        {
            machine.PathInFile = FilePath.Item(path, index);

            // A name that is missing was said; two of them are no namesakes.
            machine.Name = machine.Name.Length == 0 ? machine.PathInFile : machine.Name;
        }

        draft.Machines.AddRange(machines);
    }
}
