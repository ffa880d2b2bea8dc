namespace KubeHa;

/// <summary>What every kube-proxy is told.</summary>
public sealed record KubeProxySettings
{
    /// <summary>The mode, always written: <c>iptables</c>, <c>nftables</c> (from Kubernetes 1.31 on, stable from 1.33) or <c>ipvs</c> (deprecated from 1.35, KEP-5495).</summary>
    /// <value>The default is <c>iptables</c>.</value>
    public string Mode { get; init; } = "iptables";

    /// <summary>Whether kube-proxy leaves the machine's connection tracking limits alone: needed where they cannot be set, as in a nested network namespace.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool LeaveConntrackAlone { get; init; }
}
