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

    private static IEnumerable<string> Sysctls(Cluster cluster)
    {
        yield return "net.ipv4.ip_forward=1";

        // These two exist only while br_netfilter is loaded; without it sysctl would fail on them.
        if (cluster.KernelModules.Contains(BridgeFilter))
        {
            yield return "net.bridge.bridge-nf-call-iptables=1";
            yield return "net.bridge.bridge-nf-call-ip6tables=1";
        }
    }
}
