# shellcheck shell=bash
# SSH into machines: as the operator (who believes his own known_hosts) and as the lab (which knows the disks).

ssh_options=(-F none -o BatchMode=yes -o IdentitiesOnly=yes -o ConnectTimeout=10 -o LogLevel=ERROR
    -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes)

# lab_ssh NAME COMMAND...
lab_ssh() {
    local target=$1
    # shellcheck disable=SC2034
    local name address kind disk
    shift
    machine "$target"
    printf '%s %s\n' "$address" "$(disk_host_key)" >"$RUN/$name.known_hosts"
    nsenter --net="/run/netns/$OPERATOR_NS" -- ssh "${ssh_options[@]}" -i "$OPERATOR/id_ed25519" \
        -o UserKnownHostsFile="$RUN/$name.known_hosts" "root@$address" "$@"
}

# sshd_answers ADDRESS SECONDS: waits for the banner, from the operator's place.
sshd_answers() {
    # shellcheck disable=SC2016
    nsenter --net="/run/netns/$OPERATOR_NS" -- bash -c '
        end=$((SECONDS + $2))
        while ((SECONDS < end)); do
            if timeout 1 bash -c "exec 3<>/dev/tcp/$1/22 && read -r line <&3 && [[ \$line == SSH-* ]]" 2>/dev/null; then
                exit 0
            fi
            sleep 0.2
        done
        exit 1' - "$1" "$2"
}

command_ssh() {
    [[ $# -ge 1 ]] || refuse "usage: lab ssh MACHINE [COMMAND]"
    machine "$1"
    shift
    need_up
    in_operator ssh "${ssh_options[@]}" -i "$OPERATOR/id_ed25519" -o UserKnownHostsFile="$OPERATOR/known_hosts" \
        "root@$address" "$@"
}
