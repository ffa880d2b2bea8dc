using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>The looks at directors. Read-only.</summary>
internal static class DirectorProbes
{
    public static ShellScript State(Cluster cluster) => Sh($"""
        echo "keepalived=$(systemctl is-active keepalived 2>/dev/null)"
        echo "vip=$(ip -o -4 addr show to {cluster.Endpoint.VirtualAddress} 2>/dev/null | wc -l)"
        """);

    /// <summary>The table, one rule a line; empty where there is none.</summary>
    public static ShellScript Table { get; } = Sh($"[ -e /proc/net/ip_vs ] && ipvsadm -Sn");
}
