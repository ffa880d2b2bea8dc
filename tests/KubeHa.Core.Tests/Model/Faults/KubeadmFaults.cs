using static KubeHa.Tests.Fault;

namespace KubeHa.Tests;

/// <summary>What kubeadm is told.</summary>
internal static class KubeadmFaults
{
    private const string Policy = "apiVersion: audit.k8s.io/v1\nkind: Policy";

    public static IEnumerable<Fault> All =>
    [
        .. Each("fields of kubeadm's documents with Kubernetes", version => BrokenBuilders.Kubeadm(
            new()
            {
                ImagePullPolicy = ImagePullPolicy.Never, PullImagesSerially = true, CertificateValidity = TimeSpan.FromDays(90), Patches = [new("etcd", "spec: {}"), new("x", "spec: {}")],
                Timeouts = new() { ControlPlane = Seconds(9), Discovery = Seconds(9), Kubelet = Seconds(9), TlsBootstrap = Seconds(9), EtcdCall = Seconds(9), ApiCall = Seconds(9) },
            },
            version), "1.21.14", "1.22.0", "1.30.14", "1.31.0", "1.38.0"),
        .. Each("every timeout, in seconds", seconds => BrokenBuilders.Kubeadm(
            new() { Timeouts = new() { ControlPlane = Seconds(seconds), Discovery = Seconds(seconds), Kubelet = Seconds(seconds), TlsBootstrap = Seconds(seconds), EtcdCall = Seconds(seconds), ApiCall = Seconds(seconds) } }, "1.31.0"),
            0.5, 1, 1.5, 86400, 86401),
        .. Each("the certificates' validity, in hours", hours => BrokenBuilders.Kubeadm(new() { CertificateValidity = TimeSpan.FromHours(hours) }, "1.31.0"), 23, 24, 24.5, 87600, 87601),
        .. Each("a key algorithm", algorithm => BrokenBuilders.Kubeadm(new() { KeyAlgorithm = algorithm }), [.. Enum.GetValues<CertificateKeyAlgorithm>(), (CertificateKeyAlgorithm)7]),
        .. Each("RSA 3072 with Kubernetes", version => BrokenBuilders.Kubeadm(new() { KeyAlgorithm = CertificateKeyAlgorithm.Rsa3072 }, version), "1.30.14", "1.31.0", "1.38.0"),
        .. Each("ECDSA P384 with Kubernetes", version => BrokenBuilders.Kubeadm(new() { KeyAlgorithm = CertificateKeyAlgorithm.EcdsaP384 }, version), "1.33.0", "1.34.0"),
        .. Each("cgroup v1 with Kubernetes", version => BrokenBuilders.Kubelet(new() { AllowCgroupV1 = true }, version), "1.30.14", "1.31.0", "1.34.0", "1.35.0"),
        .. Each("cgroup v1 and an ignored preflight error", error => BrokenBuilders.Kubelet(new() { AllowCgroupV1 = true }, "1.35.0").WithKubeadm(new() { IgnoredPreflightErrors = [error] }), "systemverification", "NumCPU"),
        .. Each("a feature gate", gate => BrokenBuilders.Kubeadm(new() { FeatureGates = [new("RootlessControlPlane", true), new(gate, false)] }, "1.34.1"), "NodeLocalCRISocket", "PublicKeysECDSA", "IPv6DualStack", "WaitForAllControlPlaneComponents", "ControlPlaneKubeletLocalMode", "Any"),
        .. Each("IPv6DualStack with Kubernetes", version => BrokenBuilders.Kubeadm(new() { FeatureGates = [new("IPv6DualStack", true)] }, version), "1.21.14", "1.23.17", "1.24.17", "1.38.0"),
        new("a locked feature gate that is on", () => BrokenBuilders.Kubeadm(new() { FeatureGates = [new("WaitForAllControlPlaneComponents", true)] }, "1.34.1")),
        .. Each("a patch over", target => BrokenBuilders.Kubeadm(new() { Patches = [new("etcd", "spec: {}"), new(target, "spec: {}")] }, "1.31.0"), "kube-apiserver", "corednsdeployment", "kubeproxydaemonset", "kubeletconfiguration", ""),
        .. Each("kept days of the audit log", days => Audit(new(Policy) { KeptDays = days }), 0, 1, 3650, 3651),
        .. Each("kept files of the audit log", files => Audit(new(Policy) { KeptFiles = files }), 0, 1, 1000, 1001),
        .. Each("the largest file of the audit log", size => Audit(new(Policy) { LargestFile = size }), 0, 1, 10000, 10001),
        .. Each("a certificate's name", name => BrokenBuilders.Kubeadm(new() { ExtraCertificateNames = ["api.example", name] }), "*.example.com", "192.168.33.1", "fd00::1", "*.", "*", "*.*.example", "*.192.168.33.1", "Api.example", "localhost", null!),
        .. Each("an encrypted resource", name => BrokenBuilders.Kubeadm(new() { EncryptedResources = ["secrets", name] }), "leases.coordination.k8s.io", "Secret", "", null!, "*"),

        new("things that stand there twice", () => BrokenBuilders.Kubeadm(
            new()
            {
                FeatureGates = [new("RootlessControlPlane", true), new("RootlessControlPlane", false)], EncryptedResources = ["secrets", "secrets", "secrets"], Patches = [new("etcd", "spec: {}"), new("etcd", "a: {}"), new("etcd", "a: {}", KubeadmPatchKind.Merge)],
                Scheduler = new() { ExtraVolumes = [new("a", "/a", "/a"), new("a", "/b", "/b")], ExtraArguments = [new("v", "1"), new("v", "2")] }, ControllerManager = new() { ExtraVolumes = [new("a", "/a", "/a")] }, EtcdArguments = [new("a", "1"), new("a", "1")],
            },
            "1.30.14").WithKubelet(new() { ExtraArguments = [new("v", "1"), new("v", "1")], SystemReserved = [new("cpu", "1"), new("cpu", "2")], KubeReserved = [new("cpu", "1"), new("cpu", "2")], EvictionHard = [new("pid.available", "1"), new("pid.available", "2")] })),
        new("arguments that stand there twice in a list", () => BrokenBuilders.Kubeadm(new() { ApiServer = new() { ExtraArguments = [new("v", "1"), new("v", "2")] } }, "1.31.0")),
        new("arguments that stand there twice with an unknown Kubernetes", () => BrokenBuilders.Kubeadm(new() { ApiServer = new() { ExtraArguments = [new("v", "1"), new("v", "2")] } }, "1.38.0")),
    ];

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static ClusterBuilder Audit(AuditSettings settings) => BrokenBuilders.Kubeadm(new() { Audit = settings });
}
