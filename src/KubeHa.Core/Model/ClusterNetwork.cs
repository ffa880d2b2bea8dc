using System.Net;

namespace KubeHa;

/// <summary>The networks of a cluster; no two may overlap (kubeadm does not check that). All are of the virtual address's family; the second ones, where there are any, of the other.</summary>
/// <param name="Pods">The pods' network; every node gets a /24 of it, in IPv6 a /64.</param>
/// <param name="Services">The services' network; at most 20 host bits.</param>
/// <param name="DnsDomain">The services' DNS domain.</param>
/// <param name="Machines">The network that the machines' addresses are in, where the user typed it.</param>
public sealed record ClusterNetwork(IPNetwork Pods, IPNetwork Services, string DnsDomain, IPNetwork? Machines)
{
    /// <summary>The pods' network of the other family: pods have addresses of both (dual stack). <see langword="null"/> where they have one.</summary>
    public IPNetwork? SecondPods { get; init; }

    /// <summary>The services' network of the other family; <see langword="null"/> where services have addresses of one family only.</summary>
    public IPNetwork? SecondServices { get; init; }

    /// <summary>The network of the machines' second addresses, where the user typed it.</summary>
    public IPNetwork? SecondMachines { get; init; }

    /// <summary>The pods' networks as kubeadm takes them: one, or two with a comma between them.</summary>
    internal string PodsText => Pair(Pods, SecondPods);

    /// <summary>The services' networks in the same way.</summary>
    internal string ServicesText => Pair(Services, SecondServices);

    /// <summary>The machines' networks in the same way.</summary>
    internal string? MachinesText => Machines is { } machines ? Pair(machines, SecondMachines) : null;

    /// <summary>Whether pods have IPv6 addresses, alone or as well.</summary>
    internal bool SpeaksIpv6 => Pods.IsIpv6() || SecondPods is not null;

    private static string Pair(IPNetwork first, IPNetwork? second) => second is null ? first.ToString() : $"{first},{second}";
}
