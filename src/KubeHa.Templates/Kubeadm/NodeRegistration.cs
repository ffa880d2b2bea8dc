namespace KubeHa.Templates;

/// <summary>nodeRegistration of kubeadm's Init- and JoinConfiguration.</summary>
internal sealed record NodeRegistration(
    string Name,
    string CriSocket,
    IReadOnlyList<Argument> KubeletArguments,
    IReadOnlyList<string> IgnoredPreflightErrors)
{
    /// <summary>All taints of the node; empty leaves them to kubeadm's defaults.</summary>
    public IReadOnlyList<NodeTaint> Taints { get; init; } = [];

    /// <summary>From v1beta3 on: <see cref="KubeadmFields.ImagePullPolicy"/>.</summary>
    public ImagePullPolicy? ImagePullPolicy { get; init; }

    /// <summary>From v1beta4 on: <see cref="KubeadmFields.ImagePullSerial"/>.</summary>
    public bool? ImagePullSerial { get; init; }
}
