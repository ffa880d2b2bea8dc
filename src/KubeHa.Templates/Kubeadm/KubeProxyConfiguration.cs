namespace KubeHa.Templates;

/// <summary>The KubeProxyConfiguration of the whole cluster.</summary>
/// <param name="Settings">What the user chose.</param>
/// <param name="OwnNetworks">The virtual IPs as networks of their own: in mode ipvs kube-proxy deletes every virtual server that it did not make, but for addresses that it is told of.</param>
internal sealed record KubeProxyConfiguration(KubeProxySettings Settings, IReadOnlyList<string> OwnNetworks);
