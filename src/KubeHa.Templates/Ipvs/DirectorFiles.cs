namespace KubeHa.Templates;

/// <summary>What a director needs of its kernel, its pool and its keepalived.</summary>
internal static class DirectorFiles
{
    public static IEnumerable<ConfigFile> For(Director director, DirectorFacts facts, Cluster cluster)
    {
        // keepalived as a whole ends when ip_vs is missing, VRRP with it.
        yield return TextFile.OfLines(director, FilePaths.Modules, "ip_vs", $"ip_vs_{cluster.LvsPair.Scheduler}");
        yield return TextFile.OfLines(director, FilePaths.DirectorSysctls, Sysctls(facts.Interface));
        yield return CheckServiceScript.For(director, cluster.Endpoint);
        yield return KeepalivedConfig.For(director, facts, cluster);
        yield return PoolRules.For(director, cluster);
    }

    private static IEnumerable<string> Sysctls(string networkInterface) =>
    [
        // Connections to a server that left the pool are reset; otherwise their packets vanish, for up to 15 minutes.
        "net.ipv4.vs.expire_nodest_conn=1",
        "net.ipv4.vs.conntrack=0",

        // The effective value is "all" or the interface: both must be 0.
        "net.ipv4.conf.all.send_redirects=0",
        $"net.ipv4.conf.{networkInterface.Replace('.', '/')}.send_redirects=0",
    ];
}
