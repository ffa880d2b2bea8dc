namespace KubeHa.Templates;

/// <summary>
/// The gate: a firewall table of our own that, while closed, answers the directors' connections to this machine's apiserver with a TCP
/// reset. Their checks fail, and no traffic comes here, without an edit of keepalived.conf. Both states are visible: open is the
/// table with no rule that rejects, not the absence of the table.
/// </summary>
internal static class GateFiles
{
    public static IEnumerable<ConfigFile> For(ControlPlane machine, Cluster cluster)
    {
        yield return TextFile.Of(machine, FilePaths.Gate, Script(cluster), FileModes.Script);
        yield return TextFile.Of(machine, FilePaths.GateUnit, Unit);
    }

    private static string Script(Cluster cluster)
    {
        var services = PoolRules.Services(cluster);
        return $$"""
        #!/bin/sh
        {{TextFile.Header}}
        #
        # gate open|close|state: whether the directors' own connections to this machine's apiserver come through.
        # Closed, they get a TCP reset: the directors' checks fail, and no traffic is sent here. Nobody else is affected.
        # state prints open, closed, or missing where neither stands as it should. open and close touch nothing that is so already.
        set -eu
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        export PATH LC_ALL=C
        DIRECTORS='{{string.Join(' ', services.SelectMany(service => cluster.LvsPair.Directors.Select(service.AddressOf)))}}'
        PORT={{cluster.Endpoint.ApiServerPort}}
        TABLES='{{string.Join(' ', services.Select(service => Netfilter.Of(service.Address).Iptables))}}' # each knows the addresses of one family

        rule() { # BACKEND ADDRESS: a rule as it is written and, letter by letter, as it is listed
            case $1:$2 in
                nft:*:*) printf 'ip6 saddr %s tcp dport %s reject with tcp reset\n' "$2" "$PORT" ;;
                nft:*) printf 'ip saddr %s tcp dport %s reject with tcp reset\n' "$2" "$PORT" ;;
                iptables:*:*) ;;
                iptables:*) printf -- '-A KUBEHA-GATE -s %s/32 -p tcp -m tcp --dport %s -j REJECT --reject-with tcp-reset\n' "$2" "$PORT" ;;
                ip6tables:*:*) printf -- '-A KUBEHA-GATE -s %s/128 -p tcp -m tcp --dport %s -j REJECT --reject-with tcp-reset\n' "$2" "$PORT" ;;
            esac
        }

        rules() { # BACKEND: the rules of a closed gate
            for director in $DIRECTORS; do rule "$1" "$director"; done
        }

        list() { # BACKEND
            case $1 in
                nft) nft -n list chain inet kubeha_gate input 2>/dev/null ;;
                *) "$1" -w 10 -C INPUT -j KUBEHA-GATE 2>/dev/null && "$1" -w 10 -S KUBEHA-GATE 2>/dev/null ;;
            esac
        }

        stands() { # BACKENDS: whether one of them has a gate
            for backend in "$@"; do if list "$backend" >/dev/null; then return 0; fi; done
            return 1
        }

        state_of() { # BACKEND
            if ! listed=$(list "$1"); then echo missing; return; fi
            found=$(printf '%s\n' "$listed" | sed 's/^[[:space:]]*//' | grep -i reject || true)
            case $found in
                '') echo open ;;
                "$(rules "$1")") echo closed ;;
                *) echo missing ;;
            esac
        }

        nft_write() { # STATE, in one transaction
            {
                printf 'add table inet kubeha_gate\ndelete table inet kubeha_gate\n'
                printf 'table inet kubeha_gate {\nchain input {\ntype filter hook input priority -10; policy accept;\n'
                if [ "$1" = closed ]; then rules nft; fi
                printf '}\n}\n'
            } | nft -f -
        }

        iptables_write() { # TABLE STATE, in one transaction, which also puts our chain before all others. What is asked is asked before: iptables-restore holds the lock.
            old=
            if "$1" -w 10 -C INPUT -j KUBEHA-GATE 2>/dev/null; then old='-D INPUT -j KUBEHA-GATE'; fi
            {
                printf '*filter\n:KUBEHA-GATE - [0:0]\n'
                if [ "$2" = closed ]; then rules "$1"; fi
                printf '%s\n-I INPUT 1 -j KUBEHA-GATE\nCOMMIT\n' "$old"
            } | "$1-restore" -w 10 --noflush
        }

        tables_write() { # STATE
            for table in $TABLES; do iptables_write "$table" "$1" || return; done
        }

        # nft where it works, else iptables; the kind that stands already is kept to, so that there are never two gates.
        write() { # STATE
            # shellcheck disable=SC2086 # the tables are words
            if stands nft; then nft_write "$1"
            elif stands $TABLES; then tables_write "$1"
            else nft_write "$1" 2>/dev/null || tables_write "$1"
            fi
        }

        state() {
            if stands nft; then state_of nft; return; fi
            all=
            for table in $TABLES; do
                one=$(state_of "$table")
                if [ "${all:=$one}" != "$one" ]; then all=missing; fi
            done
            echo "$all"
        }

        become() { # STATE
            if [ "$(state)" = "$1" ]; then return; fi
            write "$1"
            now=$(state)
            if [ "$now" != "$1" ]; then
                echo "gate: it should be $1 and is $now" >&2
                exit 1
            fi
        }

        case ${1-} in
            open) become open ;;
            close) become closed ;;
            state) state ;;
            *) echo 'usage: gate open|close|state' >&2; exit 2 ;;
        esac

        """;
    }

    // Restarting it by mistake is harmless: Requires= and After= of the VIP unit make systemd stop that one first (close, drain,
    // unbind) and start it again afterwards (bind, open). Without a VIP unit in action, closed is right.
    // There is no ExecStop: a gate that nobody keeps stays as it is, and stopping this unit stops the VIP unit, which closes it.
    private static string Unit { get; } =
        $"""
        {TextFile.Header}
        [Unit]
        Description=KubeHa gate: no traffic from the directors until the virtual address is bound here
        After=firewalld.service nftables.service iptables.service ufw.service netfilter-persistent.service
        Before=kubelet.service

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart={FilePaths.Gate} close

        [Install]
        WantedBy=multi-user.target

        """;
}
