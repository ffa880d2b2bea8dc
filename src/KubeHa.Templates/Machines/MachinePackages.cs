namespace KubeHa.Templates;

/// <summary>Which packages a machine of which role needs. kubelet, kubeadm and kubectl are always named together: one that is left to be a dependency comes in the newest version there is (kubeadm issue 2692).</summary>
internal static class MachinePackages
{
    /// <summary>From this minor version on kubeadm does not bring crictl along, and kubelet's dependencies are to be named.</summary>
    private const int FirstMinorThatNamesTools = 30;

    public static IReadOnlyList<MachinePackage> For(Machine machine, Cluster cluster) =>
        machine is Director && DirectorRule.Of(cluster) is not null
            ? [.. For(machine, cluster.Version, cluster.Runtime), new("nftables")]
            : For(machine, cluster.Version, cluster.Runtime);

    internal static IReadOnlyList<MachinePackage> For(Machine machine, KubernetesVersion version, ContainerRuntime runtime)
    {
        var apt = PlatformCatalogue.Find(machine.Platform) is { Manager: PackageManager.Apt };

        return machine switch
        {
            Director => [new("keepalived"), new("ipvsadm"), new("curl")],
            Client => apt ? [Kubernetes("kubectl"), new("openssl")] : [Kubernetes("kubectl")],
            _ =>
            [
                .. OfRuntime(runtime), Kubernetes("kubelet"), Kubernetes("kubeadm"), Kubernetes("kubectl"), .. Tools(version), new("curl"),
                .. apt ? (MachinePackage[])[new("conntrack"), new("socat"), new("ipset"), new("ethtool"), new("iptables"), new("openssl")] : [new("conntrack-tools"), new("socat"), new("ipset")],
            ],
        };

        MachinePackage Kubernetes(string name) => MachinePackage.Exactly(name, version.ToString().TrimStart('v'));
    }

    private static MachinePackage[] Tools(KubernetesVersion version) => version.IsAtLeast(FirstMinorThatNamesTools) ? [MachinePackage.Held("cri-tools"), MachinePackage.Held("kubernetes-cni")] : [];

    private static MachinePackage[] OfRuntime(ContainerRuntime runtime) => runtime switch
    {
        ContainerRuntime.Docker docker => Docker(docker.Version, docker.ComposeVersion),
        ContainerRuntime.Containerd containerd => [MachinePackage.Exactly("containerd.io", containerd.Version)],
        ContainerRuntime.CriDockerd dockerd => [.. Docker(dockerd.DockerVersion, dockerd.ComposeVersion), MachinePackage.Exactly("cri-dockerd", dockerd.Version)],
        ContainerRuntime.CriO crio => [MachinePackage.Exactly("cri-o", crio.Version)],
        _ => [],
    };

    private static MachinePackage[] Docker(string version, string? compose) =>
    [
        MachinePackage.Exactly("docker-ce", version), MachinePackage.Exactly("docker-ce-cli", version), MachinePackage.Held("containerd.io"),
        .. compose is null ? [] : (MachinePackage[])[MachinePackage.Exactly("docker-compose-plugin", compose)],
    ];
}
