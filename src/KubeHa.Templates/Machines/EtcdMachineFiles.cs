namespace KubeHa.Templates;

/// <summary>
/// What a machine needs that runs etcd and nothing else: a kubelet that belongs to no cluster and runs static pods only (Kubernetes' documentation, "Set up a High Availability
/// etcd Cluster with kubeadm"), the authority of etcd's certificates, and kubeadm's configuration of the member.
/// </summary>
internal static class EtcdMachineFiles
{
    public static IEnumerable<ConfigFile> For(EtcdMachine machine, Cluster cluster) =>
    [
        .. SharedPki.OfEtcd(machine),
        Marker.For(machine, cluster),
        .. KubeadmInputs.EtcdPatches(cluster).Select(one => TextFile.OfDocument(machine, one.Path, one.Patch.Text)),
        new(machine.Name, FilePaths.EtcdKubelet, Content.Concat(Content.Text(TextFile.Header + "\n"), YamlText.Of([Kubelet(cluster)])), FileModes.Public),
        TextFile.OfLines(machine, FilePaths.EtcdKubeletUnit, Unit(cluster)),
        KubeadmFiles.Etcd(machine, cluster),
    ];

    private static Yaml Kubelet(Cluster cluster) => new()
    {
        { "apiVersion", "kubelet.config.k8s.io/v1beta1" },
        { "kind", "KubeletConfiguration" },
        { "address", "127.0.0.1" },
        { "authentication", new Yaml { { "anonymous", new Yaml { { "enabled", false } } }, { "webhook", new Yaml { { "enabled", false } } } } },
        { "authorization", new Yaml { { "mode", "AlwaysAllow" } } },
        { "cgroupDriver", KubeadmFiles.CgroupDriverName(cluster.Runtime.CgroupDriver) },
        { "containerRuntimeEndpoint", SaysEndpoint(cluster) ? cluster.Runtime.CriSocket : null },
        { "failSwapOn", !cluster.Kubelet.AllowSwap },
        { "failCgroupV1", cluster.Kubelet.AllowCgroupV1 ? false : null },
        { "staticPodPath", "/etc/kubernetes/manifests" },
    };

    /// <summary>Behind kubeadm's own part of the unit (10-kubeadm.conf), whose command it takes away. Where the kubelet is found on PATH is where it is.</summary>
    private static IEnumerable<string> Unit(Cluster cluster) =>
    [
        "[Service]",
        "ExecStart=",
        string.Join(' ', ["ExecStart=/usr/bin/env kubelet", $"--config={FilePaths.EtcdKubelet}", .. Flags(cluster)]),
        "Restart=always",
    ];

    // dockershim needs no socket.
    private static IEnumerable<string> Flags(Cluster cluster) => cluster.Runtime switch
    {
        ContainerRuntime.Docker => [$"--pod-infra-container-image={SandboxImage.Of(cluster)}"],
        _ when SaysEndpoint(cluster) => [],
        _ when cluster.Version.IsAtLeast(KubernetesCatalogue.LastMinorWithDockershim + 1) => [$"--container-runtime-endpoint={cluster.Runtime.CriSocket}"],
        _ => ["--container-runtime=remote", $"--container-runtime-endpoint={cluster.Runtime.CriSocket}"],
    };

    private static bool SaysEndpoint(Cluster cluster) => cluster.Version.IsAtLeast(KubernetesCatalogue.FirstMinorWithEndpointInKubeletConfiguration);
}
