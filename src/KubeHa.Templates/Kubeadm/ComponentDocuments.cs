namespace KubeHa.Templates;

/// <summary>The documents that travel beside kubeadm's own; their API versions have not changed since Kubernetes 1.19.</summary>
internal static class ComponentDocuments
{
    public static Yaml Document(KubeletConfiguration kubelet) => new()
    {
        { "apiVersion", "kubelet.config.k8s.io/v1beta1" },
        { "kind", "KubeletConfiguration" },
        { "cgroupDriver", kubelet.CgroupDriver },
        { "failSwapOn", kubelet.FailSwapOn },
        { "failCgroupV1", kubelet.FailCgroupV1 },
        { "rotateCertificates", true },
    };

    public static Yaml Document(KubeProxyConfiguration proxy) => new()
    {
        { "apiVersion", "kubeproxy.config.k8s.io/v1alpha1" },
        { "kind", "KubeProxyConfiguration" },
        { "mode", proxy.Mode },
        { "conntrack", proxy.LeaveConntrackAlone ? NoLimits() : null },
    };

    /// <summary>Zero means "leave it as it is" for each of the four.</summary>
    private static Yaml NoLimits() => new()
    {
        { "maxPerCore", 0 },
        { "min", 0 },
        { "tcpEstablishedTimeout", "0s" },
        { "tcpCloseWaitTimeout", "0s" },
    };
}
