namespace KubeHa.Templates;

/// <summary>What a machine's firewall lets in.</summary>
/// <param name="Source">From where: a network or an address.</param>
/// <param name="Protocol">By which protocol: <c>tcp</c>, <c>udp</c>, <c>vrrp</c>, or <c>4</c>, which is IP in IP.</param>
/// <param name="FirstPort">The first port; 0 where the protocol has none.</param>
/// <param name="LastPort">The last port.</param>
internal sealed record FirewallOpening(string Source, string Protocol, int FirstPort = 0, int LastPort = 0)
{
    /// <summary>Whether it is one for IPv6: firewalls keep the two families apart.</summary>
    public bool IsIpv6 => Source.Contains(':', StringComparison.Ordinal);
}
