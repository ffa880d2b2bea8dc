namespace KubeHa;

/// <summary>The stable codes of every diagnostic: 1xxx text, 2xxx topology, 3xxx networks, 4xxx versions and settings, 5xxx rendering, 6xxx files. docs/diagnostics.md says more of each.</summary>
public static class DiagnosticCodes
{
    /// <summary>A text is no IP address.</summary>
    public const string MalformedAddress = "KHA1001";

    /// <summary>A name of a cluster or machine is no RFC 1123 label.</summary>
    public const string MalformedName = "KHA1002";

    /// <summary>A text is no DNS name.</summary>
    public const string MalformedDnsName = "KHA1003";

    /// <summary>A text is no IP network.</summary>
    public const string MalformedNetwork = "KHA1004";

    /// <summary>A text is no version of Kubernetes.</summary>
    public const string MalformedKubernetesVersion = "KHA1005";

    /// <summary>A text is no version of a container runtime.</summary>
    public const string MalformedRuntimeVersion = "KHA1006";

    /// <summary>A text is no absolute path of safe characters.</summary>
    public const string MalformedPath = "KHA1007";

    /// <summary>A text is no name of a network interface.</summary>
    public const string MalformedInterface = "KHA1008";

    /// <summary>A text is no name of a kernel module.</summary>
    public const string MalformedKernelModule = "KHA1009";

    /// <summary>A text is no name of a preflight check that can be ignored.</summary>
    public const string MalformedPreflightError = "KHA1010";

    /// <summary>A text is no image repository.</summary>
    public const string MalformedImageRepository = "KHA1011";

    /// <summary>The address of a mirror cannot be used.</summary>
    public const string MalformedMirror = "KHA1012";

    /// <summary>A fact of a machine cannot be true.</summary>
    public const string MalformedFact = "KHA1013";

    /// <summary>An argument's name or value cannot be used.</summary>
    public const string MalformedArgument = "KHA1020";

    /// <summary>A text is no name or address of a certificate.</summary>
    public const string MalformedCertificateName = "KHA1021";

    /// <summary>A text cannot stand in a file: a patch, an audit policy.</summary>
    public const string MalformedDocument = "KHA1022";

    /// <summary>A key or value of a label or taint cannot be used.</summary>
    public const string MalformedLabel = "KHA1023";

    /// <summary>A text is no amount of a resource, or no resource.</summary>
    public const string MalformedAmount = "KHA1024";

    /// <summary>A text is no address with a port.</summary>
    public const string MalformedSocketAddress = "KHA1025";

    /// <summary>The network plugin's manifest cannot be read.</summary>
    public const string MalformedManifest = "KHA1026";

    /// <summary>A text is no SHA-256.</summary>
    public const string MalformedChecksum = "KHA1027";

    /// <summary>A text is no suite of an apt repository.</summary>
    public const string MalformedRepositorySuite = "KHA1030";

    /// <summary>A text is no armored public key of a package repository.</summary>
    public const string MalformedRepositoryKey = "KHA1031";

    /// <summary>A text is no host of a registry.</summary>
    public const string MalformedRegistryHost = "KHA1032";

    /// <summary>A text is no certificate in PEM form.</summary>
    public const string MalformedCertificate = "KHA1033";

    /// <summary>A text is no address of a CRI socket.</summary>
    public const string MalformedCriSocket = "KHA1034";

    /// <summary>A text is no endpoint of etcd.</summary>
    public const string MalformedEtcdEndpoint = "KHA1035";

    /// <summary>A text is no resource of Kubernetes.</summary>
    public const string MalformedResource = "KHA1036";

    /// <summary>Two machines have one name.</summary>
    public const string DuplicateName = "KHA2001";

    /// <summary>Two machines have one address.</summary>
    public const string DuplicateAddress = "KHA2002";

    /// <summary>A director is a control plane.</summary>
    public const string DirectorIsControlPlane = "KHA2003";

    /// <summary>There is no control plane.</summary>
    public const string NoControlPlane = "KHA2004";

    /// <summary>Two control planes with stacked etcd: losing either loses the quorum.</summary>
    public const string TwoControlPlanes = "KHA2005";

