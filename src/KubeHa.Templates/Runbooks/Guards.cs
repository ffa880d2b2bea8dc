namespace KubeHa.Templates;

/// <summary>What a plan assumes of its machines, and the looks that compare it before the first change: one for each machine.</summary>
internal static class Guards
{
    /// <param name="cluster">The cluster.</param>
    /// <param name="observed">What the plan is made from. A machine that nobody looked at is taken to be bare, and must be.</param>
    /// <param name="machines">The machines of the plan that could be looked at.</param>
    /// <param name="only">The one machine that is changed, where there is one: other machines' nodes then do not matter.</param>
    public static (IReadOnlyList<PlanStep> Steps, IReadOnlyList<Assumption> Assumptions) Of(Cluster cluster, Observations observed, IReadOnlyCollection<Machine> machines, string? only)
    {
        var nodes = NodesOf(cluster, only is null ? null : machines);
        var names = nodes.ToHashSet(StringComparer.Ordinal);
        return (
            [.. machines.Select(machine => Look(cluster, machine, nodes))],
            [.. machines.Select(machine => new Assumption(machine.Name, FactNames.Membership, MembershipProbe.Restrict(observed[machine.Name, FactNames.Membership] ?? MembershipProbe.Bare, names)))]);
    }

    /// <summary>The look itself, the same in a plan of looks and in the plan that rests on it.</summary>
    public static PlanStep Look(Cluster cluster, Machine machine, IReadOnlyList<string> nodes) =>
        ObservationRunbook.Look(machine, FactNames.Membership, "See whose machine it is", MembershipProbe.Of(cluster, machine, nodes));

    /// <param name="cluster">The cluster.</param>
    /// <param name="machines">Only the nodes among these; all by default.</param>
    public static IReadOnlyList<string> NodesOf(Cluster cluster, IReadOnlyCollection<Machine>? machines) =>
        [.. cluster.Nodes.Where(node => machines is null || machines.Contains(node)).Select(node => node.Name)];
}
