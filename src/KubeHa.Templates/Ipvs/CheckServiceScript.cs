using System.Globalization;

namespace KubeHa.Templates;

/// <summary>
/// keepalived neither notices nor mends a table that was emptied behind its back. This script does notice, and the other director
/// takes over. The service's line stays when all servers are down, so it does not flap with the control planes.
/// </summary>
internal static class CheckServiceScript
{
    public static ConfigFile For(Director director, ApiEndpoint endpoint) => TextFile.Of(
        director,
        FilePaths.CheckService,
        $"""
        #!/bin/sh
        {TextFile.Header}
        #
        # Succeeds while this director's own service {endpoint.VirtualAddress}:{endpoint.Port} stands in the kernel's table, where it is written in hexadecimal.
        PATH=/usr/bin:/bin
        exec grep -q '^TCP  *{HexService(endpoint)} ' /proc/net/ip_vs

        """,
        FileModes.Script);

    internal static string HexService(ApiEndpoint endpoint) =>
        string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexString(endpoint.VirtualAddress.GetAddressBytes())}:{endpoint.Port:X4}");
}
