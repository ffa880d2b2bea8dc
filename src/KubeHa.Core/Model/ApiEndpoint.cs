using System.Net;

namespace KubeHa;

/// <summary>How everyone reaches kube-apiserver: kubeadm's controlPlaneEndpoint.</summary>
/// <param name="Name">The DNS name; <c>api.CLUSTER.internal</c> unless chosen.</param>
/// <param name="VirtualAddress">The virtual IP that the directors share.</param>
/// <param name="Port">The port, 1 to 65535; 6443 unless chosen.</param>
/// <param name="InHostsFile">Whether the name is kept in a block of /etc/hosts on every machine; otherwise it is left to the user's DNS.</param>
public sealed record ApiEndpoint(string Name, IPAddress VirtualAddress, int Port = 6443, bool InHostsFile = true)
{
    /// <summary>
    /// The port of every apiserver, 1 to 65535; the endpoint's own unless chosen. It can be another one only where directors masquerade: in the other ways of forwarding IPVS
    /// leaves ports as they are. (A copy made with another <see cref="Port"/> keeps it.)
    /// </summary>
    public int ApiServerPort { get; init; } = Port;

    /// <summary>
    /// The virtual IP of the other family, which the same director has at the same time; <see langword="null"/> where there is one only. It is for callers from outside:
    /// <see cref="Name"/> is the first one's in /etc/hosts, and the cluster itself dials that.
    /// </summary>
    public IPAddress? SecondVirtualAddress { get; init; }

    /// <summary>Name and port, as kubeadm takes them.</summary>
    public string HostAndPort => $"{Name}:{Port}";

    /// <summary>The virtual IPs, the first one first.</summary>
    internal IReadOnlyList<IPAddress> VirtualAddresses => SecondVirtualAddress is { } second ? [VirtualAddress, second] : [VirtualAddress];
}
