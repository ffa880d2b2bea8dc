namespace KubeHa.Templates;

/// <summary>
/// The pool as <c>ipvsadm -R</c> takes it and, letter by letter, as <c>ipvsadm -Sn</c> lists it: each service with every control plane in the
/// order of addresses. (Of a tunnel ipvsadm 1.30 and newer lists the kind as well; older ones would not take that. Which of two services is listed first is the kernel's affair.)
/// </summary>
internal static class PoolRules
{
    /// <summary>A service for each virtual IP, the first one first.</summary>
    public static IReadOnlyList<PoolService> Services(Cluster cluster) => PoolService.Of(cluster.Endpoint);

    /// <summary>The endpoint as a table names it: the first of its virtual IPs.</summary>
    public static string ServiceOf(Cluster cluster) => Services(cluster)[0].Text;

    /// <summary>A control plane's own apiserver as a table names it, by the family that the cluster dials.</summary>
    public static string ServerOf(Cluster cluster, ControlPlane machine) => Services(cluster)[0].ServerOf(machine);

    /// <summary>The same by every family.</summary>
    public static IEnumerable<string> ServersOf(Cluster cluster, ControlPlane machine) => Services(cluster).Select(service => service.ServerOf(machine));

    /// <summary>The line of a service.</summary>
    public static string LineOf(Cluster cluster, PoolService service) => $"-A -t {service.Text} -s {cluster.LvsPair.Scheduler}";

    public static ConfigFile For(Director director, Cluster cluster)
    {
        // No header: ipvsadm -R takes commands only.
        return TextFile.Of(director, FilePaths.IpvsRules, string.Concat(Services(cluster).Select(service => $"{LineOf(cluster, service)}\n{string.Concat(Servers(cluster, service))}")));
    }

    private static IEnumerable<string> Servers(Cluster cluster, PoolService service) => cluster.ControlPlanes
        .OrderBy(machine => Convert.ToHexString(service.AddressOf(machine).GetAddressBytes()), StringComparer.Ordinal)
        .Select(machine => $"-a -t {service.Text} -r {service.ServerOf(machine)} {Forwarding.Of(cluster).Listing}\n");
}
