using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>What kubeadm does on one machine: init, join, reset.</summary>
internal static class KubeadmSteps
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(15);

    /// <summary>The only init there is. Whether it enters a plan is decided from what every control plane was seen to be; the script looks again.</summary>
    public static void Init(Lane lane, Cluster cluster, ConfigFile configuration, IEnumerable<string> after)
    {
        IEnumerable<string> flags = ["--skip-token-print", .. SkipsDnsPhase(cluster) ? ["--skip-phases=addon/coredns"] : Array.Empty<string>()];
        lane.Run("init", "Found the cluster (kubeadm init)",
            Sh($"""
                if {EtcdData.ForbidsInit(cluster)}; then echo {EtcdData.Forbidden(cluster)} >&2; exit 1; fi
                {WithConfiguration(FilePaths.KubeadmInit, Sh($"kubeadm init --config {FilePaths.KubeadmInit} {flags}"))}
                """),
            unless: Founded(cluster, (ControlPlane)lane.Machine),
            input: configuration.Content, after: after, timeout: LongEnough);
        Ready(lane, cluster);
    }

    /// <summary>What an init that broke half-way left undone; every phase of it can be repeated.</summary>
    public static void FinishInit(Lane lane, Cluster cluster, ConfigFile configuration, IEnumerable<string> after)
    {
        var skipped = "--skip-phases=preflight,certs,kubeconfig,kubelet-start,control-plane,etcd" + (SkipsDnsPhase(cluster) ? ",addon/coredns" : string.Empty);
        lane.Run("init/finish", "Finish what init writes into the cluster",
            WithConfiguration(FilePaths.KubeadmInit, Sh($"kubeadm init --config {FilePaths.KubeadmInit} {skipped}")),
            unless: Founded(cluster, (ControlPlane)lane.Machine),
            input: configuration.Content, after: after, timeout: LongEnough);
    }

    public static void JoinControlPlane(Lane lane, Cluster cluster, ConfigFile configuration, IEnumerable<string> after)
    {
        var machine = (ControlPlane)lane.Machine;
        lane.Check("join/unbound", "See that the virtual IP is not bound here",
            Sh($"[ -z \"$({VirtualIps.Shown(cluster)})\" ]"),
            $"The virtual IP {VirtualIps.Text(cluster.Endpoint)} is bound on {machine.Name}: a join from here would talk to itself. {(Forwarding.Of(cluster).Binds ? "Stop kubeha-vip on it" : "Remove it there")} and apply again.", after);
        lane.Run("join", "Join as a control plane (kubeadm join)",
            WithConfiguration(FilePaths.KubeadmJoin, Sh($"kubeadm join --config {FilePaths.KubeadmJoin}")),
            unless: Joined(machine, cluster),
            input: configuration.Content, timeout: LongEnough);
    }

    public static void JoinWorker(Lane lane, ConfigFile configuration, IEnumerable<string> after) =>
        lane.Run("join", "Join as a worker (kubeadm join)",
            WithConfiguration(FilePaths.KubeadmJoin, Sh($"kubeadm join --config {FilePaths.KubeadmJoin}")),
            unless: Sh($"[ -s {FilePaths.KubeletConf} ] && [ ! -e {FilePaths.BootstrapKubeletConf} ] && kubectl --kubeconfig {FilePaths.KubeletConf} --request-timeout 10s get node {lane.Machine.Name} >/dev/null 2>&1"),
            input: configuration.Content, after: after, timeout: LongEnough);

    /// <summary>
    /// What kubeadm had left to do when a worker's join was killed after the kubelet's start: the kubelet joins by itself then. Without the annotation no later kubeadm
    /// knows the node's runtime (1.34 keeps that in a file of the kubelet's instead).
    /// </summary>
    public static void FinishWorker(Lane lane, Cluster cluster)
    {
        var annotated = KubeadmFeatureGates.IsOn(cluster, "NodeLocalCRISocket")
            ? Sh($"true")
            : Sh($"kubectl --kubeconfig {FilePaths.KubeletConf} --request-timeout 10s annotate --overwrite node {lane.Machine.Name} {"kubeadm.alpha.kubernetes.io/cri-socket=" + cluster.Runtime.CriSocket} >/dev/null");
        lane.Run("join/finish", "Finish a join whose kubelet went on without kubeadm",
            Sh($"{annotated} && rm -f {FilePaths.BootstrapKubeletConf}"),
            unless: Sh($"[ ! -e {FilePaths.BootstrapKubeletConf} ]"));
    }

    /// <summary>Waits for the machine's own apiserver.</summary>
    public static void Ready(Lane lane, Cluster cluster, string topic = "ready", IEnumerable<string>? after = null) =>
        lane.Wait(topic, "Wait for the machine's own apiserver",
            Sh($"""
                said=$({KubernetesProbes.Kubectl(cluster, (ControlPlane)lane.Machine)} get --raw '/readyz?verbose' 2>&1) && exit 0
                echo "$said" | grep -v '^\[+\]' | tail -n 3 | tr '\n' ' '; exit 1
                """), TimeSpan.FromMinutes(5), after);

    /// <summary>
    /// Starts the apiserver anew on a control plane whose etcd has just gone from one voter to two. For the moment that this takes etcd has no leader,
    /// and watch caches of an apiserver that lived through it can stay silent for minutes: all is Ready, and nobody hears of a new Service (kubernetes issue 97294).
    /// </summary>
    public static void RestartApiServer(Lane lane, Cluster cluster, IEnumerable<string>? after = null)
    {
        var kubectl = KubernetesProbes.Kubectl(cluster, (ControlPlane)lane.Machine);
        lane.Run("apiserver/restart", "Start the apiserver anew, if it lived through the moment in which etcd got its second voter",
            Sh($$"""
                old=$(pidof kube-apiserver) || exit 0
                kill -KILL $old # asked nicely it waits a minute for its watches, which are what is broken
                n=0; while [ "$(pidof kube-apiserver || echo "$old")" = "$old" ]; do n=$((n+1)); [ $n -lt 600 ] || exit 1; sleep 0.2; done
                """),
            unless: Sh($$"""
                pid=$(pidof kube-apiserver) || exit 1
                said=$({{kubectl}} get nodes {{cluster.ControlPlanes.Select(machine => machine.Name)}} --ignore-not-found -o {{"jsonpath={.items[*].metadata.creationTimestamp}"}} 2>/dev/null)
                second=$(printf '%s\n' $said | sort | sed -n 2p)
                [ -n "$second" ] || exit 0
                [ $(($(date +%s) - $(ps -o etimes= -p "$pid" | tr -d ' '))) -gt "$(date -d "$second" +%s)" ]
                """),
            after: after);
        Ready(lane, cluster, topic: "apiserver/ready");
    }

    /// <summary>The mark is the last thing that a join of a control plane makes; one that broke right before it is whole but for that.</summary>
    public static void Mark(Lane lane, Cluster cluster, ConfigFile configuration) =>
        lane.Run("mark", "Mark the node as a control plane",
            WithConfiguration(FilePaths.KubeadmInit, Sh($"kubeadm init phase mark-control-plane --config {FilePaths.KubeadmInit}")),
            unless: Sh($"[ -n \"$({KubernetesProbes.Kubectl(cluster, (ControlPlane)lane.Machine)} get nodes -l {MarkLabel(cluster)} -o name 2>/dev/null | grep -x {"node/" + lane.Machine.Name})\" ]"),
            input: configuration.Content);

    /// <summary>Ends the kubelet of a half-made control plane and what it runs. It refuses on a member.</summary>
    public static void StopHalfMade(Lane lane, Cluster cluster)
    {
        // dockershim is the kubelet's own and ends with it: Docker itself is asked, by the names that every kubelet gives.
        var docker = cluster.Runtime is ContainerRuntime.Docker;
        var running = docker ? Sh($"docker ps -q --filter name=k8s_ 2>/dev/null") : Sh($"crictl pods -q 2>/dev/null");
        var end = docker ? Sh($"docker rm -f \"$one\"") : Sh($"crictl stopp \"$one\"; crictl rmp -f \"$one\"");
        lane.Run("clean-up/kubelet", "Stop the kubelet and what it runs",
            Sh($"""
                {RefuseMember((ControlPlane)lane.Machine, cluster)}
                systemctl stop kubelet; {running} | while read -r one; do {end}; done >/dev/null 2>&1; true
                """),
            unless: Sh($"! systemctl is-active -q kubelet && [ -z \"$({running})\" ]"));
    }

    private static ShellScript RefuseMember(ControlPlane machine, Cluster cluster) => Sh($"""
        if [ -s {FilePaths.AdminConf} ] && {EtcdData.IsThere(cluster)} && [ "$({KubernetesProbes.Kubectl(cluster, machine)} get --raw /readyz 2>/dev/null)" = ok ] && {KubernetesProbes.Kubectl(cluster, machine)} get node {machine.Name} >/dev/null 2>&1; then
          echo "this machine is a member of the cluster by now: it is not undone; apply again" >&2; exit 1
        fi
        """);

    /// <summary>Undoes a half-made init or join. It refuses on a member.</summary>
    public static void Reset(Lane lane, Cluster cluster, IEnumerable<string> after)
    {
        var refuse = lane.Machine is ControlPlane machine ? RefuseMember(machine, cluster) : Sh($"true");
        // Without admin.conf kubeadm does not try to reach the cluster: the stale etcd member was removed through a live one before.
        lane.Run("clean-up/reset", "Undo the half-made member (kubeadm reset)",
            Sh($"""
                {refuse}
                {EtcdData.Remember}
                rm -f {FilePaths.AdminConf}
                kubeadm reset -f --cri-socket {cluster.Runtime.CriSocket} || exit 1
                {EtcdData.Remove(cluster)}
                find /etc/kubernetes -type f -delete 2>/dev/null
                rm -f {FilePaths.KubeadmInit} {FilePaths.KubeadmJoin}
                """),
            unless: Sh($"[ -z \"$(find /etc/kubernetes {EtcdData.Folders(cluster)} -type f 2>/dev/null | head -n 1)\" ] && [ ! -e /var/lib/kubelet/config.yaml ]"),
            after: after, timeout: LongEnough);
    }

    /// <summary>The mark on the node object is the last thing that a join of a control plane makes.</summary>
    private static ShellScript Joined(ControlPlane machine, Cluster cluster) => Sh($"""
        [ -e {EtcdData.LastManifest(cluster)} ] && [ -s {FilePaths.AdminConf} ] || exit 1
        n=0; until [ -n "$(kubectl --kubeconfig {FilePaths.AdminConf} --request-timeout 5s get nodes -l {MarkLabel(cluster)} -o name 2>/dev/null | grep -x {"node/" + machine.Name})" ]; do n=$((n+1)); [ $n -lt 5 ] || exit 1; sleep 1; done
        """);

    /// <summary>Where the configuration cannot say that there is to be no CoreDNS.</summary>
    private static bool SkipsDnsPhase(Cluster cluster) =>
        !cluster.Kubeadm.InstallDns && !KubeadmFields.DnsDisabled.IsIn(KubernetesCatalogue.KubeadmApiOf(cluster.Version.Minor));

    private static string MarkLabel(Cluster cluster) => cluster.Version.IsAtLeast(20) ? "node-role.kubernetes.io/control-plane" : "node-role.kubernetes.io/master";

    /// <summary>Everything that the last phases of init make is in the cluster; kube-proxy's RoleBinding is the very last (kubeadm, phases/addons/proxy).</summary>
    private static ShellScript Founded(Cluster cluster, ControlPlane machine) => Sh($"""
        [ -s {FilePaths.AdminConf} ] && {KubernetesProbes.Kubectl(cluster, machine)} -n kube-system get rolebinding/kube-proxy configmap/kubeadm-config -o name >/dev/null 2>&1 && {KubernetesProbes.Kubectl(cluster, machine)} -n kube-public get configmap/cluster-info -o name >/dev/null 2>&1
        """);

    /// <summary>Runs kubeadm with the configuration that comes on standard input; the file lives as long as the script, readable by root only.</summary>
    internal static ShellScript WithConfiguration(string path, ShellScript command) => Sh($"""
        umask 077; mkdir -p /run/kubeha && cat > {path} || exit 1
        trap {$"rm -f {path}"} EXIT; trap 'exit 143' TERM INT HUP
        {command} </dev/null
        """);
}
