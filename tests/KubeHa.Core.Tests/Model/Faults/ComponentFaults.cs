using static KubeHa.Tests.Fault;

namespace KubeHa.Tests;

/// <summary>What Kubernetes' programs are told.</summary>
internal static class ComponentFaults
{
    public static IEnumerable<Fault> All =>
    [
        .. Each("an argument's name", name => ApiServer(new("v", "1"), new(name, "1")), "a-b9", "", "A", "aB", "A_b", "-a", "--v", "a_b", Letters(100), Letters(101)),
        .. Each("an argument's value", value => ApiServer(new Argument("v", value)), "aZ9-_.,:;/=+@*<%[]", "", null!, "a b", "$(id)", "it's", Letters(2000), Letters(2001)),
        .. Each("an argument of kube-apiserver", name => ApiServer(new Argument(name, "1")), "secure-port", "audit-log-path", "encryption-provider-config", "port"),
        .. Each("an argument of kube-apiserver beside an audit log", name => BrokenBuilders.Kubeadm(Of(name) with { Audit = new("apiVersion: audit.k8s.io/v1\nkind: Policy") }),
            "audit-policy-file", "audit-log-path", "audit-log-maxage", "audit-log-maxbackup", "audit-log-maxsize", "audit-log-format", "encryption-provider-config"),
        .. Each("an argument of kube-apiserver beside encryption", name => BrokenBuilders.Kubeadm(Of(name) with { EncryptedResources = ["secrets"] }), "encryption-provider-config", "audit-log-path"),
        new("kube-apiserver's arguments for others", () => BrokenBuilders.Kubeadm(new() { Audit = new("apiVersion: audit.k8s.io/v1\nkind: Policy"), EncryptedResources = ["secrets"], Scheduler = new() { ExtraArguments = [new("audit-log-path", "a"), new("encryption-provider-config", "a")] } })),
        new("arguments that are set already", () => BrokenBuilders.Kubeadm(
            new() { ControllerManager = new() { ExtraArguments = [new("v", "1"), new("cluster-cidr", "a")] }, Scheduler = new() { ExtraArguments = [new("kubeconfig", "a")] }, EtcdArguments = [new("data-dir", "/a")] })
            .WithKubelet(new() { ExtraArguments = [new("node-ip", "a")] })),
        .. Each("the scheduler's logtostderr with Kubernetes", version => BrokenBuilders.Kubeadm(new() { Scheduler = new() { ExtraArguments = [new("logtostderr", "true")] } }, version), "1.25.16", "1.26.0"),
        .. Each("anonymous-auth", value => ApiServer(new("v", "1"), new("anonymous-auth", value)), "true", "false"),
        .. Each("bind-address", value => ApiServer(new("v", "1"), new("bind-address", value)), "0.0.0.0", "192.168.33.11"),
        new("bind-address, masquerading", () => ApiServer(new Argument("bind-address", "127.0.0.1")).WithLvsPair("192.168.33.130", lvs => lvs.WithForwarding(new LvsForwarding.Masquerade()))),
        new("anonymous-auth and bind-address of the scheduler", () => BrokenBuilders.Kubeadm(new() { Scheduler = new() { ExtraArguments = [new("anonymous-auth", "false"), new("bind-address", "127.0.0.1")] } })),
        .. Each("a volume's name", name => Volume(new(name, "/a", "/b")), "a-1", "", null!, "A"),
        .. Each("a volume's path", path => Volume(new("a", path, path)), "/a", "a"),

        .. Each("an amount", amount => BrokenBuilders.Kubelet(new() { SystemReserved = [new("cpu", "500m"), new("memory", amount)] }),
            ["1", "1m", "1k", "1M", "1G", "1T", "1Ki", "1Mi", "1Gi", "1Ti", "1%", "1Pi", "", "Gi", "1 Gi", "1.5Gi", "-1", null!, "123456789012345", "1234567890123456"]),
        .. Each("an amount to evict at", amount => BrokenBuilders.Kubelet(new() { EvictionHard = [new("memory.available", amount)] }), ["1", "1m", "1k", "1M", "1G", "1T", "1Ki", "1Mi", "1Gi", "1Ti", "100%", "101%", "0100%", "999%", "1234Mi"]),
        new("a part of the whole to reserve", () => BrokenBuilders.Kubelet(new() { KubeReserved = [new("memory", "1%")] })),
        new("amounts of unknown things", () => BrokenBuilders.Kubelet(new() { SystemReserved = [new("gpu", "1")], KubeReserved = [new("cpus", "1")], EvictionHard = [new("memory", "1")] })),
        .. Each("a thing to reserve", name => BrokenBuilders.Kubelet(new() { KubeReserved = [new(name, "1")] }), "cpu", "memory", "ephemeral-storage", "pid"),
        .. Each("a signal to evict by", name => BrokenBuilders.Kubelet(new() { EvictionHard = [new(name, "1")] }), "memory.available", "nodefs.available", "nodefs.inodesFree", "imagefs.available", "imagefs.inodesFree", "pid.available"),
        .. Each("the size of containers' logs", size => BrokenBuilders.Kubelet(new() { ContainerLogSize = size }), "10Mi", "10%", "ten"),
        .. Each("the kubelet's settings with Kubernetes", version => BrokenBuilders.Kubelet(
            new() { AllowCgroupV1 = true, UnusedImageAge = TimeSpan.FromDays(9), ParallelImagePulls = 3, ShutdownGracePeriod = TimeSpan.FromMinutes(1), ShutdownGracePeriodOfCriticalPods = TimeSpan.FromMinutes(1) }, version),
            "1.20.2", "1.21.0", "1.26.0", "1.27.0", "1.29.0", "1.30.0", "1.31.0", "1.38.0"),
        .. Each("the most pods", count => Now(new() { MaxPods = count }), 0, 1, 1000, 1001),
        .. Each("the most processes of a pod", count => Now(new() { PodProcessLimit = count }), 15, 16, 4194304, 4194305),
        .. Each("cleaning up images above", percent => Now(new() { ImageCleanUpAbove = percent, ImageCleanUpTo = 0 }), 0, 1, 100, 101),
        .. Each("cleaning up images above, to the default", percent => Now(new() { ImageCleanUpAbove = percent }), 80, 81),
        .. Each("cleaning up images to", percent => Now(new() { ImageCleanUpTo = percent }), -1, 0, 84, 85),
        .. Each("cleaning up images above 70 to", percent => Now(new() { ImageCleanUpAbove = 70, ImageCleanUpTo = percent }), 69, 70),
        .. Each("images pulled at once", count => Now(new() { ParallelImagePulls = count }), 1, 2, 100, 101),
        .. Each("files of a container's log", count => Now(new() { ContainerLogFiles = count }), 1, 2, 100, 101),
        .. Each("the age of images, in seconds", seconds => Now(new() { UnusedImageAge = TimeSpan.FromSeconds(seconds) }), 0.5, 1, 1.5, 315360000, 315360001),
        .. Each("the grace period, in seconds", seconds => Now(new() { ShutdownGracePeriod = TimeSpan.FromSeconds(seconds) }), 0.5, 1, 3600, 3601),
        .. Each("the grace period of critical pods of 10, in seconds", seconds => Now(new() { ShutdownGracePeriod = TimeSpan.FromSeconds(10), ShutdownGracePeriodOfCriticalPods = TimeSpan.FromSeconds(seconds) }), 0, 1, 10, 11),
        new("the grace period of critical pods alone", () => Now(new() { ShutdownGracePeriodOfCriticalPods = TimeSpan.FromSeconds(1), UnusedImageAge = TimeSpan.Zero })),
    ];

    private static KubeadmSettings Of(params string[] names) => new() { ApiServer = new() { ExtraArguments = [.. names.Select(name => new Argument(name, "1"))] } };

    private static ClusterBuilder ApiServer(params Argument[] arguments) => BrokenBuilders.Kubeadm(new() { ApiServer = new() { ExtraArguments = arguments } });

    private static ClusterBuilder Volume(ExtraVolume volume) => BrokenBuilders.Kubeadm(new() { ControllerManager = new() { ExtraVolumes = [new("first", "/a", "/a"), volume] } });

    private static ClusterBuilder Now(KubeletSettings settings) => BrokenBuilders.Kubelet(settings, "1.31.0");
}
