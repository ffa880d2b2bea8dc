using System.Net;

namespace KubeHa;

/// <summary>IPv4 and IPv6: what is of which family, and what is told of one only (KHA3009, KHA3018 to KHA3021).</summary>
internal static class FamilyRules
{
    public static IEnumerable<Diagnostic> AddressesAreOfOneFamily(ClusterDraft draft)
    {
        if (draft.Lvs?.VirtualAddress is not { } virtualAddress)
        {
            yield break;
        }

        var machines = draft.Located().Select(located => (Path: located.Path + ".address", located.Machine.Address));
        var networks = new[] { ("network.pods", draft.Pods?.BaseAddress), ("network.services", draft.Services?.BaseAddress), ("network.machines", draft.MachinesNetwork?.BaseAddress) };
        foreach (var (path, address) in machines.Concat(networks))
        {
            if (address is not null && address.IsIpv6() != virtualAddress.IsIpv6())
            {
                yield return Found.Error(
                    DiagnosticCodes.AddressFamilyDiffers, path,
                    $"{address} is {NameOf(address)}; the virtual address {virtualAddress} is {NameOf(virtualAddress)}.",
                    "Use one family for the virtual address, all machines and all networks. For dual stack the other family comes second: WithSecondAddress, and networks with a comma between them.");
            }
        }
    }

    public static IEnumerable<Diagnostic> SecondsAreOfTheOtherFamily(ClusterDraft draft)
    {
        var machines = draft.Located().Select(located => (Path: located.Path + ".secondAddress", First: located.Machine.Address, Second: located.Machine.SecondAddress));
        var networks = new[]
        {
            ("network.pods", draft.Pods?.BaseAddress, draft.SecondPods?.BaseAddress), ("network.services", draft.Services?.BaseAddress, draft.SecondServices?.BaseAddress),
            ("network.machines", draft.MachinesNetwork?.BaseAddress, draft.SecondMachinesNetwork?.BaseAddress),
            (LvsDraft.SecondVirtualAddressPath, draft.Lvs?.VirtualAddress, draft.Lvs?.SecondVirtualAddress),
        };
        foreach (var (path, first, second) in machines.Concat(networks))
        {
            if (first is not null && second is not null && first.IsIpv6() == second.IsIpv6())
            {
                yield return Found.Error(
                    DiagnosticCodes.SecondOfSameFamily, path,
                    $"{first} and {second} are both {NameOf(first)}.",
                    "A second address or network is one of the other family.");
            }
        }
    }

    public static IEnumerable<Diagnostic> DualStackIsWhole(ClusterDraft draft)
    {
        if (!draft.IsDualStack)
        {
            if (draft.SecondServices is not null && IpText.Pair(draft.PodsText).Second is null)
            {
                yield return Found.Error(
                    DiagnosticCodes.DualStackIncomplete, "network.services",
                    "Services have networks of both families, and pods have one: nobody is behind a service's second address.",
                    "Give the pods a second network as well, or services one only.");
            }

            yield break;
        }

        foreach (var (path, machine) in draft.Located().Where(located => located.Machine is { Role: MachineRole.ControlPlane or MachineRole.Worker, SecondAddressText: null }))
        {
            yield return Found.Error(
                DiagnosticCodes.DualStackIncomplete, path + ".secondAddress",
                $"Pods have networks of both families, and the node {Found.Show(machine.Name)} has an address of one.",
                "Give it: WithSecondAddress. A kubelet that is not told both takes its node for one of a single family.");
        }
    }

    /// <summary>Each director checks and forwards by an address of the same family, and each control plane is reached at one.</summary>
    public static IEnumerable<Diagnostic> SecondVirtualAddressIsServed(ClusterDraft draft)
    {
        if (draft.Lvs is not { SecondVirtualAddress: { } second } lvs)
        {
            yield break;
        }

        // Where pods have both families every control plane was asked for a second address already.
        foreach (var (path, machine) in draft.Located().Where(located => located.Machine.SecondAddressText is null
            && (located.Machine.Role is MachineRole.Director || (located.Machine.Role is MachineRole.ControlPlane && !draft.IsDualStack))))
        {
            yield return Found.Error(
                DiagnosticCodes.DualStackIncomplete, path + ".secondAddress",
                $"There is a second virtual address {second}, and {Found.Show(machine.Name)} has no address of its family.",
                "Give it: WithSecondAddress. Connections to a virtual address are checked and forwarded by addresses of the same family.");
        }

        if (lvs.Forwarding is not LvsForwarding.DirectRouting)
        {
            yield return Found.Error(
                DiagnosticCodes.SecondVirtualAddressNotServed, "lvsPair.forwarding",
                "There is a virtual address of each family, which directors serve by direct routing only.",
                "Use direct routing, or one virtual address.");
        }

        if (LvsRules.Old(draft, release => release.HasSubSecondAdverts) is { } old)
        {
            yield return Found.Error(
                DiagnosticCodes.SecondVirtualAddressNotServed, LvsDraft.SecondVirtualAddressPath,
                $"{old} cannot be relied on with addresses of both families in one VRRP instance.",
                "Install keepalived 2.0 or newer on every director, or use one virtual address.");
        }
    }

    public static IEnumerable<Diagnostic> KubernetesSpeaksBoth(ClusterDraft draft)
    {
        if (draft.IsDualStack && draft.Release is { Minor: < KubernetesCatalogue.FirstMinorWithDualStack })
        {
            yield return SettingRules.NotInVersion(draft, "network.pods", "dual stack as it is written here", $"1.{KubernetesCatalogue.FirstMinorWithDualStack} on");
        }
    }

    public static IEnumerable<Diagnostic> DirectorsSpeakIpv6(ClusterDraft draft)
    {
        if (draft.Lvs is not { } lvs || lvs.VirtualAddress is not { } virtualAddress || !virtualAddress.IsIpv6())
        {
            yield break;
        }

        if (lvs.Forwarding is LvsForwarding.Tunnel)
        {
            yield return NotOverIpv6("lvsPair.forwarding", "The tunnel that is written here is one of IPv4 (ipip)", "Use direct routing or masquerade.");
        }

        if (lvs.MulticastAdverts)
        {
            yield return NotOverIpv6("lvsPair.multicastAdverts", "Adverts to all come from link-local addresses in IPv6, by which nobody can tell the directors", "Leave MulticastAdverts out: adverts go to each other director by its address.");
        }

        if (lvs.Vrrp is { Version: 2 })
        {
            yield return NotOverIpv6("lvsPair.vrrp.version", "VRRP version 2 knows IPv4 only (RFC 3768)", "Use version 3, or leave it to the directors' keepalived versions.");
        }

        if (LvsRules.Old(draft, release => release.HasSubSecondAdverts) is { } old)
        {
            yield return NotOverIpv6(LvsDraft.VirtualAddressPath, $"It needs VRRP version 3, with which {old} cannot be relied on", "Install keepalived 2.0 or newer on every director.");
        }

        static Diagnostic NotOverIpv6(string path, string message, string hint) => Found.Error(DiagnosticCodes.NotOverIpv6, path, $"The virtual address is IPv6. {message}.", hint);
    }

    private static string NameOf(IPAddress address) => address.IsIpv6() ? "IPv6" : "IPv4";
}
