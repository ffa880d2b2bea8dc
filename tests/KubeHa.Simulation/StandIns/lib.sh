# Common to all stand-ins. Machines are folders below /world/m, what the network would carry is below /world:
#   settings           VIP, ENDPOINT, PORT, one a line as shell assignments
#   machines           a line each: name, role (control-plane, worker, director), address
#   etcd/ID/           a cluster: ca, members/ID, nodes/NAME, secrets/, configmaps/, daemonsets/, rolebindings/
#   violations         whatever must never be seen, a line each
# The machine's own: /sim/units (systemd), /sim/pods (containers), /sim/addr (addresses), /sim/nft (the gate's table).
# shellcheck shell=sh
read -r me </sim/name
. /world/settings

# A place where a command may be broken on purpose: see hook.sh.
point() { [ ! -e /sim/armed ] || . /tools/hook.sh; }

die() {
    echo "$1" >&2
    exit "${2:-1}"
}

# One at a time on all machines together; let go of when the process ends, whatever ends it.
lock() {
    exec 9>>/world/lock
    /real/bin/flock 9
}

ca_sum() { /real/bin/cksum <"$1" | { read -r sum size _ && echo "$sum.$size"; }; }

each_of() { # ROLE: names of its machines
    while read -r name role _; do [ "$role" != "$1" ] || echo "$name"; done </world/machines
}

address_of() { while read -r name _ address; do [ "$name" != "$1" ] || echo "$address"; done </world/machines; }

machine_at() { while read -r name _ address; do [ "$address" != "$1" ] || echo "$name"; done </world/machines; }

bound() { # MACHINE: the virtual IP is on lo
    while read -r device cidr; do [ "$device $cidr" != "lo $VIP/32" ] || return 0; done <"/world/m/$1/sim/addr"
    return 1
}

owns() { # DIRECTOR: the virtual IP is on its network
    while read -r device cidr; do case "$device $cidr" in lo*) ;; *" $VIP/"*) return 0 ;; esac; done <"/world/m/$1/sim/addr"
    return 1
}

# etcd ---------------------------------------------------------------------------------------------------------------

member_of() { # MACHINE: sets cid and mid from its data, where its etcd runs and is listed
    [ -e "/world/m/$1/sim/pods/etcd" ] && [ -e "/world/m/$1/var/lib/etcd/member/id" ] || return 1
    read -r cid mid <"/world/m/$1/var/lib/etcd/member/id"
    [ -e "/world/etcd/$cid/members/$mid" ]
}

quorum() { # CLUSTER: more than half of its members run
    all=0 up=0
    for entry in "/world/etcd/$1/members"/*; do
        [ -e "$entry" ] || return 1
        all=$((all + 1))
        read -r who _ <"$entry"
        if [ -e "/world/m/$who/sim/pods/etcd" ] && [ -e "/world/m/$who/var/lib/etcd/member/id" ]; then
            read -r its its_mid <"/world/m/$who/var/lib/etcd/member/id"
            [ "$its $its_mid" != "$1 ${entry##*/}" ] || up=$((up + 1))
        fi
    done
    [ $((up * 2)) -gt $all ]
}

add_member() { # CLUSTER MACHINE STATE: announces a member; sets mid
    last=1000
    if [ -e /world/etcd/next ]; then read -r last </world/etcd/next; fi
    mid=$((last + 1))
    echo "$mid" >/world/etcd/next
    echo "$2 $3" >"/world/etcd/$1/members/$mid"
}

start_etcd() { # MACHINE: what etcd does when its container starts
    data=/world/m/$1/var/lib/etcd/member manifest=/world/m/$1/etc/kubernetes/manifests/etcd.yaml
    if [ ! -e "$data/id" ]; then
        if /real/bin/grep -q initial-cluster-state=existing "$manifest"; then
            for entry in /world/etcd/*/members/*; do
                [ -e "$entry" ] || continue
                read -r who state <"$entry"
                if [ "$who $state" = "$1 announced" ]; then
                    cluster=${entry#/world/etcd/}
                    /real/bin/mkdir -p "$data"
                    echo "${cluster%%/*} ${entry##*/}" >"$data/id"
                    echo "$1 started" >"$entry"
                    return
                fi
            done
            return # nobody knows it: it crash-loops
        fi
        new=c1
        while [ -e "/world/etcd/$new" ]; do new=c$((${new#c} + 1)); done
        /real/bin/mkdir -p "/world/etcd/$new/members" "/world/etcd/$new/nodes" "/world/etcd/$new/secrets" "/world/etcd/$new/configmaps" "/world/etcd/$new/daemonsets" "/world/etcd/$new/rolebindings" "$data"
        ca_sum "/world/m/$1/etc/kubernetes/pki/ca.crt" >"/world/etcd/$new/ca"
        add_member "$new" "$1" started
        echo "$new $mid" >"$data/id"
        return
    fi
    if /real/bin/grep -q -e '- --force-new-cluster' "$manifest"; then
        read -r own own_mid <"$data/id"
        for entry in "/world/etcd/$own/members"/*; do [ "${entry##*/}" = "$own_mid" ] || /real/bin/rm -f "$entry"; done
        echo "$1 started" >"/world/etcd/$own/members/$own_mid"
    fi
}

# kubelet and apiserver ----------------------------------------------------------------------------------------------

# What the kubelet of a machine has had the time to do whenever somebody looks.
tick() { # MACHINE
    m=/world/m/$1
    [ -e "$m/sim/units/kubelet.active" ] && [ -s "$m/var/lib/kubelet/config.yaml" ] || return 0
    [ -s "$m/etc/kubernetes/kubelet.conf" ] || [ -s "$m/etc/kubernetes/bootstrap-kubelet.conf" ] || return 0
    for manifest in "$m/etc/kubernetes/manifests"/*.yaml; do
        [ -s "$manifest" ] || continue
        pod=${manifest##*/} pod=${pod%.yaml}
        if [ ! -e "$m/sim/pods/$pod" ] || [ "$manifest" -nt "$m/sim/pods/$pod" ]; then
            case $pod in
            etcd) start_etcd "$1" ;;
            kube-apiserver) [ -e "$m/sim/pods/$pod" ] || start_apiserver "$1" 100 first ;;
            esac
            echo runs >"$m/sim/pods/$pod"
        fi
    done
    for pod in "$m/sim/pods"/*; do
        [ ! -e "$pod" ] || [ -e "$m/etc/kubernetes/manifests/${pod##*/}.yaml" ] || /real/bin/rm -f "$pod"
    done
}

