using System.Net;

namespace KubeHa;

/// <summary>Which machines there are and how many (KHA20xx).</summary>
internal static class TopologyRules
{
    public static IEnumerable<Diagnostic> NamesAndAddressesAreUnique(ClusterDraft draft)
    {
        var byName = new Dictionary<string, (string Path, MachineDraft Machine)>(StringComparer.Ordinal);
        var byAddress = new Dictionary<IPAddress, (string Path, MachineDraft Machine)>();
        foreach (var (path, machine) in draft.Located())
        {
            var sameName = byName.TryGetValue(machine.Name, out var namesake);
            var own = new[] { machine.Address, machine.SecondAddress }.OfType<IPAddress>().ToList();
            var sameAddress = own.FirstOrDefault(byAddress.ContainsKey);
            var neighbour = sameAddress is null ? (Path: path, Machine: machine) : byAddress[sameAddress];
            byName.TryAdd(machine.Name, (path, machine));
            own.ForEach(address => byAddress.TryAdd(address, (path, machine)));

            if ((sameName && IsDirectorAndControlPlane(namesake.Machine, machine)) || (sameAddress is not null && IsDirectorAndControlPlane(neighbour.Machine, machine)))
            {
                var director = sameName && IsDirectorAndControlPlane(namesake.Machine, machine) ? namesake : neighbour;
                yield return Found.Error(
                    DiagnosticCodes.DirectorIsControlPlane, path,
                    $"{Found.Show(machine.Name)} ({Found.Show(machine.AddressText)}) is {director.Path}, a director, and a control plane.",
                    draft.Lvs?.Forwarding is LvsForwarding.Masquerade
                        ? "Give the directors machines of their own."
                        : "Give the directors machines of their own: with direct routing a director cannot forward to itself.");
                continue;
            }

            if (sameName)
            {
                yield return Found.Error(
                    DiagnosticCodes.DuplicateName, path + ".name",
                    $"The name {Found.Show(machine.Name)} is {namesake.Path}'s already.",
                    "Give each machine a name of its own.");
            }

            if (sameAddress is not null)
            {
                yield return Found.Error(
                    DiagnosticCodes.DuplicateAddress, path + (sameAddress.Equals(machine.Address) ? ".address" : ".secondAddress"),
                    $"The address {Found.Show(sameAddress.ToString())} is {neighbour.Path}'s already.",
                    "Give each machine an address of its own.");
            }
        }
    }

    public static IEnumerable<Diagnostic> ControlPlanesHaveQuorum(ClusterDraft draft)
    {
        const string Path = "controlPlanes";
        var count = draft.Of(MachineRole.ControlPlane).Count();
        if (count == 0)
        {
            yield return Found.Error(DiagnosticCodes.NoControlPlane, Path, "There is no control plane.", "Add three with AddControlPlane.");
        }
        else if (count == 1)
        {
            yield return Found.Warning(
                DiagnosticCodes.SingleControlPlane, Path,
                "There is one control plane: if it is lost, so is the cluster's API.",
                "Add two more to survive the loss of one.");
        }
        else if (count == 2 && draft.Etcd is EtcdTopology.Stacked)
        {
            yield return Found.Error(
                DiagnosticCodes.TwoControlPlanes, Path,
                "Two control planes with stacked etcd are less available than one: etcd's quorum is both of them.",
                "Add a third, or take one away.");
        }
        else if (count % 2 == 0 && draft.Etcd is EtcdTopology.Stacked)
        {
            yield return Found.Warning(
                DiagnosticCodes.EvenControlPlanes, Path,
                $"{count} control planes survive the loss of {(count - 1) / 2}, as {count - 1} do.",
                $"Use {count - 1} or {count + 1}.");
        }
    }

    public static IEnumerable<Diagnostic> DirectorsArePair(ClusterDraft draft)
    {
        var count = draft.Of(MachineRole.Director).Count();
        if (draft.Lvs is null)
        {
            yield return Found.Error(
                DiagnosticCodes.NoLvsPair, "lvsPair",
                "There is no LVS pair in front of the control planes.",
                "Add one with WithLvsPair.");
        }
        else if (count < 2)
        {
            yield return Found.Error(
                DiagnosticCodes.TooFewDirectors, "lvsPair.directors",
                $"There {(count == 0 ? "is no director" : "is one director")}: nobody takes the virtual address over.",
                "Add two with AddDirector.");
        }
    }

    public static IEnumerable<Diagnostic> PrioritiesAreDistinct(ClusterDraft draft)
    {
        var taken = new Dictionary<int, string>();
        foreach (var ((director, priority), index) in draft.Prioritised().Select((entry, index) => (entry, index)))
        {
            var path = $"lvsPair.directors[{index}].priority";
            if (priority is < 1 or > 254)
            {
                yield return Found.Error(
                    DiagnosticCodes.PriorityOutOfRange, path,
                    $"The priority {priority} of {Found.Show(director.Name)} is outside 1 to 254 (255 means the owner of the address, who always preempts).",
                    "Choose one in that range with WithPriority.");
            }
            else if (!taken.TryAdd(priority, director.Name))
            {
                yield return Found.Error(
                    DiagnosticCodes.DuplicatePriority, path,
                    $"The priority {priority} of {Found.Show(director.Name)} is that of {Found.Show(taken[priority])} too: they would fight over the virtual address.",
                    "Give each director a priority of its own.");
            }
        }
    }

    public static IEnumerable<Diagnostic> NamedMachinesExist(ClusterDraft draft) => draft.Strays.Select(stray => Found.Error(
        DiagnosticCodes.NoSuchMachine, "machines",
        $"{stray.Call} names {Found.Show(stray.Name)}: there was no {(stray.Call == nameof(LvsPairBuilder.WithPriority) ? "director" : "machine")} of that name when it was called.",
        "Correct the name, or add it before that call."));

    public static IEnumerable<Diagnostic> EndpointNameIsFree(ClusterDraft draft)
    {
        foreach (var (path, machine) in draft.Located())
        {
            if (machine.Name == draft.EffectiveEndpointName)
            {
                yield return Found.Error(
                    DiagnosticCodes.EndpointNameIsMachine, "endpoint.name",
                    $"The endpoint's name {Found.Show(machine.Name)} is {path}'s already: one name would mean two addresses.",
                    "Choose a name of its own with WithEndpoint.");
            }
        }
    }

    private static bool IsDirectorAndControlPlane(MachineDraft one, MachineDraft other) =>
        one.Role == MachineRole.Director && other.Role == MachineRole.ControlPlane;
}
