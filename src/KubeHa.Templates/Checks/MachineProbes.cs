using System.Net;
using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>The looks at any machine. Read-only, plain POSIX sh, and each line that a tool cannot answer stays empty instead of failing.</summary>
internal static class MachineProbes
{
    public static ShellScript Clock { get; } = Sh($"date +%s.%N");

    /// <summary>What /etc/fstab would bring at the next boot, a line each.</summary>
    public static ShellScript SwapAtBoot { get; } = Sh($"awk '$1 !~ /^#/ && $3 == \"swap\"' /etc/fstab");

    /// <summary>Prints the interface that bears an address.</summary>
    public static ShellScript InterfaceOf(IPAddress address) => Sh($$"""ip -o addr show 2>/dev/null | awk -v a={{address}} '{split($4,p,"/"); if(p[1]==a){print $2; exit} }'""");

    public static ShellScript System(Cluster cluster, Machine machine) => Sh($$"""
        address={{machine.Address}}
        version() { "$@" 2>&1 | tr -c '0-9.\n' ' ' | awk 'v==""{for(i=1;i<=NF;i++) if($i ~ /^[0-9]+[.][0-9.]+$/){v=$i; break} } END{print v}'; }
        echo "hostname=$(hostname 2>/dev/null || cat /proc/sys/kernel/hostname)"
        echo "machine-id=$(cat /etc/machine-id 2>/dev/null)"
        echo "uid=$(id -u)"
        ip -o addr show 2>/dev/null | awk -v a="$address" '{split($4,p,"/"); if(p[1]==a){print "interface="$2; print "prefix="p[2]; exit} }'
        interface=$({{InterfaceOf(machine.Address)}})
        echo "mac=$(cat "/sys/class/net/${interface:-none}/address" 2>/dev/null)"
        ( . /etc/os-release 2>/dev/null; echo "os=${ID:-}"; echo "os-version=${VERSION_ID:-}" )
        echo "architecture=$(uname -m)"
        echo "kernel=$(uname -r)"
        echo "cgroup=$(stat -f -c %T /sys/fs/cgroup 2>/dev/null)"
        echo "swap=$(awk 'NR>1' /proc/swaps 2>/dev/null | wc -l)"
        echo "swap-at-boot=$({{SwapAtBoot}} 2>/dev/null | wc -l)"
        mkdir_free() { d=$1; while [ ! -d "$d" ]; do d=$(dirname "$d"); done; df -Pk "$d" 2>/dev/null | awk 'NR==2{print $4}'; }
        {{Etcd(cluster, machine)}}
        {{(cluster.Network.SpeaksIpv6 ? IgnoredRoutes : Sh($":"))}}
        echo "free-images=$(mkdir_free {{RuntimeUnits.ImagesOf(cluster.Runtime)}})"
        command -v keepalived >/dev/null && echo "keepalived=$(version keepalived --version)"
        command -v containerd >/dev/null && echo "containerd=$(version containerd --version)"
        command -v dockerd >/dev/null && echo "docker=$(version dockerd --version)"
        command -v crio >/dev/null && echo "crio=$(version crio --version)"
        for tool in kubeadm kubelet kubectl crictl curl openssl ipvsadm nft iptables awk base64 ss; do command -v "$tool" >/dev/null && echo "tool=$tool"; done
        if [ -d /sys/module/ip_vs ] || [ -e /proc/net/ip_vs ] || modprobe -n -q ip_vs 2>/dev/null; then echo "ip-vs=yes"; else echo "ip-vs=no"; fi
        ss -H -l -t -n -p 2>/dev/null | awk '{n=split($4,p,":"); if(p[n]=={{cluster.Endpoint.ApiServerPort}}||p[n]==2379||p[n]==2380||p[n]==10250){match($0,/\(\("[^"]*"/); print "listens="p[n]" "substr($0,RSTART+3,RLENGTH-4)} }'
        {{VirtualIps.Shown(cluster)}} 2>/dev/null | awk '{print "vip-on="$2}'
        sed -n -e 's/^name /marker-name=/p' -e 's/^endpoint /marker-endpoint=/p' -e 's/^ca /marker-ca=/p' {{FilePaths.Marker}} 2>/dev/null
        [ -s {{FilePaths.Pki}}/ca.crt ] && echo "ca=$(sed '/-----/d' {{FilePaths.Pki}}/ca.crt | base64 -d 2>/dev/null | sha256sum | cut -d' ' -f1)"
        [ -d /etc/kubernetes ] && [ -n "$(find /etc/kubernetes -type f 2>/dev/null | head -n 1)" ] && echo "etc-kubernetes=yes"
        true
        """);

    /// <summary>Interfaces whose default route comes from router advertisements that the kernel will not take any more once it forwards (kernel documentation, ip-sysctl: accept_ra).</summary>
    private static ShellScript IgnoredRoutes { get; } = Sh($$"""
        [ "$(cat /proc/sys/net/ipv6/conf/all/forwarding 2>/dev/null)" = 1 ] || ip -6 route show default proto ra 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p' | sort -u | while read -r d; do
          [ "$(cat "/proc/sys/net/ipv6/conf/$d/accept_ra" 2>/dev/null)" = 2 ] || echo "ra-ignored=$d"
        done
        """);

    /// <summary>The room for etcd's data, or the way to where others keep it.</summary>
    private static ShellScript Etcd(Cluster cluster, Machine machine) => (cluster.Etcd, machine) switch
    {
        (EtcdTopology.Stacked, _) => Sh($"echo \"free-etcd=$(mkdir_free {EtcdData.Directory(cluster)})\""),
        (EtcdTopology.External, EtcdMachine) => Sh($"echo \"free-etcd=$(mkdir_free {EtcdData.Directory(cluster)})\"; command -v kubelet >/dev/null && echo \"kubelet=$(version kubelet --version)\""),
        (EtcdTopology.ExternalEndpoints, ControlPlane) => ExternalEtcd.Of(cluster)!.Reached,

        // Our own does not run before it is brought up.
        _ => Sh($":"),
    };

    /// <summary>Who owns a virtual IP: asked by a connection attempt, which makes the kernel resolve the address, and read from the neighbour table.</summary>
    public static ShellScript VirtualAddress(PoolService service) => Sh($$"""
        vip={{service.Address}}
        if [ -n "$(ip -o addr show to "$vip" 2>/dev/null)" ]; then echo "bound=yes"; exit 0; fi
        ip neigh flush to "$vip" >/dev/null 2>&1
        if curl -k -s -o /dev/null --connect-timeout 1 --max-time 2 {{$"https://{service.Text}/readyz"}}; then echo "answers=yes"; else
          case $? in 7|28) echo "answers=no";; *) echo "answers=yes";; esac; fi
        echo "mac=$(ip neigh show to "$vip" 2>/dev/null | awk '{for(i=1;i<NF;i++) if($i=="lladdr") print $(i+1)}' | head -n 1)"
        """);
}
