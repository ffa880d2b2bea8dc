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
        { "bootstrapTokens", init.BootstrapToken is { } token ? [new Yaml { { "token", token }, { "description", "KubeHa" }, { "ttl", "1h0m0s" } }] : null },
        { "nodeRegistration", Node(init.NodeRegistration) },
        { "localAPIEndpoint", LocalEndpoint(init.AdvertiseAddress, init.BindPort) },
        { "patches", Patches(init.PatchDirectory) },
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
        { "certificateValidityPeriod", Known(KubeadmFields.CertificateValidityPeriod, GoTime.Of(cluster.CertificateValidityPeriod)) },
        { "networking", new Yaml { { "podSubnet", cluster.PodSubnet }, { "serviceSubnet", cluster.ServiceSubnet }, { "dnsDomain", cluster.DnsDomain } } },
        { "apiServer", ApiServer(cluster) },
        { "controllerManager", NothingIfEmpty(Component(cluster.ControllerManager, new Yaml())) },
        { "scheduler", NothingIfEmpty(Component(cluster.Scheduler, new Yaml())) },
        { "dns", Known(KubeadmFields.DnsDisabled, cluster.DnsDisabled is { } disabled ? new Yaml { { "disabled", disabled } } : null) },
        { "etcd", Etcd(cluster.Etcd) },
    };

    public Yaml Document(JoinConfiguration join) => new()
    {
        { "apiVersion", release.KubeadmApiVersion },
        { "kind", "JoinConfiguration" },
        { "nodeRegistration", Node(join.NodeRegistration) },
        { "discovery", Discovery(join) },
        { "controlPlane", join.AdvertiseAddress is { } address ? new Yaml { { "localAPIEndpoint", LocalEndpoint(address, join.BindPort) } } : null },
        { "patches", Patches(join.PatchDirectory) },
        { "timeouts", Timeouts(join.Timeouts) },
    };

    private Yaml Etcd(EtcdConfiguration etcd) => etcd switch
    {
        EtcdConfiguration.External external => new Yaml
        {
            { "external", new Yaml { { "endpoints", external.Endpoints }, { "caFile", external.CaFile }, { "certFile", external.CertificateFile }, { "keyFile", external.KeyFile } } },
        },
        EtcdConfiguration.Local local => new Yaml { { "local", WithArguments(new Yaml { { "dataDir", local.DataDirectory } }, "extraArgs", local.Arguments) } },
        _ => throw new System.Diagnostics.UnreachableException("An etcd that nobody wrote yet."),
    };

    private Yaml ApiServer(ClusterConfiguration cluster) => Component(cluster.ApiServer, new Yaml
    {
        { "certSANs", cluster.CertificateSans },
        { "timeoutForControlPlane", Known(KubeadmFields.TimeoutForControlPlane, GoTime.Of(cluster.TimeoutForControlPlane)) },
    });

    private Yaml Component(ComponentConfiguration component, Yaml yaml)
    {
        WithArguments(yaml, "extraArgs", component.Arguments);
        yaml.Add("extraVolumes", Yaml.ListOrNothing<Yaml>([.. component.Volumes.Select(volume => new Yaml
        {
            { "name", volume.Name }, { "hostPath", volume.HostPath }, { "mountPath", volume.MountPath }, { "readOnly", volume.ReadOnly }, { "pathType", volume.PathType },
        })]));

        return yaml;
    }

    private Yaml? Patches(string? directory) => Known(KubeadmFields.Patches, directory is null ? null : new Yaml { { "directory", directory } });

    private static Yaml? NothingIfEmpty(Yaml yaml) => yaml.Node.Children.Count == 0 ? null : yaml;

    private Yaml Discovery(JoinConfiguration join) => new()
    {
        {
            "bootstrapToken",
            new Yaml { { "apiServerEndpoint", join.Endpoint }, { "token", join.BootstrapToken }, { "caCertHashes", [join.CaHash] } }
        },
        { "timeout", Known(KubeadmFields.DiscoveryTimeout, GoTime.Of(join.DiscoveryTimeout)) },
    };

    private Yaml Node(NodeRegistration node)
    {
        var yaml = new Yaml
        {
            { "name", node.Name },
            { "criSocket", node.CriSocket },
            { "taints", Yaml.ListOrNothing<Yaml>([.. node.Taints.Select(Taint)]) },
        };
        WithArguments(yaml, "kubeletExtraArgs", node.KubeletArguments);
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

    private static Yaml Taint(NodeTaint taint) => new()
    {
        { "key", taint.Key },
        { "value", taint.Value.Length == 0 ? null : taint.Value },
        { "effect", taint.Effect.ToString() },
    };

    /// <summary>A mapping up to v1beta3, which can say a name once; then a list.</summary>
    private Yaml WithArguments(Yaml yaml, string key, IReadOnlyList<Argument> arguments)
    {
        if (arguments.Count > 0 && KubeadmFields.ArgumentList.IsIn(api))
        {
            yaml.Add(key, arguments.Select(argument => new Yaml { { "name", argument.Name }, { "value", argument.Value } }));
        }
        else if (arguments.Count > 0)
        {
            var map = new Yaml();
            foreach (var argument in arguments)
            {
                map.Add(argument.Name, argument.Value);
            }

            yaml.Add(key, map);
        }

        return yaml;
    }

    private Yaml? Timeouts(KubeadmTimeouts? timeouts)
    {
        if (timeouts is null)
        {
            return null;
        }

        var yaml = new Yaml
        {
            { "controlPlaneComponentHealthCheck", GoTime.Of(timeouts.ControlPlane) },
            { "kubeletHealthCheck", GoTime.Of(timeouts.Kubelet) },
            { "kubernetesAPICall", GoTime.Of(timeouts.ApiCall) },
            { "etcdAPICall", GoTime.Of(timeouts.EtcdCall) },
            { "tlsBootstrap", GoTime.Of(timeouts.TlsBootstrap) },
            { "discovery", GoTime.Of(timeouts.Discovery) },
        };

        return yaml.Node.Children.Count == 0 ? null : Known(KubeadmFields.Timeouts, yaml);
    }

    private static Yaml? FeatureGates(IReadOnlyList<FeatureGate> gates)
    {
        var yaml = new Yaml();
        foreach (var gate in gates)
        {
            yaml.Add(gate.Name, gate.IsOn);
        }

        return NothingIfEmpty(yaml);
    }

    private static Yaml LocalEndpoint(string address, int port) => new() { { "advertiseAddress", address }, { "bindPort", port } };

    /// <summary>What a version lacks was refused by the rules when the cluster was built; written here it would be lost with a warning in a log.</summary>
    private T? Known<T>(KubeadmField field, T? value)
        where T : class =>
        value is null || field.IsIn(api) ? value : throw new ArgumentException($"{release.KubeadmApiVersion} has no {field.Path}.", nameof(value));
}
