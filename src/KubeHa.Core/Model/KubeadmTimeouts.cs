namespace KubeHa;

/// <summary>How long kubeadm waits; what is <see langword="null"/> is left to kubeadm's own default. Each from 1 second to 1 day, in whole seconds.</summary>
public sealed record KubeadmTimeouts
{
    /// <summary>For the components of a control plane.</summary>
    /// <value>kubeadm's default is 4 minutes.</value>
    public TimeSpan? ControlPlane { get; init; }

    /// <summary>For a joining node to find the cluster.</summary>
    /// <value>kubeadm's default is 5 minutes.</value>
    public TimeSpan? Discovery { get; init; }

    /// <summary>For the kubelet; from Kubernetes 1.31 on.</summary>
    /// <value>kubeadm's default is 4 minutes.</value>
    public TimeSpan? Kubelet { get; init; }

    /// <summary>For a joining kubelet to get its certificate; from Kubernetes 1.31 on.</summary>
    /// <value>kubeadm's default is 5 minutes.</value>
    public TimeSpan? TlsBootstrap { get; init; }

    /// <summary>For a call of etcd, the promotion of a learner included; from Kubernetes 1.31 on.</summary>
    /// <value>kubeadm's default is 2 minutes.</value>
    public TimeSpan? EtcdCall { get; init; }

    /// <summary>For a call of the Kubernetes API; from Kubernetes 1.31 on.</summary>
    /// <value>kubeadm's default is 1 minute.</value>
    public TimeSpan? ApiCall { get; init; }
}