start_apiserver() { # MACHINE SECONDS-AGO KIND
    last=4100000
    if [ -e "/world/m/$1/sim/apiserver" ]; then read -r last _ <"/world/m/$1/sim/apiserver"; fi
    echo "$((last + 1)) $(($(/real/bin/date +%s) - $2)) $3" >"/world/m/$1/sim/apiserver"
}

# The kubelet's own business with the API: certificate and node object. Apart from tick, which the API's liveness needs.
register() { # MACHINE
    r=/world/m/$1
    [ -e "$r/sim/units/kubelet.active" ] && [ -s "$r/var/lib/kubelet/config.yaml" ] && [ ! -e "$r/sim/kubelet-registered" ] || return 0
    if [ ! -s "$r/etc/kubernetes/kubelet.conf" ]; then
        [ -s "$r/etc/kubernetes/bootstrap-kubelet.conf" ] || return 0
        through "$1" "$r/etc/kubernetes/bootstrap-kubelet.conf" || return 0
        (
            umask 077
            kubeconfig "$(conf server "$r/etc/kubernetes/bootstrap-kubelet.conf")" "$(conf ca "$r/etc/kubernetes/bootstrap-kubelet.conf")" "system:node:$1" >"$r/etc/kubernetes/kubelet.conf"
        )
    fi
    through "$1" "$r/etc/kubernetes/kubelet.conf" || return 0
    [ -e "/world/etcd/$cid/nodes/$1" ] || echo "$(($(/real/bin/date +%s) - 10))" >"/world/etcd/$cid/nodes/$1"
    : >"$r/sim/kubelet-registered"
}

# How kubeadm tells its later self of a node's runtime.
annotate() { # NODE SOCKET
    /real/bin/grep -q -x "cri-socket $2" "/world/etcd/$cid/nodes/$1" || echo "cri-socket $2" >>"/world/etcd/$cid/nodes/$1"
}

# An apiserver answers while its container runs and the etcd beside it has a quorum. Sets cid.
alive() { # MACHINE
    tick "$1"
    [ -e "/world/m/$1/sim/pods/kube-apiserver" ] && member_of "$1" && quorum "$cid"
}

# The gate: nothing listed is an open door.
gate_lets() { # CONTROL-PLANE DIRECTOR
    [ ! -e "/world/m/$1/sim/nft" ] || ! /real/bin/grep -q "saddr $(address_of "$2") .*reject" "/world/m/$1/sim/nft"
}

in_pool() { # DIRECTOR CONTROL-PLANE: its health check comes through
    gate_lets "$2" "$1" && alive "$2"
}

# A connection to the virtual IP. Sets cid of the cluster that answers.
endpoint() { # FROM
    if bound "$1"; then
        alive "$1"
        return
    fi
    for lvs in $(each_of director); do
        [ -e "/world/m/$lvs/sim/units/keepalived.active" ] && owns "$lvs" || continue
        for server in $(each_of control-plane); do
            if in_pool "$lvs" "$server"; then
                bound "$server" && return 0
                echo "$lvs forwards to $server, which has not bound the virtual IP" >>/world/violations
                return 1
            fi
        done
    done
    return 1
}

kubeconfig() { # SERVER CA-SUM USER
    printf 'apiVersion: v1\nkind: Config\nserver: %s\nca: %s\nuser: %s\n' "$1" "$2" "$3"
}

conf() { # KEY FILE
    while read -r key value; do [ "$key" != "$1:" ] || echo "$value"; done <"$2"
}

# Whether the API behind a kubeconfig answers to it. Sets cid.
through() { # FROM KUBECONFIG [SERVER]
    server_url=${3:-$(conf server "$2")}
    host=${server_url#https://} host=${host%:*}
    case $host in
    "$ENDPOINT") /real/bin/grep -q "^$VIP $ENDPOINT\$" "/world/m/$1/etc/hosts" && endpoint "$1" || return 1 ;;
    "$VIP") endpoint "$1" || return 1 ;;
    *)
        target=$(machine_at "$host")
        [ -n "$target" ] && alive "$target" || return 1
        ;;
    esac
    read -r its_ca <"/world/etcd/$cid/ca"
    [ "$(conf ca "$2")" = "$its_ca" ] || return 1
    case $(conf user "$2") in
    token:*)
        presented=$(conf user "$2") presented=${presented#token:}
        [ "$(/real/bin/cat "/world/etcd/$cid/secrets/bootstrap-token-${presented%%.*}" 2>/dev/null)" = "$presented" ]
        ;;
    esac
}

ready() { # NODE: its kubelet runs
    [ -e "/world/m/$1/sim/units/kubelet.active" ] && [ -s "/world/m/$1/var/lib/kubelet/config.yaml" ]
}
