namespace KubeHa.Templates;

/// <summary>What kubeadm is given: for init on each control plane (any may be the founding one), for join on every node.</summary>
internal static class KubeadmFiles
{
    private static readonly Content Token = Content.Secret(SecretNames.RunJoinToken);
    private static readonly Content CaHash = Content.Public(SecretNames.CaHash);

    public static ConfigFile Init(ControlPlane machine, Cluster cluster) => Transient(machine, FilePaths.KubeadmInit, YamlText.Of(
        [
            Writer(cluster).Document(new InitConfiguration(Token, Node(machine, cluster), machine.Address.ToString(), cluster.Endpoint.ApiServerPort)
            {
                Timeouts = Where(cluster, KubeadmFields.Timeouts, cluster.Kubeadm.Timeouts),
                PatchDirectory = PatchDirectory(cluster),
            }),
            Writer(cluster).Document(ClusterDocument(cluster)),
            ComponentDocuments.Document(new KubeletConfiguration(CgroupDriverName(cluster.Runtime.CgroupDriver), cluster.Kubelet)),
            ComponentDocuments.Document(new KubeProxyConfiguration(cluster.KubeProxy, [.. cluster.Endpoint.VirtualAddresses.Select(address => address.AsNetwork())])),
        ],
        Token));

    /// <summary>For what kubeadm does of etcd alone, on a machine of its own (its certificates, its static pod) and on control planes (what logs in to it). No secret is in it.</summary>
    public static ConfigFile Etcd(Machine machine, Cluster cluster) => Transient(machine, FilePaths.KubeadmEtcd, EtcdText(machine, cluster, cluster.EtcdMachines, isNew: true));

    /// <summary>The same for members that start at another time than all at once.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="members">The members that there are when this one starts for the first time, itself among them; later starts read their data instead (etcd's documentation of initial-cluster).</param>
    /// <param name="isNew">Whether they all start for the first time.</param>
    public static Content EtcdText(Machine machine, Cluster cluster, IEnumerable<EtcdMachine> members, bool isNew) => YamlText.Of(
    [
        Writer(cluster).Document(new InitConfiguration(null, Node(machine, cluster), machine.Address.ToString(), cluster.Endpoint.ApiServerPort)
        {
            PatchDirectory = machine is EtcdMachine && KubeadmInputs.EtcdPatches(cluster).Any() ? FilePaths.Patches : null,
        }),
        Writer(cluster).Document(ClusterDocument(cluster) with
        {
            Etcd = Member(cluster, new Argument("initial-cluster", InitialCluster(members)), new Argument("initial-cluster-state", isNew ? "new" : "existing")),
        }),
    ]);

    public static string InitialCluster(IEnumerable<EtcdMachine> members) => string.Join(',', members.Select(member => $"{member.Name}={PeerOf(member)}"));

    public static string PeerOf(EtcdMachine member) => $"https://{member.Address.WithPort(2380)}";

    public static ConfigFile Join(Machine node, Cluster cluster) => Transient(node, FilePaths.KubeadmJoin, YamlText.Of(
        [
            Writer(cluster).Document(new JoinConfiguration(
                cluster.Endpoint.HostAndPort,
                Token,
                CaHash,
                Node(node, cluster),
                node is ControlPlane ? node.Address.ToString() : null,
                cluster.Endpoint.ApiServerPort)
            {
                Timeouts = Where(cluster, KubeadmFields.Timeouts, cluster.Kubeadm.Timeouts),
                PatchDirectory = node is ControlPlane ? PatchDirectory(cluster) : null,
                DiscoveryTimeout = KubeadmFields.DiscoveryTimeout.IsIn(Api(cluster)) ? cluster.Kubeadm.Timeouts.Discovery : null,
            }),
        ],
        Token,
        CaHash));

    private static ClusterConfiguration ClusterDocument(Cluster cluster) => new(
        cluster.Name,
        cluster.Version.ToString(),
        cluster.Endpoint.HostAndPort,
        (cluster.Images as ImageSource.Registry)?.Repository,
        cluster.Network.PodsText,
        cluster.Network.ServicesText,
        cluster.Network.DnsDomain,
        CertificateSans(cluster),
        Etcd(cluster))
    {
        TimeoutForControlPlane = KubeadmFields.TimeoutForControlPlane.IsIn(Api(cluster)) ? cluster.Kubeadm.Timeouts.ControlPlane : null,
        EncryptionAlgorithm = Where(cluster, KubeadmFields.EncryptionAlgorithm, AlgorithmName(cluster.Kubeadm.KeyAlgorithm)),
        CertificateValidityPeriod = cluster.Kubeadm.CertificateValidity,
        DnsDisabled = KubeadmFields.DnsDisabled.IsIn(Api(cluster)) && !cluster.Kubeadm.InstallDns ? true : null,
        FeatureGates = [.. FeatureGates(cluster)],
        ApiServer = KubeadmInputs.ApiServer(cluster),
        ControllerManager = KubeadmInputs.Component(cluster.Kubeadm.ControllerManager),
        Scheduler = KubeadmInputs.Component(cluster.Kubeadm.Scheduler),
    };

    private static EtcdConfiguration Etcd(Cluster cluster) => ExternalEtcd.Of(cluster) is { } external
        ? new EtcdConfiguration.External(external.Endpoints, external.CaFile, external.CertificateFile, external.KeyFile)
        : Member(cluster);

