# shellcheck shell=bash
# The lab's network lives in network namespaces of its own: a switch without an uplink, a cable to each machine.
# Nothing of it can be reached from outside, and nothing outside can be reached from it.

BRIDGE=switch0

namespace_exists() { [[ -e /run/netns/$1 ]]; }

network_up() {
    ip netns add "$SWITCH"
    ip -n "$SWITCH" link set lo up
    ip -n "$SWITCH" link add "$BRIDGE" type bridge stp_state 0 forward_delay 0 mcast_snooping 0
    ip -n "$SWITCH" link set "$BRIDGE" up
    ip netns add "$OPERATOR_NS"
    ip -n "$OPERATOR_NS" link set lo up
    cable_veth operator "$OPERATOR_NS" "$OPERATOR_ADDRESS" 254
}

# cable_mac ADDRESS: fixed, so that a wiped machine keeps its card.
cable_mac() { printf '52:54:00:21:00:%02x' "${1##*.}"; }

# cable_veth NAME NAMESPACE ADDRESS: a machine's eth0 and the switch's port of the machine's name.
cable_veth() {
    ip -n "$SWITCH" link add name "$1" type veth peer name eth0 address "$(cable_mac "$3")" netns "$2"
    ip -n "$SWITCH" link set dev "$1" master "$BRIDGE" up
    ip -n "$2" addr add "$3/24" dev eth0
    ip -n "$2" link set eth0 up
}

# cable_tap NAME: the switch's end of a director's cable.
cable_tap() {
    ip -n "$SWITCH" tuntap add dev "$1" mode tap
    ip -n "$SWITCH" link set dev "$1" master "$BRIDGE" up
}

# The far end of a veth goes with it. Tolerates what is not there.
cable_remove() {
    ip -n "$SWITCH" link del dev "$1" 2>/dev/null
    ! namespace_exists "kh-$1" || ip netns del "kh-$1"
}

# A machine's cable in and out. A host sees its carrier go. A director's network card (UML's vector driver) never
# comes back from a tap that was down, so its tap leaves the switch instead.
cable_cut() {
    if [[ $kind == host ]]; then
        ip -n "$SWITCH" link set dev "$name" down
    else
        ip -n "$SWITCH" link set dev "$name" nomaster
    fi
}

cable_plug() { ip -n "$SWITCH" link set dev "$name" master "$BRIDGE" up; }

cable_state() {
    local link
    link=$(ip -n "$SWITCH" -o link show dev "$name" 2>/dev/null) || true
    [[ $link =~ [\<,]UP[,\>] && $link == *"master $BRIDGE "* ]] && printf in || printf out
}

# Processes that still run in a namespace of the lab (a machine's are gone by then: these are `lab run`s).
namespaces_end() {
    local namespace process try
    local -a processes
    for ((try = 0; try < 50; try++)); do
        processes=()
        for namespace in /run/netns/kh-*; do
            [[ -e $namespace ]] || continue
            while read -r process; do
                [[ $process == "$$" || $process == "$BASHPID" ]] || processes+=("$process")
            done < <(ip netns pids "${namespace##*/}" 2>/dev/null)
        done
        ((${#processes[@]})) || return 0
        # A second to end by themselves.
        if ((try < 10)); then kill -TERM "${processes[@]}" 2>/dev/null; else kill -KILL "${processes[@]}" 2>/dev/null; fi
        sleep 0.1
    done
}

network_down() {
    local namespace
    namespaces_end
    for namespace in /run/netns/kh-*; do
        [[ -e $namespace ]] || continue
        ip netns del "${namespace##*/}" 2>/dev/null || rm -f "$namespace"
    done
}

# in_operator COMMAND...: replaces this process.
in_operator() {
    cgroup_join "$WORKER"
    exec nsenter --net="/run/netns/$OPERATOR_NS" -- "$@"
}

# as_measurer COMMAND...: replaces this process. In the client's network, and before what the machines do.
as_measurer() {
    cgroup_join "$MEASURER"
    exec nice -n -20 nsenter --net=/run/netns/kh-client -- "$@"
}
