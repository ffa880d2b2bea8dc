using System.Globalization;
using System.Net;

namespace KubeHa;

/// <summary>Where addresses lie (KHA30xx): machines, the virtual address, the endpoint's port.</summary>
internal static class AddressRules
{
    // What every control plane listens on besides kube-apiserver (kubeadm's preflight ports, kubelet, kube-proxy, etcd's metrics, ssh).
    private static readonly int[] PortsOfControlPlanes = [22, 2379, 2380, 2381, 10248, 10249, 10250, 10256, 10257, 10259];

    public static IEnumerable<Diagnostic> AddressesAreUsable(ClusterDraft draft)
    {
        foreach (var (path, address) in Addresses(draft))
        {
            if (NetworkRules.ReservedUse(new IPNetwork(address, address.Bits())) is { } use)
            {
                yield return Found.Error(
                    DiagnosticCodes.UnusableAddress, path,
                    $"{address} is {use}: nobody can be reached there from another machine.",
                    "Use the address by which the other machines reach it.");
            }
        }
    }

    public static IEnumerable<Diagnostic> AddressesAreHosts(ClusterDraft draft)
    {
        foreach (var (path, machine) in draft.Located())
        {
            foreach (var (field, own, network) in new[] { ("address", machine.Address, machine.Subnet ?? draft.MachinesNetwork), ("secondAddress", machine.SecondAddress, draft.SecondMachinesNetwork) })
            {
                if (own is { } address && network is { } subnet && EndOf(subnet, address) is { } end)
                {
                    yield return Found.Error(
                        DiagnosticCodes.SubnetAddress, $"{path}.{field}",
                        $"{address} is the {end} of {subnet}.",
                        "Use an address between the two ends of the subnet.");
                }
            }
        }

        foreach (var (path, virtualAddress) in VirtualAddresses(draft))
        {
            foreach (var network in NetworksOf(draft, path).Select(entry => entry.Network).Distinct())
            {
                if (EndOf(network, virtualAddress) is { } end)
                {
                    yield return Found.Error(
                        DiagnosticCodes.SubnetAddress, path,
                        $"{virtualAddress} is the {end} of {network}.",
                        "Use an address between the two ends of the subnet.");
                }
            }
        }
    }

    public static IEnumerable<Diagnostic> VirtualAddressIsFree(ClusterDraft draft)
    {
        foreach (var (whose, machine) in draft.Located())
        {
            foreach (var (path, virtualAddress) in VirtualAddresses(draft).Where(one => one.Address.Equals(machine.Address) || one.Address.Equals(machine.SecondAddress)))
            {
                yield return Found.Error(
                    DiagnosticCodes.VirtualAddressIsMachine, path,
                    $"The virtual address {virtualAddress} is {whose}'s own address ({Found.Show(machine.Name)}).",
                    "Choose an address that no machine has: it moves between the directors.");
            }
        }
    }

    public static IEnumerable<Diagnostic> VirtualAddressIsInSubnet(ClusterDraft draft)
    {
        foreach (var (path, virtualAddress) in VirtualAddresses(draft))
        {
            // One finding is enough: the cure of the first is the cure of all.
            if (NetworksOf(draft, path).FirstOrDefault(entry => !entry.Network.Contains(virtualAddress)) is { Whose: not null } found)
            {
                yield return Found.Error(
                    DiagnosticCodes.VirtualAddressOutsideSubnet, path,
                    $"The virtual address {virtualAddress} is outside {found.Network}, {found.Whose}.",
                    draft.Lvs!.Forwarding is LvsForwarding.DirectRouting
                        ? "Choose a free address in the machines' subnet: with direct routing directors and control planes are on one segment."
                        : "Choose a free address in the directors' subnet, where they answer for it.");
            }
        }
    }

    public static IEnumerable<Diagnostic> MachinesAreInNetwork(ClusterDraft draft)
    {
        foreach (var (path, machine) in draft.Located())
        {
            foreach (var (field, own, typed) in new[] { ("address", machine.Address, draft.MachinesNetwork), ("secondAddress", machine.SecondAddress, draft.SecondMachinesNetwork) })
            {
                if (own is { } address && typed is { } network && !network.Contains(address))
                {
                    yield return Found.Error(
                        DiagnosticCodes.MachineOutsideNetwork, $"{path}.{field}",
                        $"{address} is outside the machines' network {network}.",
                        "Correct the address, or the network given to WithNetwork.");
                }
            }
        }
    }