    private static EtcdConfiguration.Local Member(Cluster cluster, params IEnumerable<Argument> own) => new(EtcdData.Directory(cluster), [.. own, .. PreVote(cluster), .. cluster.Kubeadm.EtcdArguments]);

    /// <summary>
    /// A member that was cut off calls election after election meanwhile, and when it is heard again its higher term topples the leader that all others are content with: nobody
    /// writes or reads until there is another. With a pre-vote it asks first whether it could win.
    /// </summary>
    private static IEnumerable<Argument> PreVote(Cluster cluster)
    {
        const string Name = "pre-vote";
        return cluster.Version.IsAtLeast(KubernetesCatalogue.LastMinorWithEtcd34 + 1) || cluster.Kubeadm.EtcdArguments.Any(argument => argument.Name == Name) ? [] : [new Argument(Name, "true")];
    }

    /// <summary>Before keys had a field of their own, a gate chose ECDSA; and dual stack, before it was there for everyone.</summary>
    private static IEnumerable<FeatureGate> FeatureGates(Cluster cluster)
    {
        var ecdsa = cluster.Kubeadm.KeyAlgorithm == CertificateKeyAlgorithm.EcdsaP256 && !KubeadmFields.EncryptionAlgorithm.IsIn(Api(cluster));
        var dualStack = cluster.Network.SecondPods is not null && !KubeadmFeatureGates.IsOn(cluster, KubeadmFeatureGates.DualStack);

        return
        [
            .. cluster.Kubeadm.FeatureGates,
            .. ecdsa ? [new FeatureGate(KubeadmFeatureGates.EcdsaKeys, true)] : Array.Empty<FeatureGate>(),
            .. dualStack ? [new FeatureGate(KubeadmFeatureGates.DualStack, true)] : Array.Empty<FeatureGate>(),
        ];
    }

    private static string? PatchDirectory(Cluster cluster) => cluster.Kubeadm.Patches.Count > 0 ? FilePaths.Patches : null;

    /// <summary>Whatever anyone may dial: kubeadm renews certificates with the names they have, so they are all there from the start.</summary>
    private static IReadOnlyList<string> CertificateSans(Cluster cluster) =>
    [
        .. cluster.Endpoint.VirtualAddresses.Select(address => address.ToString()),
        cluster.Endpoint.Name,
        .. cluster.ControlPlanes.SelectMany(machine => new[] { machine.Address.ToString(), machine.SecondAddress?.ToString(), machine.Name }).OfType<string>(),
        .. cluster.Kubeadm.ExtraCertificateNames,
    ];

    private static NodeRegistration Node(Machine machine, Cluster cluster) =>
        new(machine.Name, cluster.Runtime.CriSocket, [.. KubeletArguments(machine, cluster)], cluster.Kubeadm.IgnoredPreflightErrors)
        {
            Taints = [.. Taints(machine, cluster)],
            ImagePullPolicy = cluster.Kubeadm.ImagePullPolicy,
            ImagePullSerial = cluster.Kubeadm.PullImagesSerially,
        };

    private static IEnumerable<Argument> KubeletArguments(Machine machine, Cluster cluster)
    {
        // Of both families where pods have both: the kubelet takes a node that is told one for a node of one.
        yield return new("node-ip", cluster.Network.SecondPods is not null && machine.SecondAddress is { } second ? $"{machine.Address},{second}" : machine.Address.ToString());
        if (machine.Labels.Count > 0)
        {
            yield return new("node-labels", string.Join(',', machine.Labels.Select(label => $"{label.Key}={label.Value}")));
        }

        foreach (var argument in cluster.Kubelet.ExtraArguments)
        {
            yield return argument;
        }
    }

    /// <summary>Whoever names one names all: kubeadm gives a control plane its own taints only where it is told of none.</summary>
    private static IEnumerable<NodeTaint> Taints(Machine machine, Cluster cluster) =>
        machine.Taints.Count == 0 ? []
        : machine is ControlPlane ? [.. Release(cluster).ControlPlaneTaints.Select(key => new NodeTaint(key, string.Empty, TaintEffect.NoSchedule)), .. machine.Taints]
        : machine.Taints;

    private static KubernetesRelease Release(Cluster cluster) => KubernetesCatalogue.Find(cluster.Version)!;

    private static KubeadmApi Api(Cluster cluster) => Release(cluster).KubeadmApi;

    private static KubeadmWriter Writer(Cluster cluster) => new(Release(cluster));

    /// <summary>What one version says in this field and another one elsewhere.</summary>
    private static T? Where<T>(Cluster cluster, KubeadmField field, T? value)
        where T : class => field.IsIn(Api(cluster)) ? value : null;

    private static string? AlgorithmName(CertificateKeyAlgorithm? algorithm) => algorithm switch
    {
        null => null,
        CertificateKeyAlgorithm.Rsa2048 => "RSA-2048",
        CertificateKeyAlgorithm.Rsa3072 => "RSA-3072",
        CertificateKeyAlgorithm.Rsa4096 => "RSA-4096",
        CertificateKeyAlgorithm.EcdsaP256 => "ECDSA-P256",
        CertificateKeyAlgorithm.EcdsaP384 => "ECDSA-P384",
        _ => throw new System.Diagnostics.UnreachableException("An algorithm that the rules let through."),
    };

    internal static string CgroupDriverName(CgroupDriver driver) => driver == CgroupDriver.Systemd ? "systemd" : "cgroupfs";

    private static ConfigFile Transient(Machine machine, string path, Content content) =>
        new(machine.Name, path, content, FileModes.Private) { Placement = FilePlacement.Transient };
}
