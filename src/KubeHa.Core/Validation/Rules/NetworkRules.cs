using System.Net;

namespace KubeHa;

/// <summary>The networks themselves (KHA30xx): their sizes, and that no two overlap. kubeadm checks sizes but no overlap.</summary>
internal static class NetworkRules
{
    // RFC 6890 (and RFC 4291 for IPv6), as far as nothing can be reached there from another machine.
    private static readonly (IPNetwork Network, string Use)[] Reserved =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "this network itself"),
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),
        (IPNetwork.Parse("::/8"), "reserved"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
    ];

    // kubeadm takes no more bits between the pods' network and a node's range.
    private const int LargestDifference = 16;

    public static string? ReservedUse(IPNetwork network) => Reserved.FirstOrDefault(entry => IpText.Overlap(entry.Network, network)).Use;

    public static IEnumerable<Diagnostic> NetworksDoNotOverlap(ClusterDraft draft)
    {
        var networks = new List<(string Path, string What, IPNetwork Network)>();
        Add("network.pods", "the pods' network", draft.Pods);
        Add("network.pods", "the pods' second network", draft.SecondPods);
        Add("network.services", "the services' network", draft.Services);
        Add("network.services", "the services' second network", draft.SecondServices);
        var clusterNetworks = networks.ToArray();
        Add("network.machines", "the machines' second network", draft.SecondMachinesNetwork);
        if (draft.MachinesNetwork is not null)
        {
            Add("network.machines", "the machines' network", draft.MachinesNetwork);
        }
        else
        {
            foreach (var group in draft.Located().Where(located => located.Machine.Subnet is not null).GroupBy(located => located.Machine.Subnet))
            {
                Add(group.First().Path + ".facts.prefixLength", $"the subnet of {Found.Show(group.First().Machine.Name)}", group.Key);
            }
        }

        for (var i = 0; i < clusterNetworks.Length; i++)
        {
            foreach (var (path, what, network) in networks.Skip(i + 1))
            {
                if (IpText.Overlap(clusterNetworks[i].Network, network))
                {
                    yield return Found.Error(
                        DiagnosticCodes.NetworksOverlap, path,
                        $"{network}, {what}, overlaps {clusterNetworks[i].Network}, {clusterNetworks[i].What}.",
                        "Choose networks apart with WithNetwork.");
                }
            }
        }

        void Add(string path, string what, IPNetwork? network)
        {
            if (network is { } known)
            {
                networks.Add((path, what, known));
            }
        }
    }

    public static IEnumerable<Diagnostic> NetworksAreUsable(ClusterDraft draft)
    {
        foreach (var (path, network) in new[]
        {
            ("network.pods", draft.Pods), ("network.pods", draft.SecondPods), ("network.services", draft.Services), ("network.services", draft.SecondServices),
            ("network.machines", draft.MachinesNetwork), ("network.machines", draft.SecondMachinesNetwork),
        })
        {
            if (network is { } known && ReservedUse(known) is { } use)
            {
                yield return Found.Error(
                    DiagnosticCodes.UnusableNetwork, path,
                    $"{known} holds addresses that are {use}: nobody can be reached there.",
                    known.IsIpv6() ? "Choose a private network (RFC 4193), for example a part of fd00::/8." : "Choose a private network (RFC 1918), for example a part of 10.0.0.0/8.");
            }
        }
    }

    public static IEnumerable<Diagnostic> ServiceNetworkFits(ClusterDraft draft)
    {
        foreach (var network in Known(draft.Services, draft.SecondServices))
        {
            // 20 host bits at most; 16 addresses are the fewest that are ten or more.
            var (shortest, longest) = (network.BaseAddress.Bits() - 20, network.BaseAddress.Bits() - 4);
            if (network.PrefixLength < shortest || network.PrefixLength > longest)
            {
                yield return Found.Error(
                    DiagnosticCodes.ServiceNetworkSize, "network.services",
                    $"The services' network {network} is too {(network.PrefixLength < shortest ? "large: kubeadm takes 20 host bits at most" : "small: kubeadm wants 10 addresses at least")}.",
                    $"Choose a prefix length from {shortest} to {longest}.");
            }
        }
    }

    public static IEnumerable<Diagnostic> PodNetworkFits(ClusterDraft draft)
    {
        foreach (var network in Known(draft.Pods, draft.SecondPods).Where(network => !Fits(network)))
        {
            var range = RangeOfNode(network);
            yield return Found.Error(
                DiagnosticCodes.PodNetworkSize, "network.pods",
                $"The pods' network {network} is too {(network.PrefixLength < range ? "large: kubeadm takes 65536 nodes' ranges at most" : $"small: every node takes a /{range} of it")}.",
                $"Choose a prefix length from {range - LargestDifference} to {range}.");
        }
    }

    public static IEnumerable<Diagnostic> PodNetworkHoldsAllNodes(ClusterDraft draft)
    {
        var nodes = draft.Of(MachineRole.ControlPlane).Count() + draft.Of(MachineRole.Worker).Count();
        foreach (var network in Known(draft.Pods, draft.SecondPods).Where(Fits))
        {
            var ranges = 1 << (RangeOfNode(network) - network.PrefixLength);
            if (nodes > ranges)
            {
                yield return Found.Error(
                    DiagnosticCodes.TooFewPodRanges, "network.pods",
                    $"The pods' network {network} holds {(ranges == 1 ? "one range" : $"{ranges} ranges")} (/{RangeOfNode(network)}), but there are {nodes} nodes.",
                    "Choose a larger network: it cannot be changed once the cluster runs.");
            }
        }
    }

    private static IEnumerable<IPNetwork> Known(params IEnumerable<IPNetwork?> networks) => networks.OfType<IPNetwork>();

    private static bool Fits(IPNetwork network) => RangeOfNode(network) - network.PrefixLength is >= 0 and <= LargestDifference;

    /// <summary>What kube-controller-manager gives a node unless told otherwise (node-cidr-mask-size-ipv4 and -ipv6).</summary>
    private static int RangeOfNode(IPNetwork network) => network.IsIpv6() ? 64 : 24;
}
