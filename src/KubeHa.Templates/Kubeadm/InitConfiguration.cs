namespace KubeHa.Templates;

/// <summary>kubeadm's InitConfiguration, as all API versions together know it.</summary>
internal sealed record InitConfiguration(Content? BootstrapToken, NodeRegistration NodeRegistration, string AdvertiseAddress, int BindPort)
{
    /// <summary>From v1beta4 on: <see cref="KubeadmFields.Timeouts"/>.</summary>
    public KubeadmTimeouts? Timeouts { get; init; }

    /// <summary>The folder of the patches; from v1beta3 on: <see cref="KubeadmFields.Patches"/>.</summary>
    public string? PatchDirectory { get; init; }
}
