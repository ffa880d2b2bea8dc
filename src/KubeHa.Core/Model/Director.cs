using System.Net;

namespace KubeHa;

/// <summary>A machine that runs keepalived and the IPVS table in front of the control planes.</summary>
public sealed class Director : Machine
{
    internal Director(string name, IPAddress address, Platform platform, MachineFacts facts, int priority)
        : base(name, address, platform, facts) => Priority = priority;

    /// <summary>The VRRP priority, 1 to 254; distinct on each director. 150 for the first, ten less for each further one unless chosen.</summary>
    public int Priority { get; }
}
