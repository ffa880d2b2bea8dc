namespace KubeHa.Templates;

/// <summary>What a director needs of its kernel, its pool and its keepalived.</summary>
internal static class DirectorFiles
{
    public static IEnumerable<ConfigFile> For(Director director, DirectorFacts facts, Cluster cluster)
    {
        // keepalived as a whole ends when ip_vs is missing, VRRP with it.
        yield return TextFile.OfLines(director, FilePaths.Modules, Readiness.Modules(cluster, director));
        yield return TextFile.OfLines(director, FilePaths.DirectorSysctls, Sysctls(facts.Interface, cluster));
        yield return KeepalivedConfig.For(director, facts, cluster);
        yield return PoolRules.For(director, cluster);
        if (DirectorRule.Of(cluster) is { } rule)
        {
            yield return TextFile.Of(director, rule.Script, Forwarding.Of(cluster).Binds ? UntrackedScript.Text(rule, cluster) : MasqueradeScript.Text(rule, director, cluster), FileModes.Script);
            yield return TextFile.Of(director, rule.UnitFile, RuleScript.Unit(rule));
        }
    }

    private static IEnumerable<string> Sysctls(string networkInterface, Cluster cluster) =>
    [
        // Connections to a server that left the pool are reset; otherwise their packets vanish, for up to 15 minutes.
        "net.ipv4.vs.expire_nodest_conn=1",

        // Connection tracking is what puts the director's own address into what it forwards; where nothing does, it would only cost time.
        .. Forwarding.Of(cluster).Binds ? (IEnumerable<string>)["net.ipv4.vs.conntrack=0"] : ["net.ipv4.vs.conntrack=1", .. cluster.Endpoint.VirtualAddress.IsIpv6() ? NodeFiles.Ipv6Forwarding : ["net.ipv4.ip_forward=1"]],

        // The effective value is "all" or the interface: both must be 0.
        "net.ipv4.conf.all.send_redirects=0",
        $"net.ipv4.conf.{networkInterface.Replace('.', '/')}.send_redirects=0",
    ];
}
