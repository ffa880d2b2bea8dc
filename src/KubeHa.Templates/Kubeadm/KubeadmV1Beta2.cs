namespace KubeHa.Templates;

/// <summary>kubeadm's documents as kubeadm 1.19 to 1.21 read them.</summary>
internal static class KubeadmV1Beta2
{
    private const string Version = "kubeadm.k8s.io/v1beta2";

    public static Yaml Document(InitConfiguration init) => new()
    {
        { "apiVersion", Version },
        { "kind", "InitConfiguration" },

        // Without this, kubeadm would draw a token of its own that lives for 24 hours. This one is the run's, which deletes it.
        { "bootstrapTokens", [new Yaml { { "token", init.BootstrapToken }, { "description", "KubeHa" }, { "ttl", "1h0m0s" } }] },
        { "nodeRegistration", Node(init.NodeRegistration) },
        { "localAPIEndpoint", LocalEndpoint(init.AdvertiseAddress, init.BindPort) },
    };

    public static Yaml Document(ClusterConfiguration cluster) => new()
    {
        { "apiVersion", Version },
        { "kind", "ClusterConfiguration" },
        { "clusterName", cluster.ClusterName },
        { "kubernetesVersion", cluster.KubernetesVersion },
        { "controlPlaneEndpoint", cluster.ControlPlaneEndpoint },
        { "imageRepository", cluster.ImageRepository },
        { "networking", new Yaml { { "podSubnet", cluster.PodSubnet }, { "serviceSubnet", cluster.ServiceSubnet }, { "dnsDomain", cluster.DnsDomain } } },
        { "apiServer", new Yaml { { "certSANs", cluster.CertificateSans } } },
        { "etcd", new Yaml { { "local", new Yaml { { "dataDir", cluster.EtcdDataDirectory } } } } },
    };

    public static Yaml Document(JoinConfiguration join) => new()
    {
        { "apiVersion", Version },
        { "kind", "JoinConfiguration" },
        { "nodeRegistration", Node(join.NodeRegistration) },
        { "discovery", new Yaml { { "bootstrapToken", Discovery(join) } } },
        { "controlPlane", join.AdvertiseAddress is { } address ? new Yaml { { "localAPIEndpoint", LocalEndpoint(address, join.BindPort) } } : null },
    };

    private static Yaml Discovery(JoinConfiguration join) => new()
    {
        { "apiServerEndpoint", join.Endpoint },
        { "token", join.BootstrapToken },
        { "caCertHashes", [join.CaHash] },
    };

    private static Yaml Node(NodeRegistration node)
    {
        var yaml = new Yaml
        {
            { "name", node.Name },
            { "criSocket", node.CriSocket },
            { "kubeletExtraArgs", new Yaml { { "node-ip", node.NodeAddress } } },
        };
        if (node.IgnoredPreflightErrors.Count > 0)
        {
            yaml.Add("ignorePreflightErrors", node.IgnoredPreflightErrors);
        }

        return yaml;
    }

    private static Yaml LocalEndpoint(string address, int port) => new() { { "advertiseAddress", address }, { "bindPort", port } };
}
