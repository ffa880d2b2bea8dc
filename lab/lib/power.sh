# shellcheck shell=bash
# Power, cable and root of single machines.

# machine_on: is the machine's process there?
machine_on() { [[ -n $(process_read "$RUN/$name.pid") ]]; }

machine_state() {
    if ! machine_on; then
        printf off
    elif "${kind}_frozen"; then
        printf frozen
    else
        printf on
    fi
}

# Boots the machine and returns when its sshd answers.
machine_boot() {
    rm -f "$RUN/$name.off"
    "${kind}_boot"
    sshd_answers "$address" 90 || fail "$name: no sshd after 90 s; its console: $disk/console.log"
}

# Whatever is left of a machine that is off: processes, cable, cgroups.
machine_clear() {
    cgroup_kill "$name"
    cable_remove "$name"
    cgroup_remove "$name"
    rm -f "$RUN/$name.pid"
    # Off on purpose, which tells it from a lab whose processes somebody has ended.
    touch "$RUN/$name.off"
}

# The moment itself is told: the way to it is no part of an outage.
machine_kill() {
    local -a processes
    mapfile -t processes < <(cgroup_processes "$name")
    printf 'power-off-at=%s\n' "${EPOCHREALTIME/,/.}"
    ((${#processes[@]} == 0)) || kill -KILL "${processes[@]}" 2>/dev/null
    machine_clear
}

machine_stop() {
    [[ $(machine_state) != frozen ]] || refuse "$name is frozen: thaw it first"
    "${kind}_poweroff"
    stopped() { ! machine_on; }
    # systemd itself waits 90 s for a unit that does not end, and then ends it.
    wait_until 180 stopped || fail "$name: still on 180 s after poweroff; its console: $disk/console.log"
    machine_clear
}

machine_start() {
    ! machine_on || refuse "$name is on already"
    machine_clear
    machine_boot
}

# A fresh root and a new identity; the operator pins the new host key himself.
machine_wipe() {
    machine_clear
    disk_fresh
    machine_boot
}

machine_freeze() { "${kind}_freeze" || fail "$name: not frozen after 10 s"; }
machine_thaw() { "${kind}_thaw"; }
machine_cut() { cable_cut; }
machine_plug() { cable_plug; }
machine_pin() { disk_pin; }

# command_power VERB MACHINE
command_power() {
    local verb=$1
    [[ $# == 2 ]] || refuse "usage: lab $verb MACHINE"
    machine "$2"
    need_up
    case $verb in
    stop | freeze | thaw) machine_on || refuse "$name is off" ;;
    cut | plug) machine_on || refuse "$name is off" ;;
    esac
    # Nobody's hand at a plug waits for the data centre's processors.
    cgroup_join "$WORKER"
    # One verb at a time on one machine; different machines do not wait for each other.
    exec 7>"$RUN/$name.lock"
    flock 7
    "machine_$verb"
}
