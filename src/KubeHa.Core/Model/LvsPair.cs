namespace KubeHa;

/// <summary>Two directors or more that share the virtual IP and forward its connections to the control planes.</summary>
public sealed class LvsPair
{
    internal LvsPair()
    {
    }

    /// <summary>The directors.</summary>
    public required IReadOnlyList<Director> Directors { get; init; }

    /// <summary>The VRRP router id, 1 to 255; one of its own per network segment. 51 unless chosen.</summary>
    public required int VirtualRouterId { get; init; }

    /// <summary>The VRRP settings the user chose; <see langword="null"/> leaves the choice to the directors' keepalived versions.</summary>
    public required VrrpSettings? Vrrp { get; init; }

    /// <summary>Whether adverts go to all on the segment (224.0.0.18) instead of to each other director.</summary>
    public required bool MulticastAdverts { get; init; }

    /// <summary>How apiservers are checked.</summary>
    public required HealthCheckSettings HealthCheck { get; init; }

    /// <summary>The IPVS scheduler. <c>wlc</c>, the default, since connections to an apiserver are long-lived.</summary>
    public required string Scheduler { get; init; }

    /// <summary>How connections get to the control planes; by direct routing unless chosen.</summary>
    public required LvsForwarding Forwarding { get; init; }

    /// <summary>How long directors remember connections.</summary>
    public required IpvsSettings Ipvs { get; init; }
}
