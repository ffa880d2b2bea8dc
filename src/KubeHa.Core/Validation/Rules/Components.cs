namespace KubeHa;

/// <summary>The programs that take further arguments, with where the user says them.</summary>
internal static class Components
{
    public static IEnumerable<(string Component, string Path, IReadOnlyList<Argument> Arguments)> Arguments(ClusterDraft draft) =>
    [
        .. OfControlPlane(draft).Select(entry => (entry.Component, entry.Path + ".extraArguments", entry.Settings.ExtraArguments)),
        (ComponentArguments.Etcd, "kubeadm.etcdArguments", draft.Kubeadm.EtcdArguments),
        (ComponentArguments.Kubelet, "kubelet.extraArguments", draft.Kubelet.ExtraArguments),
    ];

    public static IEnumerable<(string Component, string Path, ControlPlaneComponentSettings Settings)> OfControlPlane(ClusterDraft draft) =>
    [
        (ComponentArguments.ApiServer, "kubeadm.apiServer", draft.Kubeadm.ApiServer),
        (ComponentArguments.ControllerManager, "kubeadm.controllerManager", draft.Kubeadm.ControllerManager),
        (ComponentArguments.Scheduler, "kubeadm.scheduler", draft.Kubeadm.Scheduler),
    ];
}
