using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Writes kubeadm's documents in one of its API versions.</summary>
/// <param name="release">The minor version of Kubernetes that is to read them.</param>
internal sealed class KubeadmWriter(KubernetesRelease release)
{
    private readonly KubeadmApi api = release.KubeadmApi;

    public Yaml Document(InitConfiguration init) => new()
    {
        { "apiVersion", release.KubeadmApiVersion },
        { "kind", "InitConfiguration" },

        // Without this, kubeadm would draw a token of its own that lives for 24 hours. This one is the run's, which deletes it.
        { "bootstrapTokens", [new Yaml { { "token", init.BootstrapToken }, { "description", "KubeHa" }, { "ttl", "1h0m0s" } }] },
        { "nodeRegistration", Node(init.NodeRegistration) },
        { "localAPIEndpoint", LocalEndpoint(init.AdvertiseAddress, init.BindPort) },
        { "timeouts", Timeouts(init.Timeouts) },
    };

    public Yaml Document(ClusterConfiguration cluster) => new()
    {
        { "apiVersion", release.KubeadmApiVersion },
        { "kind", "ClusterConfiguration" },
        { "clusterName", cluster.ClusterName },
        { "kubernetesVersion", cluster.KubernetesVersion },
        { "controlPlaneEndpoint", cluster.ControlPlaneEndpoint },
        { "imageRepository", cluster.ImageRepository },
        { "featureGates", FeatureGates(cluster.FeatureGates) },
        { "encryptionAlgorithm", Known(KubeadmFields.EncryptionAlgorithm, cluster.EncryptionAlgorithm) },
        { "certificateValidityPeriod", Known(KubeadmFields.CertificateValidityPeriod, GoText(cluster.CertificateValidityPeriod)) },
        { "networking", new Yaml { { "podSubnet", cluster.PodSubnet }, { "serviceSubnet", cluster.ServiceSubnet }, { "dnsDomain", cluster.DnsDomain } } },
        { "apiServer", ApiServer(cluster) },
        { "dns", Known(KubeadmFields.DnsDisabled, cluster.DnsDisabled is { } disabled ? new Yaml { { "disabled", disabled } } : null) },
        { "etcd", new Yaml { { "local", new Yaml { { "dataDir", cluster.EtcdDataDirectory } } } } },
    };

    public Yaml Document(JoinConfiguration join) => new()
    {
        { "apiVersion", release.KubeadmApiVersion },
        { "kind", "JoinConfiguration" },
        { "nodeRegistration", Node(join.NodeRegistration) },
        { "discovery", Discovery(join) },
        { "controlPlane", join.AdvertiseAddress is { } address ? new Yaml { { "localAPIEndpoint", LocalEndpoint(address, join.BindPort) } } : null },
        { "timeouts", Timeouts(join.Timeouts) },
    };

    private Yaml ApiServer(ClusterConfiguration cluster) => new()
    {
        { "certSANs", cluster.CertificateSans },
        { "timeoutForControlPlane", Known(KubeadmFields.TimeoutForControlPlane, GoText(cluster.TimeoutForControlPlane)) },
    };

    private Yaml Discovery(JoinConfiguration join) => new()
    {
        {
            "bootstrapToken",
            new Yaml { { "apiServerEndpoint", join.Endpoint }, { "token", join.BootstrapToken }, { "caCertHashes", [join.CaHash] } }
        },
        { "timeout", Known(KubeadmFields.DiscoveryTimeout, GoText(join.DiscoveryTimeout)) },
    };

    private Yaml Node(NodeRegistration node)
    {
        var yaml = new Yaml { { "name", node.Name }, { "criSocket", node.CriSocket } };
        AddArguments(yaml, "kubeletExtraArgs", node.KubeletArguments);
        if (node.IgnoredPreflightErrors.Count > 0)
        {
            yaml.Add("ignorePreflightErrors", node.IgnoredPreflightErrors);
        }

        yaml.Add("imagePullPolicy", Known(KubeadmFields.ImagePullPolicy, node.ImagePullPolicy?.ToString()));
        if (node.ImagePullSerial is { } serial)
        {
            Known(KubeadmFields.ImagePullSerial, node);
            yaml.Add("imagePullSerial", serial);
        }

        return yaml;
    }

    /// <summary>A mapping up to v1beta3, which can say a name once; then a list.</summary>
    private void AddArguments(Yaml yaml, string key, IReadOnlyList<Argument> arguments)
    {
        if (arguments.Count == 0)
        {
            return;
        }

        if (KubeadmFields.ArgumentList.IsIn(api))
        {
            yaml.Add(key, arguments.Select(argument => new Yaml { { "name", argument.Name }, { "value", argument.Value } }));
            return;
        }

        var map = new Yaml();
        foreach (var argument in arguments)
        {
            map.Add(argument.Name, argument.Value);
        }

        yaml.Add(key, map);
    }

    private Yaml? Timeouts(KubeadmTimeouts? timeouts)
    {
        if (timeouts is null)
        {
            return null;
        }

        var yaml = new Yaml
        {
            { "controlPlaneComponentHealthCheck", GoText(timeouts.ControlPlane) },
            { "kubeletHealthCheck", GoText(timeouts.Kubelet) },
            { "kubernetesAPICall", GoText(timeouts.ApiCall) },
            { "etcdAPICall", GoText(timeouts.EtcdCall) },
            { "tlsBootstrap", GoText(timeouts.TlsBootstrap) },
            { "discovery", GoText(timeouts.Discovery) },
        };

        return yaml.Node.Children.Count == 0 ? null : Known(KubeadmFields.Timeouts, yaml);
    }

    private static Yaml? FeatureGates(IReadOnlyList<(string Name, bool IsOn)> gates)
    {
        var yaml = new Yaml();
        foreach (var (name, isOn) in gates)
        {
            yaml.Add(name, isOn);
        }

        return gates.Count == 0 ? null : yaml;
    }

    private static Yaml LocalEndpoint(string address, int port) => new() { { "advertiseAddress", address }, { "bindPort", port } };

    /// <summary>What a version lacks was refused by the rules when the cluster was built; written here it would be lost with a warning in a log.</summary>
    private T? Known<T>(KubeadmField field, T? value)
        where T : class =>
        value is null || field.IsIn(api) ? value : throw new ArgumentException($"{release.KubeadmApiVersion} has no {field.Path}.", nameof(value));

    /// <summary>A time as Go writes it.</summary>
    private static string? GoText(TimeSpan? time) => time is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)known.TotalHours}h{known.Minutes}m{known.Seconds}s")
        : null;
}
