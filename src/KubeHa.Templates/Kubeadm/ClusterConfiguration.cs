namespace KubeHa.Templates;

/// <summary>kubeadm's ClusterConfiguration, as all API versions together know it; <see cref="KubeadmFields"/> says where they differ. What is null is left out.</summary>
internal sealed record ClusterConfiguration(
    string ClusterName,
    string KubernetesVersion,
    string ControlPlaneEndpoint,
    string? ImageRepository,
    string PodSubnet,
    string ServiceSubnet,
    string DnsDomain,
    IReadOnlyList<string> CertificateSans,
    EtcdConfiguration Etcd)
{
    /// <summary>v1beta2 and v1beta3 only: <see cref="KubeadmFields.TimeoutForControlPlane"/>.</summary>
    public TimeSpan? TimeoutForControlPlane { get; init; }

    /// <summary>From v1beta4 on: <see cref="KubeadmFields.EncryptionAlgorithm"/>.</summary>
    public string? EncryptionAlgorithm { get; init; }

    /// <summary>From v1beta4 on: <see cref="KubeadmFields.CertificateValidityPeriod"/>.</summary>
    public TimeSpan? CertificateValidityPeriod { get; init; }

    /// <summary>From v1beta4 on: <see cref="KubeadmFields.DnsDisabled"/>.</summary>
    public bool? DnsDisabled { get; init; }

    /// <summary>kube-apiserver.</summary>
    public required ComponentConfiguration ApiServer { get; init; }

    /// <summary>kube-controller-manager.</summary>
    public required ComponentConfiguration ControllerManager { get; init; }

    /// <summary>kube-scheduler.</summary>
    public required ComponentConfiguration Scheduler { get; init; }

    /// <summary>kubeadm's own feature gates; which there are depends on the minor version.</summary>
    public IReadOnlyList<FeatureGate> FeatureGates { get; init; } = [];
}
