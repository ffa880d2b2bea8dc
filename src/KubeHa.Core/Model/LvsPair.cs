namespace KubeHa;

/// <summary>Two directors or more that share the virtual IP and forward its connections to the control planes by direct routing.</summary>
public sealed class LvsPair
{
    internal LvsPair(IReadOnlyList<Director> directors, int virtualRouterId, VrrpSettings? vrrp, HealthCheckSettings healthCheck, string scheduler)
    {
        Directors = directors;
        VirtualRouterId = virtualRouterId;
        Vrrp = vrrp;
        HealthCheck = healthCheck;
        Scheduler = scheduler;
    }

    /// <summary>The directors.</summary>
    public IReadOnlyList<Director> Directors { get; }

    /// <summary>The VRRP router id, 1 to 255; one of its own per network segment. 51 unless chosen.</summary>
    public int VirtualRouterId { get; }

    /// <summary>The VRRP settings the user chose; <see langword="null"/> leaves the choice to the directors' keepalived versions.</summary>
    public VrrpSettings? Vrrp { get; }

    /// <summary>How apiservers are checked.</summary>
    public HealthCheckSettings HealthCheck { get; }

    /// <summary>The IPVS scheduler. <c>wlc</c>, the default, since connections to an apiserver are long-lived.</summary>
    public string Scheduler { get; }
}