    public static IEnumerable<Diagnostic> AddressesAreOutsideClusterNetworks(ClusterDraft draft)
    {
        foreach (var (path, address) in Addresses(draft))
        {
            foreach (var (what, network) in new[] { ("pods'", draft.Pods), ("pods'", draft.SecondPods), ("services'", draft.Services), ("services'", draft.SecondServices) })
            {
                if (network is not { } known || !known.Contains(address))
                {
                    continue;
                }

                yield return path is LvsDraft.VirtualAddressPath or LvsDraft.SecondVirtualAddressPath
                    ? Found.Error(
                        DiagnosticCodes.VirtualAddressInClusterNetwork, path,
                        $"The virtual address {address} is inside {known}, the {what} network.",
                        "Choose an address of the machines' subnet, or another network.")
                    : Found.Error(
                        DiagnosticCodes.MachineInClusterNetwork, path,
                        $"{address} is inside {known}, the {what} network: nodes would not reach the machine.",
                        "Choose another network with WithNetwork.");
            }
        }
    }

    public static IEnumerable<Diagnostic> PortsAreUsable(ClusterDraft draft)
    {
        const string endpointPath = "endpoint.port", serverPath = "endpoint.apiServerPort";
        var server = draft.ApiServerPort ?? draft.EndpointPort;
        (string Path, int Port)[] written = [(endpointPath, draft.EndpointPort), .. draft.ApiServerPort is { } own ? [(serverPath, own)] : Array.Empty<(string, int)>()];
        foreach (var (path, port) in written.Where(one => one.Port is < 1 or > 65535))
        {
            yield return Found.Error(
                DiagnosticCodes.PortOutOfRange, path,
                $"The port {Text(port)} is outside 1 to 65535.",
                "Use 6443 unless something else needs it.");
        }

        if (PortsOfControlPlanes.Contains(server))
        {
            yield return Found.Error(
                DiagnosticCodes.PortTaken, draft.ApiServerPort is null ? endpointPath : serverPath,
                $"The port {Text(server)} is taken on every control plane{(draft.ApiServerPort is null ? ": the endpoint's port is the apiservers' own" : string.Empty)}.",
                "Use 6443 unless something else needs it.");
        }

        if (server != draft.EndpointPort && draft.Lvs?.Forwarding is LvsForwarding.DirectRouting or LvsForwarding.Tunnel)
        {
            yield return Found.Error(
                DiagnosticCodes.PortNotTranslated, serverPath,
                $"Apiservers that listen on {Text(server)} get no connection that was made to {Text(draft.EndpointPort)}: of all ways of forwarding only masquerading translates ports.",
                "Use one port, or WithForwarding(new LvsForwarding.Masquerade()).");
        }

        static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<(string Path, IPAddress Address)> Addresses(ClusterDraft draft)
    {
        foreach (var one in VirtualAddresses(draft))
        {
            yield return one;
        }

        foreach (var (path, machine) in draft.Located())
        {
            if (machine.Address is { } address)
            {
                yield return (path + ".address", address);
            }

            if (machine.SecondAddress is { } second)
            {
                yield return (path + ".secondAddress", second);
            }
        }
    }

    private static IEnumerable<(string Path, IPAddress Address)> VirtualAddresses(ClusterDraft draft) => draft.Lvs?.VirtualAddresses ?? [];

    /// <summary>
    /// The networks that must hold a virtual address: the typed one, else, for the first, the subnets of the directors as far as they are known, and with direct routing, which knows one
    /// segment only, those of the control planes.
    /// </summary>
    private static IEnumerable<(string Whose, IPNetwork Network)> NetworksOf(ClusterDraft draft, string path) =>
        path == LvsDraft.SecondVirtualAddressPath ? draft.SecondMachinesNetwork is { } second ? [("the machines' second network", second)] : []
            : draft.MachinesNetwork is { } typed ? [("the machines' network", typed)]
            : draft.Machines.Where(machine => machine.Subnet is not null && (machine.Role is MachineRole.Director
                || (machine.Role is MachineRole.ControlPlane && draft.Lvs?.Forwarding is LvsForwarding.DirectRouting)))
                .Select(machine => ($"the subnet of {Found.Show(machine.Name)}", machine.Subnet!.Value));

    // Two addresses are left between the ends of a /30, and both are hosts' in a /31 (RFC 3021) or /127 (RFC 6164). IPv6 has no broadcast; its first address is every router's (RFC 4291, 2.6.1).
    private static string? EndOf(IPNetwork subnet, IPAddress address) =>
        subnet.PrefixLength > address.Bits() - 2 ? null
        : subnet.BaseAddress.Equals(address) ? address.IsIpv6() ? "address of all routers" : "network address"
        : !address.IsIpv6() && IpText.EndOf(subnet).Equals(address) ? "broadcast address"
        : null;
}
