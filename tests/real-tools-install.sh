#!/bin/sh
# Installs what KubeHa.RealTools.Tests runs. Starts no daemon: policy-rc.d refuses while packages are set up.
# Debian 12; as root.
set -eu

if [ "$(id -u)" -ne 0 ]; then
    echo 'real-tools-install.sh: root is needed' >&2
    exit 2
fi

packages='busybox-static containerd createrepo-c dash dnf ipvsadm iproute2 iptables keepalived kmod nftables openssl procps shellcheck rpm user-mode-linux util-linux'
missing=
for package in $packages; do
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
        missing="$missing $package"
    fi
done
if [ -z "$missing" ]; then
    exit 0
fi

policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 0755 "$policy"
fi

export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=600 -q update
# shellcheck disable=SC2086 # a list of words
apt-get -o DPkg::Lock::Timeout=600 -q install -y --no-install-recommends $missing
