namespace KubeHa.Templates;

/// <summary>Which machine gets which files.</summary>
internal static class ClusterFiles
{
    public static IEnumerable<ConfigFile> Of(Cluster cluster) => cluster.Machines.SelectMany(machine => Of(machine, cluster));

    private static IEnumerable<ConfigFile> Of(Machine machine, Cluster cluster) =>
        [HostsBlock.For(machine, cluster.Endpoint), .. PackageRepositories.For(machine, cluster), .. OfRole(machine, cluster)];

    private static IEnumerable<ConfigFile> OfRole(Machine machine, Cluster cluster) => machine switch
    {
        Director director => DirectorFiles.For(director, DirectorFacts.Of(director), cluster),
        ControlPlane controlPlane =>
        [
            .. OfNode(machine, cluster),
            .. ControlPlaneFiles.For(controlPlane, cluster),
            .. KubeadmInputs.For(controlPlane, cluster),
            .. PodNetworkFiles.For(controlPlane, cluster),
            KubeadmFiles.Init(controlPlane, cluster),
            KubeadmFiles.Join(controlPlane, cluster),
        ],
        EtcdMachine etcd => [.. OfNode(machine, cluster), .. EtcdMachineFiles.For(etcd, cluster)],
        Worker => [.. OfNode(machine, cluster), KubeadmFiles.Join(machine, cluster)],
        _ => [],
    };

    private static IEnumerable<ConfigFile> OfNode(Machine node, Cluster cluster) =>
        NodeFiles.For(node, cluster).Concat(RuntimeFiles.For(node, cluster));
}
