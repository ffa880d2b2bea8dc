namespace KubeHa.Templates;

/// <summary>
/// IPVS itself changes only where a masqueraded connection goes. These files also change whom it comes from, to the director itself: otherwise a control plane would answer the
/// caller directly, who knows nothing of it. A table of our own, so that nobody else's firewall is touched.
/// </summary>
internal static class MasqueradeFiles
{
    public static IEnumerable<ConfigFile> For(Director director, Cluster cluster)
    {
        yield return TextFile.Of(director, FilePaths.Masquerade, Script(director, cluster.Endpoint), FileModes.Script);
        yield return TextFile.Of(director, FilePaths.MasqueradeUnit, Unit);
    }

    // Kernels before 4.18 translate answers only where both chains of nft exist.
    private static string Script(Director director, ApiEndpoint endpoint)
    {
        var (family, iptables) = Netfilter.Of(endpoint.VirtualAddress);
        return $$"""
        #!/bin/sh
        {{TextFile.Header}}
        #
        # masquerade set|clear|state: whether what IPVS forwards leaves with this director's own address, so that answers come back through it.
        # state prints set or missing. set touches nothing that is so already.
        set -eu
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        export PATH LC_ALL=C
        VIP={{endpoint.VirtualAddress}}
        PORT={{endpoint.ApiServerPort}}
        OWN={{director.Address}}

        # The rule as it is written and, letter by letter, as it is listed: what was sent to the virtual address and goes somewhere else by now.
        nft_rule() { echo "{{family}} daddr != $VIP tcp dport $PORT ct original {{family}} daddr $VIP snat to $OWN"; }
        iptables_rule() { echo "-A KUBEHA-MASQUERADE ! -d $VIP/{{endpoint.VirtualAddress.Bits()}} -p tcp -m tcp --dport $PORT -m conntrack --ctorigdst $VIP -j SNAT --to-source $OWN"; }

        nft_list() { nft -n list chain {{family}} kubeha_masquerade postrouting 2>/dev/null; }
        iptables_list() { {{iptables}} -w 10 -t nat -C POSTROUTING -j KUBEHA-MASQUERADE 2>/dev/null && {{iptables}} -w 10 -t nat -S KUBEHA-MASQUERADE 2>/dev/null; }

        state_of() { # BACKEND
            if listed=$("$1_list") && found=$(printf '%s\n' "$listed" | sed 's/^[[:space:]]*//' | grep -i snat) && [ "$found" = "$("$1_rule")" ]; then
                echo set
            else
                echo missing
            fi
        }

        nft_write() { # in one transaction
            {
                printf 'add table {{family}} kubeha_masquerade\ndelete table {{family}} kubeha_masquerade\n'
                printf 'table {{family}} kubeha_masquerade {\nchain prerouting {\ntype nat hook prerouting priority -100; policy accept;\n}\n'
                printf 'chain postrouting {\ntype nat hook postrouting priority 90; policy accept;\n%s\n}\n}\n' "$(nft_rule)"
            } | nft -f -
        }

        iptables_write() { # in one transaction, which also puts our chain before all others. What is asked is asked before: iptables-restore holds the lock.
            old=
            if {{iptables}} -w 10 -t nat -C POSTROUTING -j KUBEHA-MASQUERADE 2>/dev/null; then old='-D POSTROUTING -j KUBEHA-MASQUERADE'; fi
            printf '*nat\n:KUBEHA-MASQUERADE - [0:0]\n%s\n%s\n-I POSTROUTING 1 -j KUBEHA-MASQUERADE\nCOMMIT\n' "$(iptables_rule)" "$old" |
                {{iptables}}-restore -w 10 --noflush
        }

        # nft where it works, else iptables; the kind that stands already is kept to.
        write() {
            if nft_list >/dev/null; then nft_write
            elif iptables_list >/dev/null; then iptables_write
            else nft_write 2>/dev/null || iptables_write
            fi
        }

        state() {
            if nft_list >/dev/null; then state_of nft; else state_of iptables; fi
        }

        case ${1-} in
            set)
                if [ "$(state)" = set ]; then exit 0; fi
                write
                if [ "$(state)" != set ]; then
                    echo 'masquerade: its rule does not stand as it was written' >&2
                    exit 1
                fi
                ;;
            clear)
                if nft_list >/dev/null; then nft delete table {{family}} kubeha_masquerade; fi
                if iptables_list >/dev/null; then
                    printf '*nat\n-D POSTROUTING -j KUBEHA-MASQUERADE\n-F KUBEHA-MASQUERADE\n-X KUBEHA-MASQUERADE\nCOMMIT\n' | {{iptables}}-restore -w 10 --noflush
                fi
                ;;
            state) state ;;
            *) echo 'usage: masquerade set|clear|state' >&2; exit 2 ;;
        esac

        """;
    }

    // No ExecStop: connections that stand would break, and a stopped unit is no reason for that.
    private static string Unit { get; } =
        $"""
        {TextFile.Header}
        [Unit]
        Description=KubeHa masquerade: what is forwarded to control planes comes back through this director
        After=firewalld.service nftables.service iptables.service ufw.service netfilter-persistent.service
        Before=keepalived.service

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart={FilePaths.Masquerade} set

        [Install]
        WantedBy=multi-user.target

        """;
}
