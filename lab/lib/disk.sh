# shellcheck shell=bash
# A machine's disk: fresh from the shared root, with what makes it this machine and no other.
# Every path that is written here, or by recipes/roots, stands in lab/unowned with its reason.

# disk_identity FOLDER: the files of an identity, as they shall lie in the machine's root.
disk_identity() {
    local folder=$1
    install -d -m 755 "$folder/etc" "$folder/etc/ssh"
    install -d -m 700 "$folder/root" "$folder/root/.ssh"
    printf '%s\n' "$name" >"$folder/etc/hostname"
    tr -d - </proc/sys/kernel/random/uuid >"$folder/etc/machine-id"
    chmod 444 "$folder/etc/machine-id"
    ssh-keygen -q -t ed25519 -N '' -C "root@$name" -f "$folder/etc/ssh/ssh_host_ed25519_key"
    install -m 600 "$OPERATOR/id_ed25519.pub" "$folder/root/.ssh/authorized_keys"
}

disk_fresh() {
    rm -rf --one-file-system "$disk" "${MEMORY:?}/$name"
    mkdir -p "$disk"
    "disk_fresh_$kind"
}

disk_fresh_host() {
    # containerd, docker, kubelet and etcd want plain folders: an overlay on an overlay is refused.
    mkdir -p "$disk"/{upper,work,root,containerd,docker,kubelet}
    # Every etcd has a disk of its own, and a fast one: what three of them and nine other machines do to one disk would
    # be measured else. It outlives the machine's power like the other folders.
    mkdir -p "$MEMORY/$name/etcd"
    chmod 700 "$MEMORY/$name/etcd"
    disk_identity "$disk/upper"
}

disk_fresh_director() {
    local file
    disk_identity "$disk/identity"
    cp --sparse=always "$(recipe_folder roots)/directors.ext4" "$disk/root.ext4"
    {
        printf 'mkdir /root/.ssh\nsif /root/.ssh mode 040700\n'
        while read -r file; do
            printf 'write %s /%s\nsif /%s mode 0100%s\n' "$disk/identity/$file" "$file" "$file" \
                "$(stat -c %a "$disk/identity/$file")"
        done < <(cd "$disk/identity" && find . -type f -printf '%P\n')
    } >"$disk/debugfs"
    debugfs -w -f "$disk/debugfs" "$disk/root.ext4" >/dev/null 2>"$disk/debugfs.log"
    rm -rf "$disk/identity"
}

# disk_host_key: the public host key, read through the machine's root and never over the network.
disk_host_key() {
    local key=etc/ssh/ssh_host_ed25519_key.pub
    if [[ $kind == host ]]; then
        cut -d' ' -f1,2 "$disk/upper/$key"
    else
        debugfs -c -R "cat /$key" "$disk/root.ext4" 2>/dev/null | cut -d' ' -f1,2
    fi
}

# The operator's pin: replaces the line of this machine in the operator's known_hosts.
disk_pin() {
    local file=$OPERATOR/known_hosts key
    key=$(disk_host_key)
    [[ $key == ssh-ed25519\ * ]] || fail "$name: no host key on its disk"
    (
        flock 7
        touch "$file"
        { grep -v "^$address " "$file"; printf '%s %s\n' "$address" "$key"; } >"$file.new"
        mv "$file.new" "$file"
    ) 7>"$RUN/known_hosts.lock"
}
