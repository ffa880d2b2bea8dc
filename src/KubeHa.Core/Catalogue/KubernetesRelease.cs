namespace KubeHa;

/// <summary>What is known of one minor version of Kubernetes: a row of <see cref="KubernetesCatalogue"/>.</summary>
/// <param name="Minor">The minor version: 20 for 1.20.</param>
/// <param name="FinalPatch">The last patch level there will be; <see langword="null"/> where more may come.</param>
/// <param name="KubeadmApiVersion">The API version of kubeadm's documents, for example <c>kubeadm.k8s.io/v1beta2</c>: the newest that this minor reads.</param>
/// <param name="ControlPlaneTaints">The keys of the taints (all NoSchedule) that kubeadm puts on control planes.</param>
/// <param name="HasDockershim">Whether the kubelet still speaks to Docker itself.</param>
/// <param name="PauseTag">The tag of the pause image, for example <c>3.2</c>.</param>
/// <param name="JoinsEtcdAsLearner">Whether a joining control plane's etcd member begins as a learner, without a vote.</param>
/// <param name="KubeletMayLag">By how many minor versions a kubelet of this minor may be older than an apiserver (Kubernetes' version skew policy: 2, from kubelets of 1.25 on 3).</param>
/// <param name="Packages">Where its packages can be had.</param>
/// <param name="IsRendered">Whether this version of KubeHa writes its files and plans. That says nothing of which minor versions were brought up: docs/support-matrix.md does.</param>
public sealed record KubernetesRelease(
    int Minor,
    int? FinalPatch,
    string KubeadmApiVersion,
    IReadOnlyList<string> ControlPlaneTaints,
    bool HasDockershim,
    string PauseTag,
    bool JoinsEtcdAsLearner,
    int KubeletMayLag,
    KubernetesPackages Packages,
    bool IsRendered)
{
    /// <summary>The API version of kubeadm's documents that is written.</summary>
    internal KubeadmApi KubeadmApi => KubernetesCatalogue.KubeadmApiOf(Minor);
}
