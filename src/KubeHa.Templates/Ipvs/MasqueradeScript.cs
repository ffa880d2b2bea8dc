namespace KubeHa.Templates;

/// <summary>
/// IPVS itself changes only where a masqueraded connection goes. This also changes whom it comes from, to the director itself: otherwise a control plane would answer the
/// caller directly, who knows nothing of it.
/// </summary>
internal static class MasqueradeScript
{
    public static string Text(DirectorRule rule, Director director, Cluster cluster) => new RuleScript(
        rule,
        "whether what IPVS forwards leaves with this director's own address, so that answers come back through it.",
        $"""
        VIPS={cluster.Endpoint.VirtualAddress}
        PORT={cluster.Endpoint.ApiServerPort}
        OWN={director.Address}
        """,
        "what was sent to the virtual address and goes somewhere else by now",
        "snat",
        "$FAMILY daddr != $VIP tcp dport $PORT ct original $FAMILY daddr $VIP snat to $OWN",

        // Kernels before 4.18 translate answers only where both chains of nft exist.
        ["chain prerouting {", "type nat hook prerouting priority -100; policy accept;", "}", "chain postrouting {", "type nat hook postrouting priority 90; policy accept;"],
        "! -d $VIP/$BITS -p tcp -m tcp --dport $PORT -m conntrack --ctorigdst $VIP -j SNAT --to-source $OWN",
        "nat",
        "POSTROUTING").Text();
}
