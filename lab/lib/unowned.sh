# shellcheck shell=bash
# Files of a machine that no package put there: everything under the places of lib/manifest.sh that differs from the
# root as the packages left it, less what the system itself writes while it runs.

# Written by a program of a Debian package, not by an operator or the lab. Each with its reason.
unowned_generated=(
    '^/etc/ld\.so\.cache '              # ldconfig
    '^/etc/\.updated |^/var/\.updated ' # systemd-update-done
    '^/etc/\.pwd\.lock |^/etc/(passwd|group|shadow|gshadow)-? ' # systemd-sysusers at boot
    '^/etc/mtab '                       # systemd-tmpfiles: link to /proc
    '^/var/lib/systemd/'                # systemd's own memory (random seed, timers, catalog)
    '^/var/lib/private '                # systemd
    '^/var/lib/(containerd|docker|kubelet|etcd)/' # containerd's own database, made when it starts
    '^/var/lib/(lastlog|logrotate)/'    # logins
    '^/var/lib/dbus/machine-id '        # link to /etc/machine-id, made by dbus
    '^/root/\.(bash_history|cache)'     # a shell
)

unowned_lines() {
    local pattern
    pattern=$(IFS='|'; printf '%s' "${unowned_generated[*]}")
    machine "$1"
    machine_on || refuse "$name is off"
    {
        cat "$LAB/lib/manifest.sh"
        echo 'manifest /'
    } | "${kind}_exec" bash -s |
        LC_ALL=C comm -13 "$(recipe_folder roots)/${kind}s.manifest" - |
        grep -vE "$pattern" | awk '{ print $1 }' | sort -u
}

command_unowned() {
    [[ $# == 1 ]] || refuse "usage: lab unowned MACHINE"
    need_up
    unowned_lines "$1"
}
