namespace KubeHa;

/// <summary>Arguments of Kubernetes' programs that are not the user's to set, and those that are gone, as data.</summary>
internal static class ComponentArguments
{
    public const string ApiServer = "kube-apiserver";
    public const string ControllerManager = "kube-controller-manager";
    public const string Scheduler = "kube-scheduler";
    public const string Etcd = "etcd";
    public const string Kubelet = "kubelet";

    // What kubeadm writes from its own documents, and what makes a cluster highly available.
    private static readonly Dictionary<string, HashSet<string>> Managed = new(StringComparer.Ordinal)
    {
        [ApiServer] =
        [
            "advertise-address", "client-ca-file", "enable-bootstrap-token-auth", "etcd-cafile", "etcd-certfile", "etcd-keyfile", "etcd-servers", "insecure-port",
            "kubelet-client-certificate", "kubelet-client-key", "proxy-client-cert-file", "proxy-client-key-file", "requestheader-allowed-names", "requestheader-client-ca-file",
            "requestheader-extra-headers-prefix", "requestheader-group-headers", "requestheader-username-headers", "secure-port", "service-account-signing-key-file",
            "service-cluster-ip-range", "tls-cert-file", "tls-private-key-file",
        ],
        [ControllerManager] =
        [
            "allocate-node-cidrs", "authentication-kubeconfig", "authorization-kubeconfig", "client-ca-file", "cluster-cidr", "cluster-name", "cluster-signing-cert-file", "cluster-signing-key-file",
            "kubeconfig", "leader-elect", "node-cidr-mask-size", "node-cidr-mask-size-ipv4", "node-cidr-mask-size-ipv6", "requestheader-client-ca-file", "root-ca-file",
            "service-account-private-key-file", "service-cluster-ip-range", "use-service-account-credentials",
        ],
        [Scheduler] = ["authentication-kubeconfig", "authorization-kubeconfig", "kubeconfig", "leader-elect"],
        [Etcd] =
        [
            "advertise-client-urls", "cert-file", "client-cert-auth", "data-dir", "force-new-cluster", "initial-advertise-peer-urls", "initial-cluster", "initial-cluster-state", "initial-cluster-token",
            "key-file", "listen-client-http-urls", "listen-client-urls", "listen-metrics-urls", "listen-peer-urls", "name", "peer-cert-file", "peer-client-cert-auth", "peer-key-file", "peer-trusted-ca-file", "trusted-ca-file",
        ],
        [Kubelet] =
        [
            "bootstrap-kubeconfig", "cgroup-driver", "client-ca-file", "cluster-dns", "cluster-domain", "config", "container-runtime-endpoint", "fail-swap-on", "hostname-override", "kubeconfig", "node-ip",
            "node-labels", "pod-manifest-path", "register-with-taints", "rotate-certificates",
        ],
    };

    // By the first minor version without it: the program does not start with it.
    private static readonly Dictionary<(string Component, string Argument), int> Gone = new()
    {
        [(ApiServer, "port")] = 24,
        [(ApiServer, "address")] = 24,
        [(ApiServer, "insecure-bind-address")] = 24,
        [(ControllerManager, "port")] = 24,
        [(ControllerManager, "address")] = 24,
        [(ControllerManager, "enable-taint-manager")] = 27,
        [(ControllerManager, "pod-eviction-timeout")] = 27,
        [(Scheduler, "port")] = 24,
        [(Scheduler, "address")] = 24,
        [(Scheduler, "algorithm-provider")] = 23,
        [(Scheduler, "policy-config-file")] = 23,
        [(Scheduler, "policy-configmap")] = 23,
        [(Scheduler, "policy-configmap-namespace")] = 23,
        [(Scheduler, "use-legacy-policy-config")] = 23,
        [(Etcd, "enable-v2")] = 34,
        [(Kubelet, "network-plugin")] = 24,
        [(Kubelet, "cni-conf-dir")] = 24,
        [(Kubelet, "cni-bin-dir")] = 24,
        [(Kubelet, "docker-endpoint")] = 24,
        [(Kubelet, "container-runtime")] = 27,
        [(Kubelet, "master-service-namespace")] = 27,
        [(Kubelet, "keep-terminated-pod-volumes")] = 31,
        [(Kubelet, "iptables-masquerade-bit")] = 31,
        [(Kubelet, "iptables-drop-bit")] = 31,
        [(Kubelet, "pod-infra-container-image")] = 35,
    };

    // All programs of Kubernetes lost klog's own arguments but -v and -vmodule at once (KEP-2845).
    private const int FirstMinorWithoutLogFlags = 26;

    private static readonly HashSet<string> LogFlags = new(StringComparer.Ordinal)
    {
        "add-dir-header", "alsologtostderr", "log-backtrace-at", "log-dir", "log-file", "log-file-max-size", "logtostderr", "one-output", "skip-headers", "skip-log-headers", "stderrthreshold",
    };

    public static bool IsManaged(string component, string argument) => Managed[component].Contains(argument);

    /// <summary>The first minor version in which a program no longer knows an argument.</summary>
    public static int? GoneSince(string component, string argument) => Gone.TryGetValue((component, argument), out var minor) ? minor
        : component != Etcd && LogFlags.Contains(argument) ? FirstMinorWithoutLogFlags
        : null;
}
