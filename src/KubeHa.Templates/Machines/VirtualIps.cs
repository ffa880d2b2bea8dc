using System.Net;
using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>What shell text asks of the virtual IPs: there is one, or one of each family.</summary>
internal static class VirtualIps
{
    /// <summary>Prints a line for each that the machine bears, on a device or on any.</summary>
    public static ShellScript Shown(Cluster cluster, string? device = null) => cluster.Endpoint.SecondVirtualAddress is { } second
        ? Sh($$"""{ {{Shown(cluster.Endpoint.VirtualAddress, device)}}; {{Shown(second, device)}}; }""")
        : Shown(cluster.Endpoint.VirtualAddress, device);

    /// <summary>Succeeds where all are borne on a device.</summary>
    public static ShellScript AllOn(Cluster cluster, string device) =>
        cluster.Endpoint.VirtualAddresses.Select(address => Sh($"[ -n \"$({Shown(address, device)})\" ]")).Aggregate((one, next) => Sh($"{one} && {next}"));

    /// <summary>In texts for people.</summary>
    public static string Text(ApiEndpoint endpoint) => string.Join(" and ", endpoint.VirtualAddresses);

    private static ShellScript Shown(IPAddress address, string? device) => device is null ? Sh($"ip -o addr show to {address}") : Sh($"ip -o addr show dev {device} to {address}");
}
