namespace KubeHa;

/// <summary>What kubeadm is told beside its configuration.</summary>
public sealed record KubeadmSettings
{
    /// <summary>Names of preflight checks whose errors kubeadm only warns of, as its --ignore-preflight-errors takes them.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string> IgnoredPreflightErrors { get; init; } = [];

    /// <summary>Whether kubeadm installs CoreDNS.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool InstallDns { get; init; } = true;

    /// <summary>Whether kubeadm pulls images before it begins; from Kubernetes 1.22 on.</summary>
    /// <value>The default, <see langword="null"/>, leaves it to kubeadm: what is not there yet.</value>
    public ImagePullPolicy? ImagePullPolicy { get; init; }

    /// <summary>Whether kubeadm pulls one image after the other; from Kubernetes 1.31 on.</summary>
    /// <value>The default, <see langword="null"/>, leaves it to kubeadm: one after the other.</value>
    public bool? PullImagesSerially { get; init; }

    /// <summary>How long kubeadm waits.</summary>
    /// <value>The default leaves all of it to kubeadm.</value>
    public KubeadmTimeouts Timeouts { get; init; } = new();

    /// <summary>How long the certificates are good that kubeadm makes, from 1 day to 10 years in whole hours; from Kubernetes 1.31 on. (The cluster's own CA is not made by kubeadm.)</summary>
    /// <value>The default, <see langword="null"/>, leaves it to kubeadm: one year.</value>
    public TimeSpan? CertificateValidity { get; init; }

    /// <summary>The keys of the certificates that kubeadm makes.</summary>
    /// <value>The default, <see langword="null"/>, leaves it to kubeadm: RSA with 2048 bits.</value>
    public CertificateKeyAlgorithm? KeyAlgorithm { get; init; }
}
