namespace KubeHa;

/// <summary>What every kube-proxy is told. The cluster keeps it when it is founded.</summary>
public sealed record KubeProxySettings
{
    /// <summary>The mode, always written: <c>iptables</c>, <c>nftables</c> (from Kubernetes 1.31 on, stable from 1.33) or <c>ipvs</c> (deprecated from 1.35, KEP-5495).</summary>
    /// <value>The default is <c>iptables</c>.</value>
    public string Mode { get; init; } = "iptables";

    /// <summary>Whether kube-proxy leaves the machine's connection tracking limits alone: needed where they cannot be set, as in a nested network namespace.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool LeaveConntrackAlone { get; init; }

    /// <summary>In mode ipvs, the scheduler.</summary>
    /// <value>kube-proxy's default is <c>rr</c>.</value>
    public string? IpvsScheduler { get; init; }

    /// <summary>In mode ipvs, whether nodes answer ARP strictly (arp_ignore 1, arp_announce 2, which every control plane has anyway behind direct routing).</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IpvsStrictArp { get; init; }

    /// <summary>In mode ipvs, networks whose virtual servers are not kube-proxy's to delete. The cluster's virtual IP is always among them.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string> IpvsExcludedNetworks { get; init; } = [];

    /// <summary>Address and port of the metrics, for example <c>0.0.0.0:10249</c>.</summary>
    /// <value>kube-proxy's default is <c>127.0.0.1:10249</c>.</value>
    public string? MetricsAddress { get; init; }

    /// <summary>The networks of a node on whose addresses node ports are opened.</summary>
    /// <value>The default is every address, the virtual IP on a control plane among them.</value>
    public IReadOnlyList<string> NodePortNetworks { get; init; } = [];
}
