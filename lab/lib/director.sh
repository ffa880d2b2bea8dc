# shellcheck shell=bash
# Machines of kind `director`: User-Mode Linux, a kernel of their own, because IPVS is in no container's reach.

director_boot() {
    cable_remove "$name"
    cable_tap "$name"
    cgroup_create "$name"
    mkdir -p "$RUN/uml"
    rm -rf "${RUN:?}/uml/$name"
    (
        cgroup_enter "$name"
        exec setsid nsenter --net="/run/netns/$SWITCH" -- "$(recipe_folder roots)/linux.uml" \
            ubd0="$disk/root.ext4" root=/dev/ubda rw mem=192M umid="$name" uml_dir="$RUN/uml" \
            vec0:transport=tap,ifname="$name",depth=128,gro=1,mac="$(cable_mac "$address")" \
            con=null con0=null,fd:1 con1=null quiet kubeha_address="$address/24" \
            </dev/null >"$disk/console.log" 2>&1 7>&- 8>&- 9>&-
    ) &
    process_save "$RUN/$name.pid" "$!"
}

# There is no way in from outside but the network; the key on the machine's own disk is believed.
director_exec() { lab_ssh "$name" "$@"; }

director_poweroff() { lab_ssh "$name" systemctl poweroff </dev/null >/dev/null 2>&1 || true; }

# The freezer waits for ever for processes that a tracer holds, and all of a guest's are. Its tracers are told by
# signal; what they trace stands still with them.
director_tracers() {
    local process
    for process in $(cgroup_processes "$name"); do
        ! grep -q '^TracerPid:[[:space:]]*0$' "/proc/$process/status" 2>/dev/null || printf '%s\n' "$process"
    done
}

director_signal() {
    local -a processes
    mapfile -t processes < <(director_tracers)
    ((${#processes[@]})) && kill -s "$1" "${processes[@]}"
}

director_freeze() { director_signal STOP && wait_until 10 director_frozen; }
director_thaw() { director_signal CONT; }
director_frozen() { grep -q '^State:[[:space:]]*T (stopped)' "/proc/$(process_read "$RUN/$name.pid")/status" 2>/dev/null; }
