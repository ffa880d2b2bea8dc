namespace KubeHa.Templates;

/// <summary>What every node needs of its kernel.</summary>
internal static class NodeFiles
{
    private const string BridgeFilter = "br_netfilter";

    public static IEnumerable<ConfigFile> For(Machine node, Cluster cluster)
    {
        if (Readiness.Modules(cluster, node) is { Count: > 0 } modules)
        {
            yield return TextFile.OfLines(node, FilePaths.Modules, modules);
        }

        yield return TextFile.OfLines(node, FilePaths.NodeSysctls, Sysctls(cluster));
    }

    /// <summary>kubeadm looks at "default", packets go by "all". Whoever forwards ignores router advertisements, unless accept_ra is 2 (kernel documentation, ip-sysctl).</summary>
    public static IReadOnlyList<string> Ipv6Forwarding { get; } = ["net.ipv6.conf.all.forwarding=1", "net.ipv6.conf.default.forwarding=1"];

    private static IEnumerable<string> Sysctls(Cluster cluster)
    {
        // In a cluster of IPv6 alone too: older kubeadms ask for it whatever the family is (1.20.2 does).
        yield return "net.ipv4.ip_forward=1";
        foreach (var line in cluster.Network.SpeaksIpv6 ? Ipv6Forwarding : [])
        {
            yield return line;
        }

        // These two exist only while br_netfilter is loaded; without it sysctl would fail on them.
        if (cluster.KernelModules.Contains(BridgeFilter))
        {
            yield return "net.bridge.bridge-nf-call-iptables=1";
            yield return "net.bridge.bridge-nf-call-ip6tables=1";
        }
    }
}
