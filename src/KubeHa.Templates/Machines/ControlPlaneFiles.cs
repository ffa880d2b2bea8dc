namespace KubeHa.Templates;

/// <summary>What makes a node a real server behind the directors: see <see cref="GateFiles"/> and <see cref="VipFiles"/>.</summary>
internal static class ControlPlaneFiles
{
    public static IEnumerable<ConfigFile> For(ControlPlane machine, Cluster cluster)
    {
        foreach (var file in RealServer(machine, cluster).Concat(SharedPki.For(machine, cluster)))
        {
            yield return file;
        }

        yield return Marker.For(machine, cluster);
        if (cluster.Etcd is EtcdTopology.External)
        {
            yield return KubeadmFiles.Etcd(machine, cluster);
        }
    }

    /// <summary>Where control planes bear the virtual IP; who bears nothing needs nothing.</summary>
    private static IEnumerable<ConfigFile> RealServer(ControlPlane machine, Cluster cluster) => Forwarding.Of(cluster).Binds
        ? [.. cluster.Endpoint.VirtualAddresses.All(address => address.IsIpv6()) ? Array.Empty<ConfigFile>() : [TextFile.OfLines(machine, FilePaths.RealServerSysctls, Sysctls(cluster))], .. GateFiles.For(machine, cluster), .. VipFiles.For(machine, cluster)]
        : [];

    private static IEnumerable<string> Sysctls(Cluster cluster)
    {
        // For ARP alone: IPv6 says nothing of an address that the asked interface does not bear. Effective is the greater of "all" and the receiving interface: "lo" alone does nothing.
        yield return "net.ipv4.conf.all.arp_ignore=1";
        yield return "net.ipv4.conf.all.arp_announce=2";
        if (cluster.LvsPair.Forwarding is LvsForwarding.Tunnel)
        {
            // What came through the tunnel is answered elsewhere, which a strict filter drops. The greater one counts here too: 2, loose, wins over 1.
            yield return "net.ipv4.conf.tunl0.rp_filter=2";
        }
    }
}
