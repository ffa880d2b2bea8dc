using System.Net;

namespace KubeHa;

/// <summary>A machine as plans and transports know it: a name and where it is reached. Which user, port and key it takes is the transport's configuration.</summary>
/// <param name="Name">The machine's name, unique in its cluster.</param>
/// <param name="Address">The address it is reached at.</param>
public sealed record Target(string Name, IPAddress Address)
{
    /// <summary>The name and the address, as messages show them.</summary>
    public override string ToString() => $"{Name} ({Address})";
}
