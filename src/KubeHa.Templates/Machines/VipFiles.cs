namespace KubeHa.Templates;

/// <summary>Binds the virtual address on lo (on tunl0 behind a tunnel) and only then opens the gate; on stop closes it, lets the directors notice, unbinds. So "in the pool" implies "bound" at every moment.</summary>
internal static class VipFiles
{
    public static IEnumerable<ConfigFile> For(ControlPlane machine, Cluster cluster)
    {
        var drain = DrainSeconds(cluster.LvsPair.HealthCheck);
        yield return TextFile.Of(machine, FilePaths.Vip, Script(cluster, drain), FileModes.Script);
        yield return TextFile.Of(machine, FilePaths.VipUnit, Unit(drain));
    }

    /// <summary>How long the directors take to drop a server that refuses: one interval and every retry.</summary>
    internal static int DrainSeconds(HealthCheckSettings check) =>
        (int)Math.Ceiling((check.Interval + (check.Retries * check.RetryDelay)).TotalSeconds);

    private static string Script(Cluster cluster, int drain)
    {
        var device = Forwarding.Of(cluster).Device;
        var tunnel = cluster.LvsPair.Forwarding is LvsForwarding.Tunnel;
        var quiet = tunnel ? " 2>/dev/null" : string.Empty;
        var up = tunnel ? TunnelUp : string.Empty;
        var addresses = cluster.Endpoint.VirtualAddresses;

        // In IPv6 whoever does not bear an address on the asked interface says nothing anyhow.
        var silent = addresses.All(address => address.IsIpv6()) ? string.Empty : Silent;
        var bind = string.Join('\n', addresses.Select(address => $"        ip address replace {address.AsNetwork()} dev {device}{(address.IsIpv6() ? Unchosen : string.Empty)}"));
        return $$"""
        #!/bin/sh
        {{TextFile.Header}}
        #
        # vip bind: the virtual address on {{device}}, then the gate open. vip unbind: the gate closed, a pause, the address gone.
        # vip state prints bound or unbound.
        set -eu
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        export PATH
        VIPS='{{string.Join(' ', addresses.Select(address => address.AsNetwork()))}}'

        bound() { test -n "$(ip -o address show dev {{device}} to "$1"{{quiet}})"; }

        case ${1-} in
            bind){{silent}}{{up}}
        {{bind}}
                {{FilePaths.Gate}} open
                ;;
            unbind)
                {{FilePaths.Gate}} close
                drained=
                for vip in $VIPS; do
                    if bound "$vip"; then
                        [ -n "$drained" ] || sleep {{drain}} # so long the directors may take to drop a server that refuses
                        drained=yes
                        ip address del "$vip" dev {{device}}
                    fi
                done
                ;;
            state)
                for vip in $VIPS; do
                    if ! bound "$vip"; then echo unbound; exit 0; fi
                done
                echo bound
                ;;
            *)
                echo 'usage: vip bind|unbind|state' >&2
                exit 2
                ;;
        esac

        """;
    }

    // Deprecated, it is nobody's choice to call from (RFC 6724, 5).
    private const string Unchosen = " preferred_lft 0";

    private const string Silent =
        "\n        # First who answers ARP for it, then the address: otherwise this machine steals it for as long as ARP entries live." +
        "\n        echo 1 >/proc/sys/net/ipv4/conf/all/arp_ignore\n        echo 2 >/proc/sys/net/ipv4/conf/all/arp_announce";

    // The module brings tunl0 along, which takes what any director wraps. A strict filter would drop it: its answers leave elsewhere.
    private const string TunnelUp =
        "\n        [ -e /sys/class/net/tunl0 ] || modprobe ipip\n        ip link set tunl0 up\n        echo 2 >/proc/sys/net/ipv4/conf/tunl0/rp_filter";

    private static string Unit(int drain) =>
        $"""
        {TextFile.Header}
        [Unit]
        Description=KubeHa virtual address: this machine is a real server
        Requires=kubeha-gate.service
        After=kubeha-gate.service systemd-sysctl.service
        Before=kubelet.service
        ConditionPathExists={FilePaths.RealServer}

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart={FilePaths.Vip} bind
        ExecStop={FilePaths.Vip} unbind
        TimeoutStopSec={drain + 30}

        [Install]
        WantedBy=multi-user.target

        """;
}
