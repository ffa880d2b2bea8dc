namespace KubeHa.Templates;

/// <summary>What makes a node a real server behind the directors: see <see cref="GateFiles"/> and <see cref="VipFiles"/>.</summary>
internal static class ControlPlaneFiles
{
    public static IEnumerable<ConfigFile> For(ControlPlane machine, Cluster cluster)
    {
        // Effective is the greater of "all" and the receiving interface: "lo" alone does nothing.
        yield return TextFile.OfLines(
            machine, FilePaths.RealServerSysctls, "net.ipv4.conf.all.arp_ignore=1", "net.ipv4.conf.all.arp_announce=2");
        foreach (var file in GateFiles.For(machine, cluster).Concat(VipFiles.For(machine, cluster)).Concat(SharedPki.For(machine)))
        {
            yield return file;
        }

        yield return Marker(machine, cluster);
    }

    /// <summary>Says whose control plane this is, so that a live PKI is adopted only where it is this cluster's.</summary>
    private static ConfigFile Marker(ControlPlane machine, Cluster cluster) => new(
        machine.Name,
        FilePaths.Marker,
        Content.Concat(
            Content.Text($"name {cluster.Name}\nendpoint {cluster.Endpoint.HostAndPort}\nca "),
            Content.Public(SecretNames.CaFingerprint),
            Content.Text("\n")),
        FileModes.Public);
}
