# shellcheck shell=bash
# Tests of the lab itself, on real machines.

selftest_failed=0
check() {
    local what=$1
    shift
    if "$@" >/dev/null 2>&1; then
        say "ok    $what"
    else
        say "FAIL  $what"
        selftest_failed=1
    fi
}
not() { ! "$@"; }

# changed_by WHAT MACHINE CHANGE UNDO PATTERN: the change must show in a snapshot as PATTERN, and nowhere else before it.
changed_by() {
    local what=$1 target=$2 change=$3 undo=$4 pattern=$5
    machine "$target"
    snapshot_machine "$target" | LC_ALL=C sort >"$scratch/before"
    "${kind}_exec" sh -s <<<"$change" >/dev/null 2>&1 || say "could not make the change"
    snapshot_machine "$target" | LC_ALL=C sort >"$scratch/after"
    "${kind}_exec" sh -s <<<"$undo" >/dev/null 2>&1
    snapshot_diff "$scratch/before" "$scratch/after" >"$scratch/diff"
    check "$target: $what is reported" grep -qE "^[+-]$target $pattern" "$scratch/diff"
}

selftest_snapshot() {
    local scratch
    scratch=$(mktemp -d)
    need_up
    # What was done before may still have an end to come: the network of a removed pod is taken down after the pod.
    local target more=0
    snapshot_take >"$scratch/two"
    while :; do
        mv "$scratch/two" "$scratch/one"
        snapshot_take >"$scratch/two"
        ! snapshot_diff "$scratch/one" "$scratch/two" >"$scratch/diff" || break
        ((++more < 10)) || break
    done
    check "two snapshots of untouched machines are equal" snapshot_diff "$scratch/one" "$scratch/two"
    head -n 10 "$scratch/diff"
    # The directors' kernel has no nftables.
    for target in extend lvs02; do
        changed_by "one byte" "$target" "sed -i s/UMASK/UMASk/ /etc/login.defs" "sed -i s/UMASk/UMASK/ /etc/login.defs" "file /etc/login.defs"
        changed_by "one mode" "$target" "chmod 600 /etc/issue" "chmod 644 /etc/issue" "file /etc/issue 6"
        changed_by "one kernel value" "$target" "sysctl -w net.ipv4.conf.eth0.arp_notify=1" \
            "sysctl -w net.ipv4.conf.eth0.arp_notify=0" "sysctl net.ipv4.conf.eth0.arp_notify"
        changed_by "one firewall rule" "$target" "nft add table inet selftest || iptables-legacy -N selftest" \
            "nft delete table inet selftest || iptables-legacy -X selftest" "firewall .*selftest"
        changed_by "one unit start" "$target" "systemctl restart systemd-logind" "true" "unit systemd-logind.service"
    done
    changed_by "one IPVS service" lvs02 "modprobe ip_vs; ipvsadm -A -t 192.168.33.130:9 -s rr" "ipvsadm -D -t 192.168.33.130:9" "ipvs "
    rm -rf "$scratch"
}

selftest_unowned() {
    local target
    need_up
    check "lab/unowned names at most ten paths" test "$(grep -c '^/' "$LAB/unowned")" -le 10
    for target in extend lvs02; do
        # shellcheck disable=SC2016
        check "$target: nothing unowned but what lab/unowned names" \
            test -z "$(comm -13 <(awk '/^\// { print $1 }' "$LAB/unowned" | sort -u) <(unowned_lines "$target"))"
    done
}

# Everything of the lab that the kernel knows; empty when it is down.
hygiene_leftovers() {
    local hierarchy pair path
    [[ ! -e $MEMORY ]] || say "folder $MEMORY"
    for path in /run/netns/kh-*; do [[ ! -e $path ]] || say "namespace $path"; done
    while read -r hierarchy; do
        [[ ! -d $hierarchy/$CGROUP ]] || say "cgroup $hierarchy/$CGROUP"
    done < <(cgroup_hierarchies)
    awk -v state="$STATE/" -v cache="$CACHE/" 'index($5, state) == 1 || index($5, cache) == 1 { print "mount " $5 }' \
        /proc/self/mountinfo
    for path in /proc/[0-9]*/cmdline; do
        if tr '\0' ' ' 2>/dev/null <"$path" | grep -qE "^[^ ]*(linux\.uml|systemd-nspawn) .*(ubd0|--directory)=$STATE/"; then
            say "process ${path//[!0-9]/}"
        fi
    done
    for pair in "${!kernel_before[@]}"; do
        path=/proc/sys/$(tr . / <<<"$pair")
        [[ $(<"$path") == "${kernel_before[$pair]}" ]] || say "kernel value $pair is $(<"$path"), was ${kernel_before[$pair]}"
    done
}

selftest_hygiene() {
    local pair up_pid
    declare -A kernel_before=()
    ! lab_is_up || refuse "this test takes the lab up and down itself: 'lab down' first"
    "$LAB/lab" down
    for pair in "${kernel_values[@]}"; do
        kernel_before[${pair%%=*}]=$(<"/proc/sys/$(tr . / <<<"${pair%%=*}")")
    done
    check "down leaves nothing (before anything was up)" test -z "$(hygiene_leftovers)"

    setsid "$LAB/lab" up >/dev/null 2>&1 &
    up_pid=$!
    sleep 2
    check "a second up is refused while one runs" refused "$LAB/lab" up
    sleep 3
    kill -KILL -- "-$up_pid"
    wait "$up_pid" 2>/dev/null
    check "the killed up left something (or this test shows nothing)" test -n "$(hygiene_leftovers)"
    check "down after a killed up" "$LAB/lab" down
    check "down leaves nothing (after a killed up)" test -z "$(hygiene_leftovers | tee /dev/stderr)"

    setsid "$LAB/lab" up >/dev/null 2>&1 &
    up_pid=$!
    sleep 5
    kill -KILL -- "-$up_pid"
    wait "$up_pid" 2>/dev/null
    check "up after a killed up" "$LAB/lab" up
    check "down" "$LAB/lab" down

    # Only the run itself this time: what it started lives on and holds its lock.
    setsid "$LAB/lab" up >/dev/null 2>&1 &
    up_pid=$!
    sleep 3
    kill -KILL "$up_pid"
    wait "$up_pid" 2>/dev/null
    check "up after an up that died alone" "$LAB/lab" up
    check "up while a lab is up is refused" refused "$LAB/lab" up
    check "all machines answer" all_answer
    check "down" "$LAB/lab" down
    check "down leaves nothing" test -z "$(hygiene_leftovers | tee /dev/stderr)"
    check "down again" "$LAB/lab" down
}

refused() {
    "$@"
    [[ $? == 2 ]]
}

all_answer() {
    local machine_name
    for machine_name in $(machine_names); do "$LAB/lab" ssh "$machine_name" true || return 1; done
}

command_selftest() {
    case ${1:-all} in
    snapshot) selftest_snapshot ;;
    unowned) selftest_unowned ;;
    hygiene) selftest_hygiene ;;
    all)
        selftest_hygiene
        "$LAB/lab" up || fail "no lab to test"
        selftest_unowned
        selftest_snapshot
        "$LAB/lab" down
        ;;
    *) refuse "usage: lab selftest [snapshot|unowned|hygiene]" ;;
    esac
    exit "$selftest_failed"
}
