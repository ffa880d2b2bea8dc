using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>The looks at control planes and workers. Read-only.</summary>
internal static class KubernetesProbes
{
    public static ShellScript ControlPlane(Cluster cluster, ControlPlane machine) => Lines(
    [
        Forwarding.Of(cluster).Device is { } device ? Gate(cluster, device) : Sh($"""echo "vip-bound=$({VirtualIps.Shown(cluster)} 2>/dev/null | wc -l)" """),
        Sh($$"""
            if [ -s {{FilePaths.AdminConf}} ]; then
              echo "readyz=$({{Kubectl(cluster, machine)}} get --raw /readyz 2>&1 | tail -n 1)"
            fi
            [ -s {{FilePaths.Pki}}/apiserver.crt ] && echo "certificate=$(sed -n '1,/-----END/p' {{FilePaths.Pki}}/apiserver.crt | sed '/-----/d' | base64 -d 2>/dev/null | sha256sum | cut -d' ' -f1)"
            true
            """),
    ]);

    /// <summary>What stands between the directors and the apiserver, and whether the machine bears the virtual IP.</summary>
    private static ShellScript Gate(Cluster cluster, string device) => Sh($$"""
        echo "gate=$({{FilePaths.Gate}} state 2>/dev/null || echo missing)"
        echo "gate-unit=$(systemctl is-active kubeha-gate 2>/dev/null)"
        echo "vip-unit=$(systemctl is-active kubeha-vip 2>/dev/null)"
        [ -e {{FilePaths.RealServer}} ] && echo "real-server=yes"
        echo {{"vip-on-" + device}}"=$({{VirtualIps.Shown(cluster, device)}} 2>/dev/null | wc -l)"
        echo "arp-ignore=$(sysctl -n net.ipv4.conf.all.arp_ignore 2>/dev/null)"
        echo "arp-announce=$(sysctl -n net.ipv4.conf.all.arp_announce 2>/dev/null)"
        """);

    public static ShellScript Nodes(Cluster cluster, ControlPlane machine) => Sh($$"""
        [ -s {{FilePaths.AdminConf}} ] || exit 1
        {{Kubectl(cluster, machine)}} get nodes -o {{"jsonpath={range .items[*]}{.metadata.name}{\" \"}{.status.conditions[?(@.type==\"Ready\")].status}{\" \"}{.spec.podCIDR}{\" \"}{.status.nodeInfo.kubeletVersion}{\"\\n\"}{end}"}}
        """);

    public static ShellScript EtcdMembers(Cluster cluster) => Etcd(cluster, "/v3/cluster/member/list");

    public static ShellScript EtcdStatus(Cluster cluster) => Etcd(cluster, "/v3/maintenance/status");

    public static ShellScript EtcdAlarms(Cluster cluster) => Etcd(cluster, "/v3/maintenance/alarm", """{"action":"GET"}""");

    /// <summary>On the loopback port that kubeadm gives etcd for it, without a certificate; only what is judged comes along.</summary>
    public static ShellScript EtcdMetrics(Cluster cluster) => Sh($"curl -s -f --max-time 5 {$"http://{EtcdData.Loopback(cluster).WithPort(2381)}/metrics"} | grep -e '^etcd_disk_wal_fsync_duration_seconds_bucket' -e '^etcd_disk_backend_commit_duration_seconds_bucket' -e '^etcd_server_quota_backend_bytes'");

    public static ShellScript ApiVersion(Cluster cluster, ControlPlane machine) => Sh($$"""
        [ -s {{FilePaths.AdminConf}} ] || exit 1
        echo "version=$({{Kubectl(cluster, machine)}} get --raw /version | sed -n 's/.*"gitVersion": *"\([^"]*\)".*/\1/p')"
        """);

    /// <summary>How many pods are wanted and how many are ready; empty where there is no such addon.</summary>
    public static ShellScript Addons(Cluster cluster, ControlPlane machine) => Sh($$"""
        [ -s {{FilePaths.AdminConf}} ] || exit 1
        echo "kube-proxy=$({{Kubectl(cluster, machine)}} -n kube-system get daemonset kube-proxy -o {{"jsonpath={.status.desiredNumberScheduled} {.status.numberReady}"}} 2>/dev/null)"
        echo "dns=$({{Kubectl(cluster, machine)}} -n kube-system get deployment coredns -o {{"jsonpath={.spec.replicas} {.status.readyReplicas}"}} 2>/dev/null)"
        """);

    /// <summary>The controllers' leases, looked at twice, three seconds apart: a live holder renews every two. Then those of the nodes, with the time.</summary>
    public static ShellScript Leases(Cluster cluster, ControlPlane machine) => Sh($$"""
        [ -s {{FilePaths.AdminConf}} ] || exit 1
        look() { for lease in kube-controller-manager kube-scheduler; do
          echo "$1-$lease=$({{Kubectl(cluster, machine)}} -n kube-system get lease "$lease" -o {{"jsonpath={.spec.holderIdentity} {.spec.renewTime}"}} 2>/dev/null)"; done; }
        look first; sleep 3; look second
        {{Kubectl(cluster, machine)}} -n kube-node-lease get leases -o {{"jsonpath={range .items[*]}node-lease={.metadata.name} {.spec.renewTime}{\"\\n\"}{end}"}} 2>/dev/null && echo "now=$(date +%s)"
        true
        """);

    public static ShellScript NodeExists(Cluster cluster, ControlPlane machine, string node) =>
        Sh($"{Kubectl(cluster, machine)} get node {node} -o name >/dev/null");

    /// <summary>
    /// kubectl against this machine's own apiserver, not against the virtual IP. From 1.29 on admin.conf has no rights until init binds its group:
    /// the founding control plane, on which alone an init can have ended before that, has super-admin.conf for it. Another --server behind it holds in place of this one.
    /// </summary>
    public static ShellScript Kubectl(Cluster cluster, ControlPlane machine)
    {
        var server = "https://" + PoolRules.ServerOf(cluster, machine);
        return cluster.Version.IsAtLeast(KubernetesCatalogue.FirstMinorWithSuperAdmin)
            ? Sh($"kubectl --kubeconfig \"$([ -s {FilePaths.SuperAdminConf} ] && echo {FilePaths.SuperAdminConf} || echo {FilePaths.AdminConf})\" --server {server} --request-timeout 5s")
            : Sh($"kubectl --kubeconfig {FilePaths.AdminConf} --server {server} --request-timeout 5s");
    }

    /// <summary>
    /// A call of etcd's own JSON gateway (/v3, there since etcd 3.4) with the client certificate that kubeadm makes for health checks:
    /// needs neither etcdctl nor a way into the container, and works without quorum for what a member knows by itself.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="path">The method's path.</param>
    /// <param name="body">The request, JSON.</param>
    /// <param name="seconds">How long it may take.</param>
    public static ShellScript Etcd(Cluster cluster, string path, string body = "{}", int seconds = 5) => Sh($"""
        curl -s -f --max-time {seconds} --cacert {FilePaths.Pki}/etcd/ca.crt --cert {FilePaths.Pki}/etcd/healthcheck-client.crt --key {FilePaths.Pki}/etcd/healthcheck-client.key -d {body} {$"https://{EtcdData.Loopback(cluster).WithPort(2379)}{path}"}
        """);
}