    /// <summary>A single control plane (warning).</summary>
    public const string SingleControlPlane = "KHA2006";

    /// <summary>An even number of control planes (warning).</summary>
    public const string EvenControlPlanes = "KHA2007";

    /// <summary>There is no LVS pair.</summary>
    public const string NoLvsPair = "KHA2008";

    /// <summary>There are fewer than two directors.</summary>
    public const string TooFewDirectors = "KHA2009";

    /// <summary>Two directors have one priority.</summary>
    public const string DuplicatePriority = "KHA2010";

    /// <summary>A director's priority is out of range.</summary>
    public const string PriorityOutOfRange = "KHA2011";

    /// <summary>The builder was told something of a machine that it does not hold.</summary>
    public const string NoSuchMachine = "KHA2012";

    /// <summary>The endpoint's name is a machine's name.</summary>
    public const string EndpointNameIsMachine = "KHA2013";

    /// <summary>An etcd of others without an endpoint.</summary>
    public const string NoEtcdEndpoint = "KHA2014";

    /// <summary>etcd is to run on machines of its own, and there is none.</summary>
    public const string NoEtcdMachine = "KHA2015";

    /// <summary>Two machines for etcd: losing either loses the quorum.</summary>
    public const string TwoEtcdMachines = "KHA2016";

    /// <summary>A single machine for etcd (warning).</summary>
    public const string SingleEtcdMachine = "KHA2017";

    /// <summary>An even number of machines for etcd (warning).</summary>
    public const string EvenEtcdMachines = "KHA2018";

    /// <summary>A machine for etcd, which runs elsewhere.</summary>
    public const string EtcdMachineUnused = "KHA2019";

    /// <summary>The virtual address is a machine's address.</summary>
    public const string VirtualAddressIsMachine = "KHA3001";

    /// <summary>The virtual address is outside the machines' subnet.</summary>
    public const string VirtualAddressOutsideSubnet = "KHA3002";

    /// <summary>A machine is outside the machines' network.</summary>
    public const string MachineOutsideNetwork = "KHA3003";

    /// <summary>Two networks overlap.</summary>
    public const string NetworksOverlap = "KHA3004";

    /// <summary>The virtual address is inside the pods' or services' network.</summary>
    public const string VirtualAddressInClusterNetwork = "KHA3005";

    /// <summary>A machine's address is inside the pods' or services' network.</summary>
    public const string MachineInClusterNetwork = "KHA3006";

    /// <summary>The services' network is too large or too small.</summary>
    public const string ServiceNetworkSize = "KHA3007";

    /// <summary>The pods' network is too large or too small.</summary>
    public const string PodNetworkSize = "KHA3008";

    /// <summary>An address or network is of another family than the virtual address.</summary>
    public const string AddressFamilyDiffers = "KHA3009";

    /// <summary>An address that no machine can be reached at.</summary>
    public const string UnusableAddress = "KHA3010";

    /// <summary>An address that is its subnet's own or its broadcast address.</summary>
    public const string SubnetAddress = "KHA3011";

    /// <summary>The port of the endpoint or of the apiservers is out of range.</summary>
    public const string PortOutOfRange = "KHA3012";

    /// <summary>The apiservers' port is taken by something else on every control plane.</summary>
    public const string PortTaken = "KHA3013";

    /// <summary>The pods' network has fewer ranges than there are nodes.</summary>
    public const string TooFewPodRanges = "KHA3014";

    /// <summary>A network holds addresses that nothing can be reached at.</summary>
    public const string UnusableNetwork = "KHA3015";

    /// <summary>The network plugin's manifest has another network for the pods than the cluster.</summary>
    public const string PodNetworkDiffers = "KHA3016";

    /// <summary>Apiservers listen on another port than the endpoint's, and the directors do not translate ports.</summary>
    public const string PortNotTranslated = "KHA3017";

    /// <summary>A second address or network is of the same family as the first.</summary>
    public const string SecondOfSameFamily = "KHA3018";

    /// <summary>Pods have networks of both families, and something that belongs to it has one only; or services have both, and pods do not.</summary>
    public const string DualStackIncomplete = "KHA3019";

