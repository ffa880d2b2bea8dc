# shellcheck shell=bash
# The whole data centre: up, down, status.

# The six values that kubelet wants to find, and room for eleven systemds; the machines cannot write them themselves.
kernel_values=(
    vm.overcommit_memory=1
    vm.panic_on_oom=0
    kernel.panic=10
    kernel.panic_on_oops=1
    kernel.keys.root_maxkeys=1000000
    kernel.keys.root_maxbytes=25000000
    fs.inotify.max_user_instances=1024
)

kernel_set() {
    local pair path
    # Values saved by an `up` that was killed are the machine's own: they are not overwritten.
    if [[ ! -e $RUN/kernel ]]; then
        for pair in "${kernel_values[@]}"; do
            path=/proc/sys/$(tr . / <<<"${pair%%=*}")
            printf '%s %s\n' "$path" "$(cat "$path")"
        done >"$RUN/kernel.new"
        mv "$RUN/kernel.new" "$RUN/kernel"
    fi
    for pair in "${kernel_values[@]}"; do
        path=/proc/sys/$(tr . / <<<"${pair%%=*}")
        # A machine may have more already.
        [[ ${pair%%=*} == fs.* && $(<"$path") -ge ${pair#*=} ]] || printf '%s' "${pair#*=}" >"$path"
    done
}

kernel_restore() {
    local path value
    [[ -e $RUN/kernel ]] || return 0
    while read -r path value; do
        printf '%s' "$value" >"$path"
    done <"$RUN/kernel"
    rm -f "$RUN/kernel"
}

# The kernel's threads that go through memory hold the lock of a director's memory, a file that it maps page by page, and
# wait for a processor meanwhile like any program: behind eleven busy machines for most of a second, in which the director
# stands still. They go before the machines, as on machines of their own.
memory_threads_first() {
    local comm process name
    [[ ! -e $RUN/memory-threads ]] || return 0
    for comm in /proc/[0-9]*/comm; do
        process=${comm#/proc/} process=${process%/comm}
        read -r name 2>/dev/null <"$comm" || continue
        case $name in
        kdamond* | kswapd* | kcompactd* | khugepaged)
            [[ ! -s /proc/$process/cmdline ]] && printf '%s %s\n' "$process" "$(ps -o ni= -p "$process")"
            ;;
        esac
    done >"$RUN/memory-threads.new"
    mv "$RUN/memory-threads.new" "$RUN/memory-threads"
    while read -r process _; do
        renice -n -20 -p "$process" >/dev/null || true
    done <"$RUN/memory-threads"
}

memory_threads_restore() {
    local process nice
    [[ -e $RUN/memory-threads ]] || return 0
    while read -r process nice; do
        renice -n "$nice" -p "$process" >/dev/null || true
    done <"$RUN/memory-threads"
    rm -f "$RUN/memory-threads"
}

# Up is what an `up` has finished and what still has machines on, or off on purpose.
lab_is_up() {
    local machine_name
    [[ -e $RUN/up ]] && namespace_exists "$SWITCH" || return 1
    for machine_name in $(machine_names); do
        [[ ! -e $RUN/$machine_name.off ]] || return 0
        [[ -z $(process_read "$RUN/$machine_name.pid") ]] || return 0
    done
    return 1
}

need_up() { lab_is_up || refuse "the lab is not up: run 'lab up' first"; }

# One `up`, `down` or build at a time. Descriptor 9 is closed in every machine's process.
centre_lock() {
    mkdir -p "$RUN"
    exec 9>"$RUN/lock"
    if ! flock -n 9; then
        [[ -z $(process_read "$RUN/runner.pid") ]] || refuse "another 'lab up', 'lab down' or 'lab build' is running"
        # The one that took the lock is dead; what it started still holds it.
        cgroup_kill "$RUNNER"
        flock -w 10 9 || refuse "another 'lab up', 'lab down' or 'lab build' is running"
    fi
    process_save "$RUN/runner.pid" "$$"
}

# Whatever this run starts is found again when the run itself is killed; machines move to cgroups of their own.
centre_runner() {
    cgroup_create "$RUNNER"
    cgroup_enter "$RUNNER"
}

# Everything the lab leaves in the kernel, whether an `up` ended well or was killed in its middle.
centre_clear() {
    local leftover hierarchy
    # A starting `up` that was killed may have children that still boot machines: all are in the lab's cgroups.
    while read -r hierarchy; do
        for leftover in "$hierarchy/$CGROUP"/*/; do
            [[ -d $leftover ]] && basename "$leftover"
        done
    done < <(cgroup_hierarchies) | sort -u | while read -r leftover; do cgroup_kill "$leftover"; done
    network_down
    cgroup_remove
    # Mounts are made in the machines' own namespaces; this is for whatever came to lie here all the same.
    while read -r leftover; do
        umount -l "$leftover"
    done < <(awk -v state="$STATE/" -v cache="$CACHE/" 'index($5, state) == 1 || index($5, cache) == 1 { print $5 }' \
        /proc/self/mountinfo | sort -r)
    kernel_restore
    memory_threads_restore
    rm -rf --one-file-system "$STATE/machines" "$MEMORY"
    find "$RUN" -mindepth 1 ! -name lock ! -name runner.pid -delete
}

operator_files() {
    local machine_name address
    mkdir -p "$OPERATOR"
    chmod 700 "$OPERATOR"
    [[ -s $OPERATOR/id_ed25519 ]] || ssh-keygen -q -t ed25519 -N '' -C operator -f "$OPERATOR/id_ed25519"
    {
        printf 'user: root\nprivateKeyFile: id_ed25519\nknownHostsFile: known_hosts\nmachines:\n'
        while read -r machine_name address _; do
            printf '  %s: { address: %s }\n' "$machine_name" "$address"
        done < <(machines)
    } >"$OPERATOR/inventory.yaml"
    : >"$OPERATOR/known_hosts"
}

# command_up [NAME]: with the machines of the table machines.NAME instead of the usual ones.
command_up() {
    local began=$SECONDS machine_name table=${1:+$LAB/machines.$1}
    local -a boots=()
    local failed=0
    [[ -z $table || -e $table ]] || refuse "no table $table"
    check_machine
    centre_lock
    ! lab_is_up || refuse "the lab is up already: 'lab down' ends it"
    centre_clear
    [[ -z $table ]] || cp "$table" "$RUN/machines"
    centre_runner
    check_programs
    cache_build
    kernel_set
    memory_threads_first
    operator_files
    network_up
    for machine_name in $(machine_names); do
        (
            machine "$machine_name"
            disk_fresh
            disk_pin
            machine_boot
        ) &
        boots+=($!)
    done
    for machine_name in "${boots[@]}"; do wait "$machine_name" || failed=1; done
    ((failed == 0)) || fail "not all machines came up; 'lab down' clears what is there"
    touch "$RUN/up"
    say "lab up: $(machine_names | wc -l) machines in $((SECONDS - began)) s; inventory: $OPERATOR/inventory.yaml"
}

command_down() {
    [[ $EUID == 0 ]] || refuse "root is needed: run it with sudo"
    centre_lock
    centre_clear
}

command_build() {
    check_machine
    centre_lock
    ! lab_is_up || refuse "the lab is up: its machines stand on what was built"
    centre_clear
    centre_runner
    check_programs
    cache_build
    say "$CACHE is complete"
}

command_status() {
    local machine_name
    if ! lab_is_up; then
        say "the lab is down"
        return 0
    fi
    printf '%-9s %-15s %-9s %-7s %s\n' MACHINE ADDRESS KIND POWER CABLE
    for machine_name in $(machine_names); do
        (
            machine "$machine_name"
            printf '%-9s %-15s %-9s %-7s %s\n' "$name" "$address" "$kind" "$(machine_state)" "$(cable_state)"
        )
    done
}
