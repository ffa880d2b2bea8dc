using System.Net;

namespace KubeHa;

/// <summary>A machine that runs workloads.</summary>
public sealed class Worker : Machine
{
    internal Worker(string name, IPAddress address, Platform platform, MachineFacts facts)
        : base(name, address, platform, facts)
    {
    }
}
