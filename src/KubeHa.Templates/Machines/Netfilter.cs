using System.Net;

namespace KubeHa.Templates;

/// <summary>What nft and iptables call a family: the tools of one know nothing of the other.</summary>
/// <param name="Family">In nft's tables and rules.</param>
/// <param name="Iptables">The program.</param>
internal sealed record Netfilter(string Family, string Iptables)
{
    public static Netfilter Of(IPAddress address) => address.IsIpv6() ? new("ip6", "ip6tables") : new("ip", "iptables");
}
