namespace KubeHa.Templates;

/// <summary>kubeadm's ClusterConfiguration.</summary>
internal sealed record ClusterConfiguration(
    string ClusterName,
    string KubernetesVersion,
    string ControlPlaneEndpoint,
    string? ImageRepository,
    string PodSubnet,
    string ServiceSubnet,
    string DnsDomain,
    IReadOnlyList<string> CertificateSans,
    string EtcdDataDirectory);