    /// <summary>What directors are told works with an IPv4 virtual address only.</summary>
    public const string NotOverIpv6 = "KHA3020";

    /// <summary>There is a virtual address of each family, and the directors do not forward by direct routing, or cannot be relied on with both.</summary>
    public const string SecondVirtualAddressNotServed = "KHA3021";

    /// <summary>The version of Kubernetes is not known.</summary>
    public const string UnknownKubernetesVersion = "KHA4001";

    /// <summary>Docker with a Kubernetes that has no dockershim.</summary>
    public const string DockerWithoutDockershim = "KHA4003";

    /// <summary>The platform's major version is not supported.</summary>
    public const string PlatformNotSupported = "KHA4004";

    /// <summary>There is no such version of VRRP.</summary>
    public const string UnknownVrrpVersion = "KHA4005";

    /// <summary>keepalived would adjust the advert interval.</summary>
    public const string AdvertIntervalAdjusted = "KHA4006";

    /// <summary>The VRRP router id is out of range.</summary>
    public const string RouterIdOutOfRange = "KHA4007";

    /// <summary>There is no such IPVS scheduler.</summary>
    public const string UnknownScheduler = "KHA4008";

    /// <summary>A value of the health check is out of range.</summary>
    public const string HealthCheckOutOfRange = "KHA4009";

    /// <summary>kube-proxy in ipvs mode (warning).</summary>
    public const string KubeProxyIpvs = "KHA4010";

    /// <summary>kube-proxy's mode is not known to this version of Kubernetes.</summary>
    public const string UnknownKubeProxyMode = "KHA4011";

    /// <summary>A director's keepalived is too old.</summary>
    public const string KeepalivedNotRendered = "KHA4012";

    /// <summary>The container runtime's version is not rendered.</summary>
    public const string RuntimeNotRendered = "KHA4013";

    /// <summary>A hung apiserver would stay in the pool longer than a node may be silent (warning).</summary>
    public const string HealthCheckSlow = "KHA4014";

    /// <summary>The version of Kubernetes has no such setting, or not this value of it.</summary>
    public const string SettingNotInVersion = "KHA4020";

    /// <summary>A value of a setting of kubeadm, the kubelet or kube-proxy is out of range.</summary>
    public const string SettingOutOfRange = "KHA4021";

    /// <summary>kube-proxy's mode nftables is beta in this version of Kubernetes (warning).</summary>
    public const string KubeProxyNftablesBeta = "KHA4022";

    /// <summary>cgroup v1 is allowed, but kubeadm's preflight check of it is not ignored (warning).</summary>
    public const string CgroupV1Refused = "KHA4023";

    /// <summary>kubeadm of this version has no such feature gate, or cannot switch it off.</summary>
    public const string UnknownFeatureGate = "KHA4024";

    /// <summary>An argument that kubeadm or KubeHa sets itself.</summary>
    public const string ManagedArgument = "KHA4025";

    /// <summary>An argument that the program no longer knows in this version.</summary>
    public const string ArgumentGone = "KHA4026";

    /// <summary>Something stands twice that can stand once.</summary>
    public const string NamedTwice = "KHA4027";

    /// <summary>The apiservers would answer the directors' checks with a refusal.</summary>
    public const string AnonymousAccessOff = "KHA4028";

    /// <summary>The apiservers would not listen on the virtual IP.</summary>
    public const string ApiServerBindAddress = "KHA4029";

    /// <summary>Kubelets ask for serving certificates that nobody approves (warning).</summary>
    public const string ServerTlsBootstrap = "KHA4030";

    /// <summary>kubeadm of this version lays no patch over that.</summary>
    public const string UnknownPatchTarget = "KHA4031";

    /// <summary>A label that a kubelet may not give its own node.</summary>
    public const string RestrictedLabel = "KHA4032";

    /// <summary>A label or taint of a machine that is no node.</summary>
    public const string LabelOnNoNode = "KHA4033";

    /// <summary>A setting of kube-proxy's mode ipvs in another mode.</summary>
    public const string IpvsSettingInOtherMode = "KHA4034";

