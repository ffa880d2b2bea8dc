namespace KubeHa;

/// <summary>
/// Where kubeadm's documents differ from one API version to the next, as data: rules refuse by it what a version cannot be told, and the writer
/// of the documents asks it before it writes, so that nothing is lost silently. A field that stands here nowhere is in all of them.
/// </summary>
internal static class KubeadmFields
{
    public static KubeadmField Patches { get; } = new("patches", KubeadmApi.V1Beta3);

    public static KubeadmField ImagePullPolicy { get; } = new("nodeRegistration.imagePullPolicy", KubeadmApi.V1Beta3);

    public static KubeadmField ImagePullSerial { get; } = new("nodeRegistration.imagePullSerial", KubeadmApi.V1Beta4);

    /// <summary>Where v1beta4 has all times together, the ones before have two, in two documents.</summary>
    public static KubeadmField Timeouts { get; } = new("timeouts", KubeadmApi.V1Beta4);

    public static KubeadmField TimeoutForControlPlane { get; } = new("apiServer.timeoutForControlPlane", KubeadmApi.V1Beta2, KubeadmApi.V1Beta3);

    public static KubeadmField DiscoveryTimeout { get; } = new("discovery.timeout", KubeadmApi.V1Beta2, KubeadmApi.V1Beta3);

    public static KubeadmField CertificateValidityPeriod { get; } = new("certificateValidityPeriod", KubeadmApi.V1Beta4);

    /// <summary>Before it there was a feature gate, which knew RSA-2048 and ECDSA-P256.</summary>
    public static KubeadmField EncryptionAlgorithm { get; } = new("encryptionAlgorithm", KubeadmApi.V1Beta4);

    /// <summary>Before it the phase addon/coredns is skipped.</summary>
    public static KubeadmField DnsDisabled { get; } = new("dns.disabled", KubeadmApi.V1Beta4);

    /// <summary>Arguments as a list, which keeps their order and may name one twice; before, they are a mapping.</summary>
    public static KubeadmField ArgumentList { get; } = new("extraArgs as a list", KubeadmApi.V1Beta4);
}
