namespace KubeHa.Templates;

/// <summary>What kubeadm is given: for init on each control plane (any may be the founding one), for join on every node.</summary>
internal static class KubeadmFiles
{
    private static readonly Content Token = Content.Secret(SecretNames.RunJoinToken);
    private static readonly Content CaHash = Content.Public(SecretNames.CaHash);

    public static ConfigFile Init(ControlPlane machine, Cluster cluster) => Transient(machine, FilePaths.KubeadmInit, YamlText.Of(
        [
            KubeadmV1Beta2.Document(new InitConfiguration(Token, Node(machine, cluster), machine.Address.ToString(), cluster.Endpoint.Port)),
            KubeadmV1Beta2.Document(ClusterDocument(cluster)),
            ComponentDocuments.Document(new KubeletConfiguration(CgroupDriverName(cluster.Runtime.CgroupDriver), !cluster.Kubelet.AllowSwap)),
            ComponentDocuments.Document(new KubeProxyConfiguration(cluster.KubeProxy.Mode, cluster.KubeProxy.LeaveConntrackAlone)),
        ],
        Token));

    public static ConfigFile Join(Machine node, Cluster cluster) => Transient(node, FilePaths.KubeadmJoin, YamlText.Of(
        [
            KubeadmV1Beta2.Document(new JoinConfiguration(
                cluster.Endpoint.HostAndPort,
                Token,
                CaHash,
                Node(node, cluster),
                node is ControlPlane ? node.Address.ToString() : null,
                cluster.Endpoint.Port)),
        ],
        Token,
        CaHash));

    private static ClusterConfiguration ClusterDocument(Cluster cluster) => new(
        cluster.Name,
        cluster.Version.ToString(),
        cluster.Endpoint.HostAndPort,
        (cluster.Images as ImageSource.Registry)?.Repository,
        cluster.Network.Pods.ToString(),
        cluster.Network.Services.ToString(),
        cluster.Network.DnsDomain,
        CertificateSans(cluster),
        cluster.Etcd is EtcdTopology.Stacked stacked ? stacked.DataDirectory : throw new NotSupportedException("Only stacked etcd can be written."));

    /// <summary>Whatever anyone may dial: kubeadm renews certificates with the names they have, so they are all there from the start.</summary>
    private static IReadOnlyList<string> CertificateSans(Cluster cluster) =>
    [
        cluster.Endpoint.VirtualAddress.ToString(),
        cluster.Endpoint.Name,
        .. cluster.ControlPlanes.SelectMany(machine => new[] { machine.Address.ToString(), machine.Name }),
    ];

    private static NodeRegistration Node(Machine machine, Cluster cluster) =>
        new(machine.Name, cluster.Runtime.CriSocket, machine.Address.ToString(), cluster.Kubeadm.IgnoredPreflightErrors);

    private static string CgroupDriverName(CgroupDriver driver) => driver == CgroupDriver.Systemd ? "systemd" : "cgroupfs";

    private static ConfigFile Transient(Machine machine, string path, Content content) =>
        new(machine.Name, path, content, FileModes.Private) { Placement = FilePlacement.Transient };
}