    /// <summary>The network plugin's manifest names an API version that this Kubernetes does not serve.</summary>
    public const string ApiNotServed = "KHA4035";

    /// <summary>A setting of stacked etcd where others run it.</summary>
    public const string EtcdSettingUnused = "KHA4036";

    /// <summary>It is not said where a platform's packages come from.</summary>
    public const string PackageSourceMissing = "KHA4040";

    /// <summary>There are no official packages of the version of Kubernetes.</summary>
    public const string NoOfficialPackages = "KHA4041";

    /// <summary>The distribution's own repositories are closed.</summary>
    public const string DistributionClosed = "KHA4042";

    /// <summary>It is not said which key an apt repository is signed by.</summary>
    public const string RepositoryKeyMissing = "KHA4043";

    /// <summary>The container runtime is in no repository of a platform.</summary>
    public const string RuntimeNotInSource = "KHA4044";

    /// <summary>containerd and the kubelet speak no common version of CRI.</summary>
    public const string RuntimeSpeaksOtherCri = "KHA4045";

    /// <summary>containerd's version is not meant for the version of Kubernetes (warning).</summary>
    public const string RuntimeNotMeantForKubernetes = "KHA4046";

    /// <summary>cri-dockerd with a Kubernetes that speaks to Docker itself.</summary>
    public const string CriDockerdWithDockershim = "KHA4047";

    /// <summary>CRI-O of another minor version than Kubernetes.</summary>
    public const string CriOOfOtherMinor = "KHA4048";

    /// <summary>Certificates of a registry are not looked at (warning).</summary>
    public const string RegistryUnverified = "KHA4049";

    /// <summary>Registries with a containerd that does not read them.</summary>
    public const string RegistriesNotRead = "KHA4050";

    /// <summary>Image archives with a runtime that nobody imports them into.</summary>
    public const string ArchivesNotImported = "KHA4051";

    /// <summary>Opening firewalls needs the machines' network.</summary>
    public const string FirewallNeedsNetwork = "KHA4052";

    /// <summary>Time servers are named, and clocks are left alone.</summary>
    public const string TimeServersUnused = "KHA4053";

    /// <summary>A Docker Compose that no repository has as a package.</summary>
    public const string ComposeNotPackaged = "KHA4054";

    /// <summary>Where directors masquerade, a check of the TCP connection alone lets traffic to apiservers that are not ready (warning).</summary>
    public const string ConnectCheckWithoutGate = "KHA4070";

    /// <summary>A director's keepalived knows no parts of a second in its timers.</summary>
    public const string KeepalivedWantsWholeSeconds = "KHA4071";

    /// <summary>A director's keepalived cannot be relied on with VRRP version 3.</summary>
    public const string KeepalivedWithoutVrrp3 = "KHA4072";

    /// <summary>A timeout of IPVS is out of range.</summary>
    public const string IpvsTimeoutOutOfRange = "KHA4073";

    /// <summary>Rendering needs the network interface of a director.</summary>
    public const string InterfaceUnknown = "KHA5001";

    /// <summary>Rendering needs the version of a director's keepalived.</summary>
    public const string KeepalivedVersionUnknown = "KHA5003";

    // KHA6001 to KHA6005 are the inventory's.

    /// <summary>A cluster file cannot be read.</summary>
    public const string UnreadableFile = "KHA6006";

    /// <summary>A cluster file is not YAML.</summary>
    public const string NotYaml = "KHA6007";

    /// <summary>A cluster file uses a part of YAML that is refused.</summary>
    public const string YamlNotAllowed = "KHA6008";

    /// <summary>A cluster file is of another format.</summary>
    public const string UnknownFileFormat = "KHA6009";

    /// <summary>A cluster file has a key that nothing knows.</summary>
    public const string UnknownKey = "KHA6010";

    /// <summary>A key stands twice in one mapping of a cluster file.</summary>
    public const string DuplicateKey = "KHA6011";

    /// <summary>A key that a cluster file must have is missing.</summary>
    public const string MissingKey = "KHA6012";

    /// <summary>A value in a cluster file is not of the type that its key takes.</summary>
    public const string WrongFileValue = "KHA6013";
}
