namespace KubeHa.Templates;

/// <summary>Which machines a drill takes, from what was seen. Pure.</summary>
/// <param name="Target">The machine that the fault is made on.</param>
/// <param name="First">The machine that is gone before it, where the scenario takes two.</param>
internal sealed record DrillTargets(Machine Target, Machine? First)
{
    /// <summary>The machines, or why there are none.</summary>
    public static (DrillTargets? Targets, string? Reason) Choose(DrillScenario scenario, Cluster cluster, Observations observed)
    {
        var owner = cluster.LvsPair.Directors.FirstOrDefault(director => FactBlock.Of(observed, director.Name, FactNames.Director).Number("vip") > 0);
        if (DrillBounds.HitsDirector(scenario))
        {
            return scenario.Machine switch
            {
                null when owner is null => (null, "No director was seen to have the virtual IP."),
                null => (new DrillTargets(owner, null), null),
                _ when owner?.Name == scenario.Machine => (new DrillTargets(owner, null), null),
                _ when cluster.LvsPair.Directors.Any(director => director.Name == scenario.Machine) => (null, $"{scenario.Machine} does not have the virtual IP ({owner?.Name ?? "no director"} has it): this drill is about the director that has it."),
                _ => (null, $"{scenario.Machine} is no director of {cluster.Name}."),
            };
        }

        if (scenario is DrillScenario.LeaderLoss leader)
        {
            var lease = LeaseOf(leader.Leader);
            var holder = cluster.ControlPlanes.Select(machine => FactBlock.Of(observed, machine.Name, FactNames.Leases)["second-" + lease].Split(' ')[0]).FirstOrDefault(name => name.Length > 0);
            var machine = cluster.ControlPlanes.FirstOrDefault(machine => holder is not null && (holder == machine.Name || holder.StartsWith(machine.Name + "_", StringComparison.Ordinal)));
            return machine is null ? (null, $"Nobody was seen to hold the lease {lease}.") : (new DrillTargets(machine, null), null);
        }

        if (scenario.Machine is { } name && cluster.ControlPlanes.All(machine => machine.Name != name))
        {
            return (null, $"{name} is no control plane of {cluster.Name}.");
        }

        // The last: tools and people tend to lean on the first.
        var target = cluster.ControlPlanes.FirstOrDefault(machine => machine.Name == scenario.Machine) ?? cluster.ControlPlanes[^1];
        var first = scenario is DrillScenario.SecondControlPlaneLoss ? cluster.ControlPlanes.LastOrDefault(machine => machine != target) : null;
        return (new DrillTargets(target, first), null);
    }

    public static string LeaseOf(DrillLeader leader) => leader == DrillLeader.Scheduler ? "kube-scheduler" : "kube-controller-manager";
}
