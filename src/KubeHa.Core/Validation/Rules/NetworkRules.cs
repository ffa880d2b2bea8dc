using System.Net;

namespace KubeHa;

/// <summary>The networks themselves (KHA30xx): their sizes, and that no two overlap. kubeadm checks sizes but no overlap.</summary>
internal static class NetworkRules
{
    // RFC 6890, as far as nothing can be reached there from another machine.
    private static readonly (IPNetwork Network, string Use)[] Reserved =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "this network itself"),
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),
    ];

    public static string? ReservedUse(IPNetwork network) => Reserved.FirstOrDefault(entry => Ipv4Text.Overlap(entry.Network, network)).Use;

    public static IEnumerable<Diagnostic> NetworksDoNotOverlap(ClusterDraft draft)
    {
        var networks = new List<(string Path, string What, IPNetwork Network)>();
        Add("network.pods", "the pods' network", draft.Pods);
        Add("network.services", "the services' network", draft.Services);
        var clusterNetworks = networks.ToArray();
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
                if (Ipv4Text.Overlap(clusterNetworks[i].Network, network))
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
        foreach (var (path, network) in new[] { ("network.pods", draft.Pods), ("network.services", draft.Services), ("network.machines", draft.MachinesNetwork) })
        {
            if (network is { } known && ReservedUse(known) is { } use)
            {
                yield return Found.Error(
                    DiagnosticCodes.UnusableNetwork, path,
                    $"{known} holds addresses that are {use}: nobody can be reached there.",
                    "Choose a private network (RFC 1918), for example a part of 10.0.0.0/8.");
            }
        }
    }

    public static IEnumerable<Diagnostic> ServiceNetworkFits(ClusterDraft draft)
    {
        if (draft.Services is { PrefixLength: < 12 or > 28 } network)
        {
            yield return Found.Error(
                DiagnosticCodes.ServiceNetworkSize, "network.services",
                $"The services' network {network} is too {(network.PrefixLength < 12 ? "large: kubeadm takes 20 host bits at most" : "small: kubeadm wants 10 addresses at least")}.",
                "Choose a prefix length from 12 to 28.");
        }
    }

    public static IEnumerable<Diagnostic> PodNetworkFits(ClusterDraft draft)
    {
        if (draft.Pods is { PrefixLength: < 8 or > 24 } network)
        {
            yield return Found.Error(
                DiagnosticCodes.PodNetworkSize, "network.pods",
                $"The pods' network {network} is too {(network.PrefixLength < 8 ? "large: kubeadm takes 65536 nodes' ranges at most" : "small: every node takes a /24 of it")}.",
                "Choose a prefix length from 8 to 24.");
        }
    }

    public static IEnumerable<Diagnostic> PodNetworkHoldsAllNodes(ClusterDraft draft)
    {
        var nodes = draft.Of(MachineRole.ControlPlane).Count() + draft.Of(MachineRole.Worker).Count();
        if (draft.Pods is { PrefixLength: >= 8 and <= 24 } network && nodes > 1 << (24 - network.PrefixLength))
        {
            yield return Found.Error(
                DiagnosticCodes.TooFewPodRanges, "network.pods",
                $"The pods' network {network} holds {1 << (24 - network.PrefixLength)} ranges (/24), but there are {nodes} nodes.",
                "Choose a larger network: it cannot be changed once the cluster runs.");
        }
    }
}
