# shellcheck shell=bash
# One child cgroup a machine in every hierarchy. It gives a machine a cgroup namespace of its own (the kubelets
# would otherwise delete each other's pods), and it is how all processes of a machine are found again.

# Real machines do not wait for each other's work. Before the hosts go the directors, which must not miss an advert for a
# tenth of a second, and what measures, which would measure how long it waited itself; then the operator, who has a
# machine of his own. The lab as a whole goes before nothing: outside of it are the kernel's threads, with the locks and
# the disk's journal that its machines wait for.
cgroup_weight() {
    [[ ! -e $1/cpu.shares ]] || case ${1##*/} in
    lvs* | client | "$MEASURER") printf 16384 >"$1/cpu.shares" ;;
    "$WORKER") printf 4096 >"$1/cpu.shares" ;;
    esac
}

# A director is slow at every program that it starts, and goes before the hosts: without a limit it would take one of two
# processors from them for as long as that lasts. With one it still answers at once, and works for longer.
cgroup_limit() {
    [[ ! -e $1/cpu.cfs_quota_us || ${1##*/} != lvs* ]] || {
        printf 20000 >"$1/cpu.cfs_period_us"
        printf 12000 >"$1/cpu.cfs_quota_us"
    }
}

cgroup_create() {
    local hierarchy folder setting
    while read -r hierarchy; do
        for folder in "$hierarchy/$CGROUP" "$hierarchy/$CGROUP/$1"; do
            mkdir -p "$folder"
            # An empty set would take no process.
            for setting in cpuset.cpus cpuset.mems; do
                [[ ! -e $folder/$setting ]] || cat "${folder%/*}/$setting" >"$folder/$setting"
            done
            cgroup_weight "$folder"
            cgroup_limit "$folder"
        done
    done < <(cgroup_hierarchies)
}

# Moves the calling process.
cgroup_enter() {
    local hierarchy
    while read -r hierarchy; do
        printf '%s' "$BASHPID" >"$hierarchy/$CGROUP/$1/cgroup.procs"
    done < <(cgroup_hierarchies)
}

# For a process that belongs to no machine; a killed one of these is found again like a machine's.
cgroup_join() {
    [[ -d $(cgroup_freezer)/$CGROUP/$1 ]] || cgroup_create "$1"
    cgroup_enter "$1"
}

# All processes of a machine, pods included.
cgroup_processes() {
    local folder
    folder=$(cgroup_freezer)/$CGROUP/$1
    [[ ! -d $folder ]] || find "$folder" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -un
}

cgroup_freezer() {
    sed -nE 's/^[0-9]+ [0-9]+ [^ ]+ [^ ]+ ([^ ]+) .* - cgroup [^ ]+ (.*,)?freezer(,.*)?$/\1/p' /proc/self/mountinfo | sed -n 1p
}

cgroup_freeze() {
    local state
    state=$(cgroup_freezer)/$CGROUP/$1/freezer.state
    printf FROZEN >"$state"
    wait_until 10 grep -q FROZEN "$state"
}

cgroup_thaw() {
    local state
    state=$(cgroup_freezer)/$CGROUP/$1/freezer.state
    [[ ! -e $state ]] || printf THAWED >"$state"
}

cgroup_state() { cat "$(cgroup_freezer)/$CGROUP/$1/freezer.state" 2>/dev/null; }

# A pulled plug: every process at once, frozen ones too, until none is left.
cgroup_kill() {
    local try folder
    local -a processes
    # A container runtime inside may have frozen a cgroup of its own.
    while read -r folder; do
        printf THAWED 2>/dev/null >"$folder"
    done < <(find "$(cgroup_freezer)/$CGROUP/$1" -name freezer.state 2>/dev/null)
    for ((try = 0; try < 200; try++)); do
        mapfile -t processes < <(cgroup_processes "$1")
        ((${#processes[@]})) || return 0
        kill -KILL "${processes[@]}" 2>/dev/null
        sleep 0.05
    done
    fail "$1: processes that cannot be killed: ${processes[*]}"
}

# cgroup_remove [NAME]: the machine's folders, or all of the lab's.
cgroup_remove() {
    local hierarchy try
    while read -r hierarchy; do
        for ((try = 0; try < 50; try++)); do
            [[ -d $hierarchy/$CGROUP${1:+/$1} ]] || break
            find "$hierarchy/$CGROUP${1:+/$1}" -depth -type d -exec rmdir {} + 2>/dev/null && break
            sleep 0.05
        done
    done < <(cgroup_hierarchies)
}
