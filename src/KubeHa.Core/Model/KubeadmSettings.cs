namespace KubeHa;

/// <summary>What kubeadm is told beside its configuration.</summary>
public sealed record KubeadmSettings
{
    /// <summary>Names of preflight checks whose errors kubeadm only warns of, as its --ignore-preflight-errors takes them.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string> IgnoredPreflightErrors { get; init; } = [];

    /// <summary>Whether a kernel or cgroups that kubeadm does not take are no error.</summary>
    internal bool IgnoresSystemVerification => IgnoredPreflightErrors.Contains(KubernetesCatalogue.SystemVerification, StringComparer.OrdinalIgnoreCase);

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

    /// <summary>kubeadm's own feature gates. Which there are depends on the version of Kubernetes; take out what a new version no longer knows.</summary>
    /// <value>The default is none: kubeadm's own defaults.</value>
    public IReadOnlyList<FeatureGate> FeatureGates { get; init; } = [];

    /// <summary>Further names and addresses in the apiservers' certificates: DNS names (also <c>*.example.com</c>) and IP addresses. Virtual IP, endpoint and every control plane are in them anyway.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string> ExtraCertificateNames { get; init; } = [];

    /// <summary>kube-apiserver.</summary>
    public ControlPlaneComponentSettings ApiServer { get; init; } = new();

    /// <summary>kube-controller-manager.</summary>
    public ControlPlaneComponentSettings ControllerManager { get; init; } = new();

    /// <summary>kube-scheduler.</summary>
    public ControlPlaneComponentSettings Scheduler { get; init; } = new();

    /// <summary>Further arguments of the etcd that kubeadm runs, on control planes or on machines of its own, in order, for example <c>quota-backend-bytes</c>.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<Argument> EtcdArguments { get; init; } = [];

    /// <summary>The audit log of the apiservers.</summary>
    /// <value>The default, <see langword="null"/>, is none.</value>
    public AuditSettings? Audit { get; init; }

    /// <summary>
    /// What apiservers encrypt before etcd gets it, for example <c>secrets</c> and <c>configmaps</c>: resources, with their group behind a dot where they have one. By secretbox, under a
    /// key that is one of the cluster's secrets (<see cref="SecretNames.EncryptionKey"/>); what was written before stays readable. Given to the apiserver when the cluster is founded, and never to
    /// be taken out again: without the key nobody reads what was written with it.
    /// </summary>
    /// <value>The default is nothing.</value>
    public IReadOnlyList<string> EncryptedResources { get; init; } = [];

    /// <summary>Patches over what kubeadm generates; from Kubernetes 1.22 on.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<KubeadmPatch> Patches { get; init; } = [];
}
