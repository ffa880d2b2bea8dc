namespace KubeHa;

/// <summary>What every kubelet is told.</summary>
public sealed record KubeletSettings
{
    /// <summary>Whether nodes keep their swap: then it is not switched off, and the kubelet starts all the same (failSwapOn: false).</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowSwap { get; init; }

    /// <summary>Whether the kubelet starts on machines with cgroup v1 (failCgroupV1: false); it refuses by itself from Kubernetes 1.35 on. Known from 1.31 on; kubeadm's preflight check SystemVerification refuses too.</summary>
    /// <value>The default is <see langword="false"/>: nothing is written.</value>
    public bool AllowCgroupV1 { get; init; }
}
