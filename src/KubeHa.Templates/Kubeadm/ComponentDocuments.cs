namespace KubeHa.Templates;

/// <summary>The documents that travel beside kubeadm's own; their API versions have not changed since Kubernetes 1.19.</summary>
internal static class ComponentDocuments
{
    public static Yaml Document(KubeletConfiguration kubelet)
    {
        var settings = kubelet.Settings;
        return new()
        {
            { "apiVersion", "kubelet.config.k8s.io/v1beta1" },
            { "kind", "KubeletConfiguration" },
            { "cgroupDriver", kubelet.CgroupDriver },
            { "failSwapOn", !settings.AllowSwap },
            { "failCgroupV1", settings.AllowCgroupV1 ? false : null },
            { "rotateCertificates", true },
            { "serverTLSBootstrap", settings.ServerTlsBootstrap ? true : null },
            { "maxPods", settings.MaxPods },
            { "podPidsLimit", settings.PodProcessLimit },
            { "systemReserved", Amounts(settings.SystemReserved) },
            { "kubeReserved", Amounts(settings.KubeReserved) },
            { "evictionHard", Amounts(settings.EvictionHard) },
            { "imageGCHighThresholdPercent", settings.ImageCleanUpAbove },
            { "imageGCLowThresholdPercent", settings.ImageCleanUpTo },
            { "imageMaximumGCAge", GoTime.Of(settings.UnusedImageAge) },
            { "serializeImagePulls", settings.ParallelImagePulls is null ? null : false },
            { "maxParallelImagePulls", settings.ParallelImagePulls },
            { "containerLogMaxSize", settings.ContainerLogSize },
            { "containerLogMaxFiles", settings.ContainerLogFiles },
            { "shutdownGracePeriod", GoTime.Of(settings.ShutdownGracePeriod) },
            { "shutdownGracePeriodCriticalPods", GoTime.Of(settings.ShutdownGracePeriodOfCriticalPods) },
        };
    }

    public static Yaml Document(KubeProxyConfiguration proxy) => new()
    {
        { "apiVersion", "kubeproxy.config.k8s.io/v1alpha1" },
        { "kind", "KubeProxyConfiguration" },
        { "mode", proxy.Settings.Mode },
        { "metricsBindAddress", proxy.Settings.MetricsAddress },
        { "nodePortAddresses", Yaml.ListOrNothing(proxy.Settings.NodePortNetworks) },
        { "ipvs", proxy.Settings.Mode == "ipvs" ? Ipvs(proxy) : null },
        { "conntrack", proxy.Settings.LeaveConntrackAlone ? NoLimits() : null },
    };

    private static Yaml Ipvs(KubeProxyConfiguration proxy) => new()
    {
        { "scheduler", proxy.Settings.IpvsScheduler },
        { "strictARP", proxy.Settings.IpvsStrictArp ? true : null },
        { "excludeCIDRs", [.. proxy.OwnNetworks, .. proxy.Settings.IpvsExcludedNetworks] },
    };

    private static Yaml? Amounts(IReadOnlyList<ResourceAmount> amounts)
    {
        var yaml = new Yaml();
        foreach (var amount in amounts)
        {
            yaml.Add(amount.Name, amount.Amount);
        }

        return amounts.Count == 0 ? null : yaml;
    }

    /// <summary>Zero means "leave it as it is" for each of the four.</summary>
    private static Yaml NoLimits() => new()
    {
        { "maxPerCore", 0 },
        { "min", 0 },
        { "tcpEstablishedTimeout", "0s" },
        { "tcpCloseWaitTimeout", "0s" },
    };
}
