namespace KubeHa.Templates;

/// <summary>Which ports of which role the cluster's machines need. Scheduler and controller-manager listen on the machine itself only; the pod network's ports are its plugin's.</summary>
internal static class FirewallOpenings
{
    public static IReadOnlyList<FirewallOpening> Of(Machine machine, Cluster cluster)
    {
        string[] networks = [cluster.Network.Machines.ToString()!, .. cluster.Network.SecondMachines is { } second ? [second.ToString()] : Array.Empty<string>()];

        return machine switch
        {
            ControlPlane => [.. Tcp(cluster.Endpoint.ApiServerPort), .. ExternalEtcd.Of(cluster) is null ? Tcp(2379, 2380) : [], .. Tcp(10250), .. Tunnels(cluster)],
            EtcdMachine => [.. Tcp(2379, 2380)],
            Worker => [.. Tcp(10250), .. Tcp(10256), .. Tcp(30000, 32767), .. Tcp(30000, 32767).Select(opening => opening with { Protocol = "udp" })],
            Director => [.. Tcp(cluster.Endpoint.Port), .. cluster.LvsPair.Directors.Where(peer => peer.Name != machine.Name).Select(peer => new FirewallOpening($"{peer.Address}", "vrrp"))],
            _ => [],
        };

        IEnumerable<FirewallOpening> Tcp(int first, int? last = null) => networks.Select(network => new FirewallOpening(network, "tcp", first, last ?? first));
    }

    // By number: distributions do not agree on the name.
    private static IEnumerable<FirewallOpening> Tunnels(Cluster cluster) => cluster.LvsPair.Forwarding is LvsForwarding.Tunnel
        ? cluster.LvsPair.Directors.Select(director => new FirewallOpening($"{director.Address}", "4"))
        : [];
}
