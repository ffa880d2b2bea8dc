namespace KubeHa.Templates;

/// <summary>kubeadm's JoinConfiguration.</summary>
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
    int BindPort);
