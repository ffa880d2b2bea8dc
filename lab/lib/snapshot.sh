# shellcheck shell=bash
# What stands on every machine, as sorted lines "MACHINE KIND KEY VALUE...". Taken from outside the library:
# two equal snapshots are what "nothing changed" means.
#
#   file PATH MODE OWNER MTIME SHA256      link PATH TARGET       folder PATH MODE OWNER
#   unit NAME STATE PID SINCE (enabled or not: the links in /etc)   container ID
#   address, route, rule                   sysctl NAME VALUE      firewall, ipvs (line by line, numbered)

# Runs inside each machine, as a POSIX shell script with programs that every machine has.
# shellcheck disable=SC2016
snapshot_script='
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
set -- /etc /opt/cni /var/lib/kubeha /usr/libexec/kubeha
for root do
    [ -d "$root" ] || continue
    find "$root" -xdev -type f -printf "file %p %m %U:%G %T@\n" -exec sha256sum {} + | awk "
        \$1 == \"file\" { state[\$2] = \$0; next }
        { sum = \$1; sub(/^[0-9a-f]+  /, \"\"); sums[\$0] = sum }
        END { for (path in state) print state[path], sums[path] }"
    find "$root" -xdev -type l -printf "link %p %l\n"
    find "$root" -xdev -type d -printf "folder %p %m %U:%G\n"
done
systemctl show --timestamp=us -p Id,ActiveState,SubState,ActiveEnterTimestamp,MainPID $(systemctl list-units --type=service \
    --state=active --plain --no-legend | awk "{ print \$1 }") | awk -F= "
    \$1 == \"Id\" { id = \$2 }
    { value[\$1] = \$2 }
    \$0 == \"\" { print_unit() }
    END { print_unit() }
    function print_unit() {
        if (id != \"\") print \"unit\", id, value[\"ActiveState\"], value[\"SubState\"], value[\"MainPID\"], value[\"ActiveEnterTimestamp\"]
        id = \"\"
    }"
# Running ones: kubelet takes its time to clear away what has ended.
if command -v ctr >/dev/null; then ctr -n k8s.io tasks ls 2>/dev/null | awk "\$3 == \"RUNNING\" { print \"container\", \$1 }"; fi
ip -o addr show | sed -E "s/ +/ /g; s/(valid_lft|preferred_lft) [0-9a-z]+//g; s/^/address /"
ip route show table all | sed -E "s/ expires [0-9]+sec//; s/^/route /"
ip -6 route show table all | sed -E "s/ expires [0-9]+sec//; s/^/route6 /"
ip rule show | sed "s/^/rule /"
sysctl -a 2>/dev/null | grep -E "^(net\.ipv4\.conf\.|net\.ipv6\.conf\.|net\.ipv4\.ip_forward |net\.bridge\.|net\.ipv4\.vs\.|vm\.(overcommit_memory|panic_on_oom|swappiness) |kernel\.panic)" | sed "s/ = / /; s/^/sysctl /"
# Veths of pods come and go with pods and keep names of chance; containers are listed above.
{ if command -v nft >/dev/null; then nft -s list ruleset 2>/dev/null; fi
  if command -v iptables-legacy-save >/dev/null; then iptables-legacy-save 2>/dev/null; fi; } |
    sed -E "s/\[[0-9]+:[0-9]+\]//; s/counter packets [0-9]+ bytes [0-9]+/counter/; /^# (Generated|Completed|Warning)/d" |
    awk "{ printf \"firewall %05d %s\n\", NR, \$0 }"
if [ -e /proc/net/ip_vs ]; then ipvsadm -Sn | sort | sed "s/^/ipvs /"; fi
'

# snapshot_machine NAME: its lines, or one line that says it could not be looked at.
snapshot_machine() {
    local name address kind disk
    machine "$1"
    if ! machine_on; then
        printf '%s state off\n' "$name"
    elif [[ $kind == host ]]; then
        host_exec sh -s <<<"$snapshot_script" | sed "s/^/$name /"
    else
        director_exec sh -s <<<"$snapshot_script" | sed "s/^/$name /"
    fi
    [[ ${PIPESTATUS[0]} == 0 ]]
}

snapshot_take() {
    local machine_name scratch failed=0
    local -a looks=()
    scratch=$(mktemp -d)
    for machine_name in $(machine_names); do
        snapshot_machine "$machine_name" >"$scratch/$machine_name" &
        looks+=($!)
    done
    for machine_name in "${looks[@]}"; do wait "$machine_name" || failed=1; done
    LC_ALL=C sort "$scratch"/*
    rm -rf "$scratch"
    ((failed == 0)) || fail "not every machine could be looked at"
}

# Paths that may differ between equal states, exactly as in the snapshot's third column.
snapshot_ignored() { sed -E '/^(#|[[:space:]]*$)/d' "$LAB/snapshot-ignore" | awk '{ print $1 }'; }

# snapshot_diff A B: unified, without context; exit code 1 when something differs.
snapshot_diff() {
    local scratch file status
    scratch=$(mktemp -d)
    for file in "$1" "$2"; do [[ -r $file ]] || refuse "no snapshot at $file"; done
    snapshot_ignored >"$scratch/ignored"
    for file in "$1" "$2"; do
        awk 'FILENAME == ARGV[1] { ignored[$1] = 1; next } !($3 in ignored)' "$scratch/ignored" "$file" >"$scratch/$([[ $file == "$1" ]] && echo a || echo b)"
    done
    [[ -e $scratch/b ]] || cp "$scratch/a" "$scratch/b"
    diff -U0 "$scratch/a" "$scratch/b" | sed -E '/^(---|\+\+\+|@@)/d'
    status=${PIPESTATUS[0]}
    rm -rf "$scratch"
    return "$status"
}

command_snapshot() {
    if [[ ${1:-} == diff ]]; then
        [[ $# == 3 ]] || refuse "usage: lab snapshot diff A B"
        snapshot_diff "$2" "$3"
        return
    fi
    need_up
    if [[ $# -ge 1 ]]; then
        snapshot_take >"$1"
    else
        snapshot_take
    fi
}
