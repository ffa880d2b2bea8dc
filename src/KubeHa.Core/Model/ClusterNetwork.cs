using System.Net;

namespace KubeHa;

/// <summary>The networks of a cluster; no two may overlap (kubeadm does not check that).</summary>
/// <param name="Pods">The pods' network; every node gets a /24 of it.</param>
/// <param name="Services">The services' network; at most 20 host bits.</param>
/// <param name="DnsDomain">The services' DNS domain.</param>
/// <param name="Machines">The network that the machines' addresses are in, where the user typed it.</param>
public sealed record ClusterNetwork(IPNetwork Pods, IPNetwork Services, string DnsDomain, IPNetwork? Machines);
