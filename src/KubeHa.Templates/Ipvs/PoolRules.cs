namespace KubeHa.Templates;

/// <summary>
/// The pool as <c>ipvsadm -R</c> takes it and, letter by letter, as <c>ipvsadm -Sn</c> lists it: one service, every control plane in the
/// order of addresses. (Of a tunnel ipvsadm 1.30 and newer lists the kind as well; older ones would not take that.)
/// </summary>
internal static class PoolRules
{
    /// <summary>The endpoint as a table names it.</summary>
    public static string ServiceOf(Cluster cluster) => cluster.Endpoint.VirtualAddress.WithPort(cluster.Endpoint.Port);

    /// <summary>A control plane's own apiserver as a table names it.</summary>
    public static string ServerOf(Cluster cluster, ControlPlane machine) => machine.Address.WithPort(cluster.Endpoint.ApiServerPort);

    public static ConfigFile For(Director director, Cluster cluster)
    {
        // No header: ipvsadm -R takes commands only.
        var service = ServiceOf(cluster);
        var servers = cluster.ControlPlanes.OrderBy(machine => Convert.ToHexString(machine.Address.GetAddressBytes()), StringComparer.Ordinal).Select(machine => $"-a -t {service} -r {ServerOf(cluster, machine)} {Forwarding.Of(cluster).Listing}\n");
        return TextFile.Of(director, FilePaths.IpvsRules, $"-A -t {service} -s {cluster.LvsPair.Scheduler}\n" + string.Concat(servers));
    }
}
