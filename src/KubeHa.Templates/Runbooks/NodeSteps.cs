using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>What concerns a node's object and its kubelet.</summary>
internal static class NodeSteps
{
    /// <summary>Deletes the node object of a machine that is to join anew; kubeadm refuses a join while it says Ready.</summary>
    public static void Forget(Lane live, Cluster cluster, string machine, IEnumerable<string> after)
    {
        var kubectl = KubernetesProbes.Kubectl(cluster, (ControlPlane)live.Machine);
        live.Run($"clean-up/node/{machine}", $"Delete the stale node {machine}",
            Sh($"{kubectl} delete node {machine} --wait=false >/dev/null"),
            unless: Sh($"seen=$({kubectl} get node {machine} --ignore-not-found -o name) && [ -z \"$seen\" ]"), after: after);
    }

    /// <summary>A member's kubelet runs. And where a join or init was killed after kubeadm had ended, its configuration, with the token of that run, still lies there.</summary>
    public static void KubeletRuns(Lane lane) =>
        lane.Run("kubelet/running", "Start the kubelet, and leave no token of a join behind",
            Sh($"rm -f {FilePaths.KubeadmInit} {FilePaths.KubeadmJoin}; systemctl start kubelet"),
            unless: Sh($"[ ! -e {FilePaths.KubeadmInit} ] && [ ! -e {FilePaths.KubeadmJoin} ] && systemctl is-active -q kubelet"));

    /// <summary>
    /// A member's kubelet has the configuration that the cluster keeps for all of them, but for the lines that kubeadm writes for the machine. It is stopped first, so that
    /// one that runs has read its file, and started again whatever kubeadm says.
    /// </summary>
    /// <param name="lane">The member's lane.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="after">What must stand before the cluster can be asked.</param>
    public static void KubeletConfigured(Lane lane, Cluster cluster, IEnumerable<string>? after = null) =>
        lane.Run("kubelet/configuration", "Give the kubelet the cluster's configuration",
            Sh($"""
                systemctl stop kubelet || exit 1
                kubeadm upgrade node phase kubelet-config --kubeconfig {FilePaths.KubeletConf} >/dev/null; said=$?
                systemctl start kubelet && exit $said
                """),
            unless: Sh($$"""
                ours() { grep -v -e '^resolvConf:' -e '^containerRuntimeEndpoint:'; }
                want=$(kubectl --kubeconfig {{FilePaths.KubeletConf}} --request-timeout 10s -n kube-system get configmap {{ConfigMap(cluster)}} -o 'jsonpath={.data.kubelet}' | ours) &&
                [ -n "$want" ] && [ "$(ours <{{FilePaths.KubeletConfiguration}})" = "$want" ] && systemctl is-active -q kubelet
                """), after: after);

    /// <summary>A kubelet makes its node object at its start only.</summary>
    public static void NodeExists(Lane lane, Cluster cluster) =>
        lane.Run("kubelet/registered", "Restart the kubelet, so that it makes its node object anew",
            Sh($"""
                systemctl restart kubelet || exit 1
                n=0; until kubectl --kubeconfig {FilePaths.KubeletConf} get node {lane.Machine.Name} >/dev/null 2>&1; do n=$((n+1)); [ $n -lt 60 ] || exit 1; sleep 1; done
                """),
            unless: Sh($"[ -n \"$({KubernetesProbes.Kubectl(cluster, (ControlPlane)lane.Machine)} get node {lane.Machine.Name} --ignore-not-found -o name)\" ]"));

    /// <summary>The client's own kubeconfig, made for it and not copied from a control plane; renewed a month before its certificate ends.</summary>
    public static void ClientKubeconfig(Lane lane, Cluster cluster, IEnumerable<string> after) =>
        lane.Run("kubeconfig", "Give the client a kubeconfig of its own",
            Sh($"""
                umask 077; mkdir -p /root/.kube && cat > {FilePaths.ClientKubeconfig}.new && mv {FilePaths.ClientKubeconfig}.new {FilePaths.ClientKubeconfig}
                """),
            unless: Sh($"""
                grep -q -x -F {$"    server: https://{cluster.Endpoint.HostAndPort}"} {FilePaths.ClientKubeconfig} &&
                [ "$(stat -c %a {FilePaths.ClientKubeconfig})" = 600 ] &&
                sed -n 's/^ *client-certificate-data: //p' {FilePaths.ClientKubeconfig} | base64 -d | openssl x509 -noout -checkend 2592000 >/dev/null &&
                kubectl --kubeconfig {FilePaths.ClientKubeconfig} --request-timeout 10s get nodes -o name >/dev/null 2>&1
                """),
            input: Content.Secret(RunSecretNames.ClientKubeconfigPrefix + lane.Machine.Name), after: after);

    // KEP-2915: one name for all versions from 1.24 on, before by a gate.
    private static string ConfigMap(Cluster cluster) => KubeadmFeatureGates.IsOn(cluster, "UnversionedKubeletConfigMap") ? "kubelet-config" : $"kubelet-config-{cluster.Version.Major}.{cluster.Version.Minor}";
}
