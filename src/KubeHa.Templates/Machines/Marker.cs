namespace KubeHa.Templates;

/// <summary>Says whose machine this is, so that keys that are found on it are adopted only where it is this cluster's.</summary>
internal static class Marker
{
    public static ConfigFile For(Machine machine, Cluster cluster) => new(
        machine.Name,
        FilePaths.Marker,
        Content.Concat(
            Content.Text($"name {cluster.Name}\nendpoint {cluster.Endpoint.HostAndPort}\nca "),
            Content.Public(SecretNames.CaFingerprint),
            Content.Text("\n")),
        FileModes.Public);
}
