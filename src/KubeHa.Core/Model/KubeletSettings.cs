namespace KubeHa;

/// <summary>What every kubelet is told. What is <see langword="null"/> is left to the kubelet's own default. The cluster keeps it when it is founded; every kubelet is given what the cluster keeps.</summary>
public sealed record KubeletSettings
{
    /// <summary>Whether nodes keep their swap: then it is not switched off, and the kubelet starts all the same (failSwapOn: false).</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowSwap { get; init; }

    /// <summary>Whether the kubelet starts on machines with cgroup v1 (failCgroupV1: false); it refuses by itself from Kubernetes 1.35 on. Known from 1.31 on; kubeadm's preflight check SystemVerification refuses too.</summary>
    /// <value>The default is <see langword="false"/>: nothing is written.</value>
    public bool AllowCgroupV1 { get; init; }

    /// <summary>How many pods a node takes, 1 to 1000. (Every node has a /24 of the pods' network.)</summary>
    /// <value>The kubelet's default is 110.</value>
    public int? MaxPods { get; init; }

    /// <summary>How many processes a pod may have, 16 to 4194304.</summary>
    /// <value>The kubelet's default is no limit.</value>
    public int? PodProcessLimit { get; init; }

    /// <summary>What is kept for the system: <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c>, <c>pid</c>.</summary>
    /// <value>The default is nothing.</value>
    public IReadOnlyList<ResourceAmount> SystemReserved { get; init; } = [];

    /// <summary>What is kept for kubelet and container runtime: <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c>, <c>pid</c>.</summary>
    /// <value>The default is nothing.</value>
    public IReadOnlyList<ResourceAmount> KubeReserved { get; init; } = [];

    /// <summary>Below what of a signal (<c>memory.available</c>, <c>nodefs.available</c>, <c>nodefs.inodesFree</c>, <c>imagefs.available</c>, <c>imagefs.inodesFree</c>, <c>pid.available</c>) pods are evicted at once. Any replaces all of the kubelet's defaults.</summary>
    /// <value>The default leaves it to the kubelet.</value>
    public IReadOnlyList<ResourceAmount> EvictionHard { get; init; } = [];

    /// <summary>At how many percent of the disk images are cleaned up, 1 to 100.</summary>
    /// <value>The kubelet's default is 85.</value>
    public int? ImageCleanUpAbove { get; init; }

    /// <summary>Down to how many percent of the disk images are cleaned up, 0 to 99; below <see cref="ImageCleanUpAbove"/>.</summary>
    /// <value>The kubelet's default is 80.</value>
    public int? ImageCleanUpTo { get; init; }

    /// <summary>After what time an unused image is cleaned up in any case; from Kubernetes 1.30 on.</summary>
    /// <value>The kubelet's default is never.</value>
    public TimeSpan? UnusedImageAge { get; init; }

    /// <summary>How many images are pulled at a time, 2 to 100; from Kubernetes 1.27 on.</summary>
    /// <value>The kubelet's default is one after the other.</value>
    public int? ParallelImagePulls { get; init; }

    /// <summary>How large a container's log file may grow, for example <c>10Mi</c>.</summary>
    /// <value>The kubelet's default is <c>10Mi</c>.</value>
    public string? ContainerLogSize { get; init; }

    /// <summary>How many log files of a container are kept, 2 to 100.</summary>
    /// <value>The kubelet's default is 5.</value>
    public int? ContainerLogFiles { get; init; }

    /// <summary>For how long a machine's shutdown waits for its pods; from Kubernetes 1.21 on.</summary>
    /// <value>The kubelet's default is not at all.</value>
    public TimeSpan? ShutdownGracePeriod { get; init; }

    /// <summary>How much of <see cref="ShutdownGracePeriod"/> is kept for critical pods.</summary>
    /// <value>The kubelet's default is nothing.</value>
    public TimeSpan? ShutdownGracePeriodOfCriticalPods { get; init; }

    /// <summary>Whether kubelets ask the cluster for their serving certificates. Nobody approves these requests by himself: until somebody does, logs and exec fail.</summary>
    /// <value>The default is <see langword="false"/>: each signs its own.</value>
    public bool ServerTlsBootstrap { get; init; }

    /// <summary>Further arguments of every kubelet, in order. What kubeadm or KubeHa sets itself is refused.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<Argument> ExtraArguments { get; init; } = [];
}
