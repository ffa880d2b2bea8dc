using System.Net;

namespace KubeHa;

/// <summary>The LVS pair as the user typed it, without its directors: they are machines of the draft.</summary>
internal sealed class LvsDraft
{
    public const int DefaultRouterId = 51;
    public const string DefaultScheduler = "wlc";

    public required string VirtualAddressText { get; set; }

    public IPAddress? VirtualAddress => IpText.ParseAddress(VirtualAddressText);

    public int VirtualRouterId { get; set; } = DefaultRouterId;

    public VrrpSettings? Vrrp { get; set; }

    public HealthCheckSettings HealthCheck { get; set; } = HealthCheckSettings.Default;

    public string Scheduler { get; set; } = DefaultScheduler;

    public bool MulticastAdverts { get; set; }

    public IpvsSettings Ipvs { get; set; } = new();

    public LvsForwarding Forwarding { get; set; } = new LvsForwarding.DirectRouting();
}
