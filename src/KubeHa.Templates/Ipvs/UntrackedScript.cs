namespace KubeHa.Templates;

/// <summary>
/// IPVS takes what it forwards before connection tracking has confirmed it, so that a director's kernel meets every packet as the first of its connection: data may begin one, a FIN
/// or a RST may not and is invalid. What is not tracked is not invalid; firewalld and ufw let it through where the port is open.
/// </summary>
internal static class UntrackedScript
{
    public static string Text(DirectorRule rule, Cluster cluster) => new RuleScript(
        rule,
        """
        whether connections to the virtual address are left out of connection tracking. This director sees one direction
        # of them only: tracked, their FIN and RST would be invalid, and firewalls drop what is invalid.
        """,
        $"""
        VIPS='{string.Join(' ', cluster.Endpoint.VirtualAddresses)}'
        PORT={cluster.Endpoint.Port}
        """,
        "what is sent to the virtual address",
        "notrack",
        "$FAMILY daddr $VIP tcp dport $PORT notrack",
        ["chain prerouting {", "type filter hook prerouting priority -300; policy accept;"],
        "-d $VIP/$BITS -p tcp -m tcp --dport $PORT -j CT --notrack",
        "raw",
        "PREROUTING").Text();
}
