namespace KubeHa.Templates;

/// <summary>nodeRegistration of kubeadm's Init- and JoinConfiguration. Taints are left to kubeadm's defaults.</summary>
internal sealed record NodeRegistration(
    string Name,
    string CriSocket,
    IReadOnlyList<Argument> KubeletArguments,
    IReadOnlyList<string> IgnoredPreflightErrors)
{
    /// <summary>From v1beta3 on: <see cref="KubeadmFields.ImagePullPolicy"/>.</summary>
    public ImagePullPolicy? ImagePullPolicy { get; init; }

    /// <summary>From v1beta4 on: <see cref="KubeadmFields.ImagePullSerial"/>.</summary>
    public bool? ImagePullSerial { get; init; }
}
