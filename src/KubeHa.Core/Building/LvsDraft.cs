using System.Net;

namespace KubeHa;

/// <summary>The LVS pair as the user typed it, without its directors: they are machines of the draft.</summary>
internal sealed class LvsDraft
{
    public const int DefaultRouterId = 51;
    public const string DefaultScheduler = "wlc";
    public const string VirtualAddressPath = "lvsPair.virtualAddress";
    public const string SecondVirtualAddressPath = "lvsPair.secondVirtualAddress";

    public required string VirtualAddressText { get; set; }

    public IPAddress? VirtualAddress => IpText.ParseAddress(VirtualAddressText);

    public string? SecondVirtualAddressText { get; set; }

    public IPAddress? SecondVirtualAddress => IpText.ParseAddress(SecondVirtualAddressText);

    /// <summary>Those that were typed and can be read, each with its path.</summary>
    public IEnumerable<(string Path, IPAddress Address)> VirtualAddresses
    {
        get
        {
            if (VirtualAddress is { } first)
            {
                yield return (VirtualAddressPath, first);
            }

            if (SecondVirtualAddress is { } second)
            {
                yield return (SecondVirtualAddressPath, second);
            }
        }
    }

    public int VirtualRouterId { get; set; } = DefaultRouterId;

    public VrrpSettings? Vrrp { get; set; }

    public HealthCheckSettings HealthCheck { get; set; } = HealthCheckSettings.Default;

    public string Scheduler { get; set; } = DefaultScheduler;

    public bool MulticastAdverts { get; set; }

    public IpvsSettings Ipvs { get; set; } = new();

    public LvsForwarding Forwarding { get; set; } = new LvsForwarding.DirectRouting();
}
