namespace KubeHa;

/// <summary>What kubeadm can lay patches over, and the first minor version in which it can.</summary>
internal static class KubeadmPatchTargets
{
    /// <summary>Known from 1.25 on, and not taken: every kubelet is held to what the cluster keeps for all of them.</summary>
    public const string Kubelet = "kubeletconfiguration";

    private static readonly Dictionary<string, int> FirstMinor = new(StringComparer.Ordinal)
    {
        ["kube-apiserver"] = 22,
        ["kube-controller-manager"] = 22,
        ["kube-scheduler"] = 22,
        ["etcd"] = 22,
        ["corednsdeployment"] = 31,
        ["kubeproxydaemonset"] = 37,
    };

    public static IEnumerable<string> Known(int minor) => FirstMinor.Where(target => target.Value <= minor).Select(target => target.Key);
}
