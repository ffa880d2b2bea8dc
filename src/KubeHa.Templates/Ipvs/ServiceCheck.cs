using System.Globalization;
using System.Net;

namespace KubeHa.Templates;

/// <summary>
/// keepalived neither notices nor mends a table that was emptied behind its back. This command does notice, and the other director
/// takes over. The service's line stays when all servers are down, so it does not flap with the control planes.
/// </summary>
internal static class ServiceCheck
{
    /// <summary>
    /// Succeeds while the director's own service stands in the kernel's table, where it is written in hexadecimal. keepalived runs it itself, every second: one program without
    /// a shell around it, and without a blank in an argument, so that every version of keepalived takes it apart in the same way.
    /// </summary>
    public static string Command(IPAddress address, int port) => $"/bin/grep -q -e ^TCP.*{HexService(address, port)} /proc/net/ip_vs";

    /// <summary>
    /// Succeeds while the service has a server. In grep's mode -z a line break is a character like others: from the service's own line on there must be a server's arrow before the
    /// next colon, which stands in the server's address or in the next service's. No &gt; is written, in case a shell should come to read it.
    /// </summary>
    public static string ServersCommand(IPAddress address, int port) => $"/bin/grep -q -z -e TCP..{HexService(address, port)}[^:]*-[^a-z] /proc/net/ip_vs";

    internal static string HexService(IPAddress address, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{HexAddress(address)}:{port:X4}");

    // An IPv6 address stands in brackets, its groups whole and in small letters. A bracket would begin a set of characters: a dot is any character.
    private static string HexAddress(IPAddress address)
    {
        var digits = Convert.ToHexString(address.GetAddressBytes());

        return address.IsIpv6() ? $".{string.Join(':', digits.ToLowerInvariant().Chunk(4).Select(group => new string(group)))}." : digits;
    }
}
