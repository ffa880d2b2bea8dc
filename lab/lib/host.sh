# shellcheck shell=bash
# Machines of kind `host`: systemd containers, each in its own network namespace and cgroups.

# What kubelet and the machines' own set-up write to the kernel would change this machine, so /proc/sys is read-only
# for them outside net, the clock and modules are out of reach, and `up` sets what kubelet wants to find.
host_boot() {
    cable_remove "$name"
    ip netns add "kh-$name"
    ip -n "kh-$name" link set lo up
    cable_veth "$name" "kh-$name" "$address"
    cgroup_create "$name"
    (
        cgroup_enter "$name"
        export SYSTEMD_SECCOMP=0 SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=0 SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
        # Mounts are made in a mount namespace of the machine's own: they vanish with it, however it ends.
        # Slave, so that network namespaces that end here do not live on over there.
        # shellcheck disable=SC2016
        exec setsid unshare --mount --propagation slave -- bash -c '
            set -e
            disk=$1 memory=$2 lower=$3 name=$4 init=$5
            mount -t overlay "kubeha-lab-$name" -o "lowerdir=$lower,upperdir=$disk/upper,workdir=$disk/work" "$disk/root"
            exec systemd-nspawn --quiet --directory="$disk/root" --machine="$name" --register=no --keep-unit \
                --resolv-conf=off --timezone=off --link-journal=no --console=pipe --kill-signal=SIGRTMIN+3 \
                --capability=all --drop-capability=CAP_SYS_TIME,CAP_SYS_MODULE \
                --network-namespace-path="/run/netns/kh-$name" --bind=/dev/kmsg \
                --bind="$disk/containerd:/var/lib/containerd" --bind="$disk/docker:/var/lib/docker" \
                --bind="$disk/kubelet:/var/lib/kubelet" --bind="$memory/etcd:/var/lib/etcd" /bin/sh -c "$init"
        ' - "$disk" "$MEMORY/$name" "$(recipe_folder roots)/hosts" "$name" "$host_init" </dev/null >"$disk/console.log" 2>&1 7>&- 8>&- 9>&-
    ) &
    process_save "$RUN/$name.pid" "$!"
}

# nspawn mounts the cgroup hierarchies read-only; a kubelet in the machine needs them writable before it starts.
# Done by the first process of the machine, in front of systemd: no unit, no file.
# shellcheck disable=SC2016
host_init='for m in /sys/fs/cgroup /sys/fs/cgroup/*; do [ -L "$m" ] || mount -o remount,bind,rw "$m"; done
export container=systemd-nspawn
exec /lib/systemd/systemd'

# host_pid: the machine's own process 1, seen from outside.
host_pid() {
    local process
    for process in $(cgroup_processes "$name"); do
        # Two namespaces deep and number 1 in the inner one; processes in pods are three deep.
        if awk '/^NSpid:/ { exit !(NF == 3 && $3 == 1) }' "/proc/$process/status" 2>/dev/null; then
            printf '%s' "$process"
            return 0
        fi
    done
    return 1
}

# host_exec COMMAND...: runs it inside, from outside (not over the network).
host_exec() {
    local pid
    pid=$(host_pid) || return 1
    nsenter -t "$pid" -a -- "$@"
}

host_poweroff() { kill -s RTMIN+4 "$(host_pid)"; }

host_freeze() { cgroup_freeze "$name"; }
host_thaw() { cgroup_thaw "$name"; }
host_frozen() { [[ $(cgroup_state "$name") == FROZEN ]]; }
