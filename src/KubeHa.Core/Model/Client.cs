using System.Net;

namespace KubeHa;

/// <summary>A machine from which people use kubectl; it is no node.</summary>
public sealed class Client : Machine
{
    internal Client(string name, IPAddress address, Platform platform, MachineFacts facts)
        : base(name, address, platform, facts)
    {
    }
}
