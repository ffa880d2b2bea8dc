# shellcheck shell=bash
# Most of what stands here is read by the other parts.
# shellcheck disable=SC2034
# Names and small helpers that every part of the lab uses.

CACHE=${KUBEHA_LAB_CACHE:-/var/cache/kubeha-lab}   # what was built, outside the work tree
STATE=/var/lib/kubeha-lab                          # disks of machines, folder of the operator
MEMORY=/dev/shm/kubeha-lab                        # etcd's data: see disk_fresh_host
RUN=/run/kubeha-lab                                # process ids, lock, kernel values to put back
OPERATOR=$STATE/operator
NETWORK_PREFIX=192.168.33
OPERATOR_ADDRESS=$NETWORK_PREFIX.254
SWITCH=kh-switch                                   # network namespace with the switch (a bridge)
OPERATOR_NS=kh-operator                            # network namespace of whoever drives the lab
CGROUP=kubeha-lab                                  # folder in every cgroup hierarchy
RUNNER=runner                                      # folder in it of an `up` or `build` while it works
WORKER=operator                                    # of what the operator runs
MEASURER=measurer                                  # of what measures

say() { printf '%s\n' "$*"; }

# One line, exit code 1: something went wrong.
fail() { printf 'lab: %s\n' "$*" >&2; exit 1; }

# One line, exit code 2: bad input, or this machine cannot be a lab.
refuse() { printf 'lab: %s\n' "$*" >&2; exit 2; }

# Lines "NAME ADDRESS KIND ROLE": of the table that `up` was given, else of the usual one.
machines() {
    local table=$LAB/machines
    [[ ! -e $RUN/machines ]] || table=$RUN/machines
    sed -E '/^(#|[[:space:]]*$)/d' "$table"
}
machine_names() { machines | awk '{ print $1 }'; }

# machine NAME: sets name, address, kind and disk for its caller; refuses an unknown name.
machine() {
    local line
    line=$(machines | awk -v name="$1" '$1 == name { print $1, $2, $3 }')
    [[ -n $line ]] || refuse "no machine '$1': one of $(machine_names | paste -sd' ')"
    read -r name address kind <<<"$line"
    disk=$STATE/machines/$name
}

now_ms() { date +%s%3N; }

# A process id alone can be somebody else's by the time it is used: its start time is kept beside it.
process_start() { awk '{ sub(/^.*\) /, ""); print $20 }' "/proc/$1/stat" 2>/dev/null; }
process_save() { printf '%s %s\n' "$2" "$(process_start "$2")" >"$1"; }
# process_read FILE: prints the id when that very process still lives.
process_read() {
    local pid start
    [[ -s $1 ]] && read -r pid start <"$1" && [[ -n $start && $(process_start "$pid") == "$start" ]] && printf '%s' "$pid"
}

# wait_until SECONDS COMMAND...: polls until the command succeeds.
wait_until() {
    local deadline=$(($(now_ms) + $1 * 1000))
    shift
    until "$@"; do
        (($(now_ms) < deadline)) || return 1
        sleep 0.1
    done
}
