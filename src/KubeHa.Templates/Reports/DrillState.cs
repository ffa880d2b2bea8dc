namespace KubeHa.Templates;

/// <summary>How a drill saw each machine: where the fault was, who took over.</summary>
internal static class DrillState
{
    public static TopologyState Of(Cluster cluster, DrillReport report)
    {
        var machines = VerificationState.Of(report.After).ToDictionary(StringComparer.Ordinal);
        if (report.FaultAt is not null)
        {
            machines[report.Target] = new MachineState(Tone.Warn, "the fault was here");
        }

        var after = report.Events.Where(happened => happened.At >= TimeSpan.Zero).ToList();
        var taken = after.FirstOrDefault(happened => happened.Kind == DrillEventKind.VirtualIpGained);
        var owner = taken ?? report.Events.LastOrDefault(happened => happened.Kind == DrillEventKind.VirtualIpGained);
        if (taken is not null)
        {
            Note(machines, taken.Machine, $"VIP after {Numbers.Time(taken.At)}");
        }

        var dropped = after.Where(happened => happened.Kind == DrillEventKind.PoolLeft).GroupBy(happened => happened.Subject, StringComparer.Ordinal).ToList();
        foreach (var server in dropped)
        {
            Note(machines, server.Key, $"out after {Numbers.Time(server.Max(happened => happened.At))}");
        }

        return new TopologyState(
            machines,
            owner is null ? null : new HashSet<string> { owner.Machine },
            dropped.Count == 0 ? null : cluster.ControlPlanes.Select(machine => machine.Name).Except(dropped.Select(server => server.Key)).ToHashSet());
    }

    private static void Note(Dictionary<string, MachineState> machines, string name, string note) =>
        machines[name] = (machines.GetValueOrDefault(name) ?? new MachineState(Tone.Calm, "took part")) with { Note = note };
}
