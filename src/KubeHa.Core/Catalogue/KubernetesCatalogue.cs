namespace KubeHa;

/// <summary>The minor versions of Kubernetes that are known, as data. Every rule that asks what fits together reads it.</summary>
public static class KubernetesCatalogue
{
    /// <summary>The last minor version that kubeadm gives etcd 3.4; etcd 3.5 is the first whose members ask before they call an election (pre-vote is its default).</summary>
    public const int LastMinorWithEtcd34 = 21;

    /// <summary>The last minor version with dockershim.</summary>
    public const int LastMinorWithDockershim = 23;

    /// <summary>The first minor version whose joining etcd members are learners (beta and on; GA in 1.32).</summary>
    public const int FirstMinorWithEtcdLearner = 29;

    /// <summary>The first minor version that serves EndpointSlices as discovery.k8s.io/v1; until 1.24 there is v1beta1 (Kubernetes, deprecated API migration guide).</summary>
    internal const int FirstMinorWithEndpointSliceV1 = 21;

    /// <summary>The first minor version whose kube-proxy has the mode nftables as more than an alpha feature.</summary>
    internal const int FirstMinorWithKubeProxyNftables = 31;

    /// <summary>The first minor version in which that mode is stable.</summary>
    internal const int FirstMinorWithStableKubeProxyNftables = 33;

    /// <summary>The first minor version whose kubelet and kubeadm refuse cgroup v1 unless told otherwise.</summary>
    internal const int FirstMinorWithoutCgroupV1 = 35;

    /// <summary>The first minor version whose kubelet reads containerRuntimeEndpoint from its configuration file; before it was an argument alone.</summary>
    internal const int FirstMinorWithEndpointInKubeletConfiguration = 27;

    /// <summary>kubeadm's preflight check of kernel and cgroups, as IgnoredPreflightErrors names it.</summary>
    internal const string SystemVerification = "SystemVerification";

    /// <summary>The first minor version whose kubeadm refuses kernels older than <see cref="OldestKernel"/> (system-validators 1.9).</summary>
    internal const int FirstMinorThatRefusesOldKernels = 32;

    /// <summary>The last one; later ones warn (kubernetes 131919).</summary>
    internal const int LastMinorThatRefusesOldKernels = 33;

    /// <summary>The first minor version with a kubeconfig, super-admin.conf, that RBAC cannot lock out; admin.conf has no rights until init gives them.</summary>
    internal const int FirstMinorWithSuperAdmin = 29;

    /// <summary>The first minor version whose services take networks of both families as all later ones do (KEP-563): behind a gate in this one, for everyone from the next on.</summary>
    internal const int FirstMinorWithDualStack = 20;

    /// <summary>The oldest kernel that they take.</summary>
    internal static Version OldestKernel { get; } = new(4, 19);

    private const string Master = "node-role.kubernetes.io/master";
    private const string ControlPlane = "node-role.kubernetes.io/control-plane";

    // What files and plans are written for. What was brought up for real is less: docs/support-matrix.md.
    private const int FirstRendered = 19;
    private const int LastRendered = 37;

    // Patch levels of December 2022 that took the new registry into minors whose default was the old one, as it was announced; no kubeadm of them was asked.
    private static readonly Dictionary<int, int> PatchesWithNewRegistry = new() { [22] = 17, [23] = 15, [24] = 9 };

    /// <summary>All known minor versions, oldest first.</summary>
    public static IReadOnlyList<KubernetesRelease> Releases { get; } =
    [
        Row(19, 16, "3.2"),
        Row(20, 15, "3.2"),
        Row(21, 14, "3.4.1"),
        Row(22, 17, "3.5"),
        Row(23, 17, "3.6"),
        Row(24, 17, "3.7"),
        Row(25, 16, "3.8"),
        Row(26, 15, "3.9"),
        Row(27, 16, "3.9"),
        Row(28, 15, "3.9"),
        Row(29, 15, "3.9"),
        Row(30, 14, "3.9"),
        Row(31, 14, "3.10"),
        Row(32, 13, "3.10"),
        Row(33, 13, "3.10"),
        Row(34, null, "3.10.1"),
        Row(35, null, "3.10.1"),
        Row(36, null, "3.10.2"),
        Row(37, null, "3.10.2"),
    ];

    /// <summary>The minor versions that are rendered, as messages show them: <c>1.19 to 1.37</c>.</summary>
    public static string RenderedRange => $"1.{FirstRendered} to 1.{LastRendered}";

    /// <summary>The row of a version.</summary>
    /// <param name="version">The version.</param>
    /// <returns>The row, or <see langword="null"/> where the minor version is not known or its last patch level is below the one asked for.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="version"/> is null.</exception>
    public static KubernetesRelease? Find(KubernetesVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);

        return version.Major == 1
            ? Releases.FirstOrDefault(release => release.Minor == version.Minor && (release.FinalPatch is not { } last || version.Patch <= last))
            : null;
    }

    /// <summary>The registry that kubeadm takes images from where it is told of none.</summary>
    internal static string DefaultImageRepository(KubernetesVersion version) =>
        version.IsAtLeast(25) || (PatchesWithNewRegistry.TryGetValue(version.Minor, out var patch) && version.Patch >= patch) ? "registry.k8s.io" : "k8s.gcr.io";

    /// <summary>The API version of kubeadm's documents that is written for a minor version: the newest that it reads.</summary>
    internal static KubeadmApi KubeadmApiOf(int minor) => minor switch { < 22 => KubeadmApi.V1Beta2, < 31 => KubeadmApi.V1Beta3, _ => KubeadmApi.V1Beta4 };

    private static KubernetesRelease Row(int minor, int? finalPatch, string pauseTag) => new(
        minor,
        finalPatch,
        $"kubeadm.k8s.io/v1beta{(int)KubeadmApiOf(minor)}",
        minor switch { < 24 => [Master], 24 => [Master, ControlPlane], _ => [ControlPlane] },
        HasDockershim: minor <= LastMinorWithDockershim,
        pauseTag,
        JoinsEtcdAsLearner: minor >= FirstMinorWithEtcdLearner,
        KubeletMayLag: minor < 25 ? 2 : 3,
        minor < 24 ? KubernetesPackages.MirrorsOnly : KubernetesPackages.ProjectRepositories,
        IsRendered: minor is >= FirstRendered and <= LastRendered);
}
