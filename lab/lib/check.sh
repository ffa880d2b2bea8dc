# shellcheck shell=bash
# Can this machine be a lab, and are the programs there that make one?

cgroup_v1_wanted=(cpu cpuacct cpuset memory devices freezer pids)

# Mount points of all cgroup hierarchies of this machine. Version 2 has none of the controllers here, but systemd-nspawn takes
# a machine's place in systemd's own hierarchy from where it stands in that one: left out, all machines would share it.
cgroup_hierarchies() { awk '$(NF-2) == "cgroup" || $(NF-2) == "cgroup2" { print $5 }' /proc/self/mountinfo | sort -u; }

check_machine() {
    local controllers controller kilobytes where
    [[ $EUID == 0 ]] || refuse "root is needed: run it with sudo"
    # shellcheck source=/dev/null
    (. /etc/os-release && [[ $ID == debian && $VERSION_ID == 12 ]]) 2>/dev/null ||
        refuse "Debian 12 is needed: everything in the lab is built from its packages"
    controllers=,$(sed -nE 's/.* - cgroup [^ ]+ (.*)/\1/p' /proc/self/mountinfo | paste -sd,),
    for controller in "${cgroup_v1_wanted[@]}"; do
        [[ $controllers == *,"$controller",* ]] ||
            refuse "cgroup v1 controllers are needed ('$controller' is not mounted): boot this machine with systemd.unified_cgroup_hierarchy=0"
    done
    [[ -c /dev/net/tun ]] || refuse "/dev/net/tun is missing: the directors' network needs it"
    kilobytes=$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)
    ((kilobytes >= 6 * 1000 * 1000)) || refuse "6 GB of memory are needed, this machine has $((kilobytes / 1000000)) GB"
    kilobytes=$(df -Pk "${MEMORY%/*}" | awk 'NR == 2 { print $4 }')
    ((kilobytes >= 2 * 1000 * 1000)) || refuse "2 GB of free memory are needed in ${MEMORY%/*}, there are $((kilobytes / 1000)) MB"
    for where in "$CACHE" "$STATE"; do
        mkdir -p "$where"
        kilobytes=$(df -Pk "$where" | awk 'NR == 2 { print $4 }')
        ((kilobytes >= 12 * 1000 * 1000)) || refuse "12 GB of free disk are needed at $where, there are $((kilobytes / 1000000)) GB"
    done
}

# need PROGRAM PACKAGE...: adds the packages to the list `missing` when the program is not there.
need() {
    local program=$1
    shift
    command -v "$program" >/dev/null || [[ -e $program ]] || missing+=("$@")
}

# Programs are installed only when missing, and no daemon of theirs is started.
check_programs() {
    local -a missing=()
    need systemd-nspawn systemd-container
    need ip iproute2
    need ssh openssh-client
    need mke2fs e2fsprogs
    need nsenter util-linux
    if [[ ! -d $(recipe_folder roots) ]]; then
        need debootstrap debootstrap
        need dpkg-source dpkg-dev
        need /usr/lib/go-1.19/bin/go golang-1.19-go
        need gcc gcc
        need /usr/include/stdlib.h libc6-dev
        need xz xz-utils
    fi
    if [[ ! -d $(recipe_folder roots) ]] && ! apt-cache show busybox-static >/dev/null 2>&1; then
        # A new machine may know no packages at all yet.
        apt-get -qq update >/dev/null || fail "apt-get update failed: see what it says"
    fi
    ((${#missing[@]})) || return 0
    say "installing ${missing[*]} ..."
    (
        policy=/usr/sbin/policy-rc.d
        if [[ ! -e $policy ]]; then
            trap 'rm -f "$policy"' EXIT
            printf '#!/bin/sh\nexit 101\n' >"$policy"
            chmod 755 "$policy"
        fi
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update >/dev/null || exit 1
        apt-get -qq install -y --no-install-recommends "${missing[@]}" </dev/null 9>&- >"$RUN/apt.log" 2>&1 ||
            { tail -n 5 "$RUN/apt.log" >&2; exit 1; }
    ) || fail "could not install ${missing[*]}"
}
