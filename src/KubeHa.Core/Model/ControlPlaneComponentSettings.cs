namespace KubeHa;

/// <summary>What kube-apiserver, kube-controller-manager or kube-scheduler is told beside what kubeadm tells it. kubeadm reads it when the cluster is founded; a running cluster is not changed by it.</summary>
public sealed record ControlPlaneComponentSettings
{
    /// <summary>Further arguments, in order. Below Kubernetes 1.31 a name stands once. What kubeadm or KubeHa sets itself is refused.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<Argument> ExtraArguments { get; init; } = [];

    /// <summary>Files and folders of the machine that the component sees.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<ExtraVolume> ExtraVolumes { get; init; } = [];
}
