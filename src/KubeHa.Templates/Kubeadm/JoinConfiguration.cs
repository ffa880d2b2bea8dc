namespace KubeHa.Templates;

/// <summary>kubeadm's JoinConfiguration, as all API versions together know it.</summary>
/// <param name="Endpoint">Where discovery asks: the endpoint's host and port.</param>
/// <param name="BootstrapToken">The run's token.</param>
/// <param name="CaHash">The pin of the cluster's CA.</param>
/// <param name="NodeRegistration">The node.</param>
/// <param name="AdvertiseAddress">The address of the new apiserver and etcd member; <see langword="null"/> of a worker.</param>
/// <param name="BindPort">The port of the new apiserver.</param>
internal sealed record JoinConfiguration(
    string Endpoint,
    Content BootstrapToken,
    Content CaHash,
    NodeRegistration NodeRegistration,
    string? AdvertiseAddress,
    int BindPort)
{
    /// <summary>v1beta2 and v1beta3 only: <see cref="KubeadmFields.DiscoveryTimeout"/>.</summary>
    public TimeSpan? DiscoveryTimeout { get; init; }

    /// <summary>From v1beta4 on: <see cref="KubeadmFields.Timeouts"/>.</summary>
    public KubeadmTimeouts? Timeouts { get; init; }

    /// <summary>The folder of the patches; from v1beta3 on: <see cref="KubeadmFields.Patches"/>.</summary>
    public string? PatchDirectory { get; init; }
}
