namespace KubeHa.Templates;

/// <summary>The pool as <c>ipvsadm -Sn</c> lists it and <c>ipvsadm -R</c> takes it: one service, every control plane, direct routing.</summary>
internal static class PoolRules
{
    public static ConfigFile For(Director director, Cluster cluster)
    {
        // No header: ipvsadm -R takes commands only.
        var service = $"{cluster.Endpoint.VirtualAddress}:{cluster.Endpoint.Port}";
        var servers = cluster.ControlPlanes.Select(machine => $"-a -t {service} -r {machine.Address}:{cluster.Endpoint.Port} -g -w 1\n");
        return TextFile.Of(director, FilePaths.IpvsRules, $"-A -t {service} -s {cluster.LvsPair.Scheduler}\n" + string.Concat(servers));
    }
}
