namespace KubeHa.Templates;

/// <summary>The script that keeps one rule for each virtual address in a table of our own, so that nobody else's firewall is touched: nft's, or a chain of iptables.</summary>
/// <param name="Rule">Whose it is.</param>
/// <param name="Purpose">Comment lines: what it is good for.</param>
/// <param name="Variables">Assignments of VIPS, and of what the rules name besides.</param>
/// <param name="Listed">What the rule says, for a comment.</param>
/// <param name="Target">A word of the rule that nothing else in the list has, in small letters.</param>
/// <param name="Nft">nft's rule; FAMILY, VIP and BITS are set.</param>
/// <param name="NftChains">nft's chains, a line each, up to the one that the rule is in.</param>
/// <param name="Iptables">iptables' rule, behind the chain's name.</param>
/// <param name="IptablesTable">The table it is in.</param>
/// <param name="Hook">The chain that ours is called from; nft's chain has its name in small letters.</param>
internal sealed record RuleScript(DirectorRule Rule, string Purpose, string Variables, string Listed, string Target, string Nft, string[] NftChains, string Iptables, string IptablesTable, string Hook)
{
    private string Table => "kubeha_" + Rule.Name;

    private string Chain => "KUBEHA-" + Rule.Name.ToUpperInvariant();

    public string Text() =>
        $$"""
        #!/bin/sh
        {{TextFile.Header}}
        #
        # {{Rule.Name}} set|clear|state: {{Purpose}}
        # state prints set or missing. set touches nothing that is so already.
        set -eu
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        export PATH LC_ALL=C
        {{Variables}}

        of() { # ADDRESS: the one that is meant from here on, and what the tools call its family
            VIP=$1
            case $1 in
                *:*) FAMILY=ip6 IPTABLES=ip6tables BITS=128 ;;
                *) FAMILY=ip IPTABLES=iptables BITS=32 ;;
            esac
        }

        # The rule as it is written and, letter by letter, as it is listed: {{Listed}}.
        nft_rule() { echo "{{Nft}}"; }
        iptables_rule() { echo "-A {{Chain}} {{Iptables}}"; }

        nft_list() { nft -n list chain "$FAMILY" {{Table}} {{Hook.ToLowerInvariant()}} 2>/dev/null; }
        iptables_list() {
            "$IPTABLES" -w 10 -t {{IptablesTable}} -C {{Hook}} -j {{Chain}} 2>/dev/null &&
                "$IPTABLES" -w 10 -t {{IptablesTable}} -S {{Chain}} 2>/dev/null
        }

        state_of() { # BACKEND
            if listed=$("$1_list") && found=$(printf '%s\n' "$listed" | sed 's/^[[:space:]]*//' | grep -i {{Target}}) && [ "$found" = "$("$1_rule")" ]; then
                echo set
            else
                echo missing
            fi
        }

        nft_write() { # in one transaction
            {
                printf 'add table %s {{Table}}\ndelete table %s {{Table}}\ntable %s {{Table}} {\n' "$FAMILY" "$FAMILY" "$FAMILY"
                printf '{{string.Concat(NftChains.Select(line => line + "\\n"))}}%s\n}\n}\n' "$(nft_rule)"
            } | nft -f -
        }

        iptables_write() { # in one transaction, which also puts our chain before all others. What is asked is asked before: iptables-restore holds the lock.
            old=
            if "$IPTABLES" -w 10 -t {{IptablesTable}} -C {{Hook}} -j {{Chain}} 2>/dev/null; then old='-D {{Hook}} -j {{Chain}}'; fi
            printf '*{{IptablesTable}}\n:{{Chain}} - [0:0]\n%s\n%s\n-I {{Hook}} 1 -j {{Chain}}\nCOMMIT\n' "$(iptables_rule)" "$old" |
                "$IPTABLES-restore" -w 10 --noflush
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

        become_set() {
            if [ "$(state)" = set ]; then return; fi
            write
            if [ "$(state)" != set ]; then
                echo "{{Rule.Name}}: the rule of $VIP does not stand as it was written" >&2
                exit 1
            fi
        }

        become_clear() {
            if nft_list >/dev/null; then nft delete table "$FAMILY" {{Table}}; fi
            if iptables_list >/dev/null; then
                printf '*{{IptablesTable}}\n-D {{Hook}} -j {{Chain}}\n-F {{Chain}}\n-X {{Chain}}\nCOMMIT\n' | "$IPTABLES-restore" -w 10 --noflush
            fi
        }

        each() { # COMMAND
            for address in $VIPS; do of "$address"; "$1"; done
        }

        case ${1-} in
            set) each become_set ;;
            clear) each become_clear ;;
            state) case $(each state) in *missing*) echo missing ;; *) echo set ;; esac ;;
            *) echo 'usage: {{Rule.Name}} set|clear|state' >&2; exit 2 ;;
        esac

        """;

    // No ExecStop: connections that stand would break, and a stopped unit is no reason for that.
    public static string Unit(DirectorRule rule) =>
        $"""
        {TextFile.Header}
        [Unit]
        Description=KubeHa {rule.Name}: this director {rule.Stands}
        After=firewalld.service nftables.service iptables.service ufw.service netfilter-persistent.service
        Before=keepalived.service

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart={rule.Script} set

        [Install]
        WantedBy=multi-user.target

        """;
}
