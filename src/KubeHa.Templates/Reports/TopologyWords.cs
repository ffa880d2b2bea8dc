namespace KubeHa.Templates;

/// <summary>A cluster's drawing in words, for who cannot see it.</summary>
internal static class TopologyWords
{
    public static string Describe(Cluster cluster, TopologyState state)
    {
        var callers = cluster.Clients.Cast<Machine>().Concat(cluster.Workers).ToList();
        var owners = state.Owners is { Count: > 0 } seen ? $" Seen on {string.Join(" and ", seen.Order(StringComparer.Ordinal))}." : string.Empty;
        return $"{(callers.Count > 0 ? $"{List(callers, state)} dial the virtual IP" : "The virtual IP is")} {VirtualIps.Text(cluster.Endpoint)}, port {Numbers.Text(cluster.Endpoint.Port)}. "
            + $"The directors {List(cluster.LvsPair.Directors, state)} share it.{owners} "
            + $"They forward to the control planes {List(cluster.ControlPlanes, state)}."
            + (cluster.EtcdMachines.Count > 0 ? $" etcd runs on machines of its own: {List(cluster.EtcdMachines, state)}." : string.Empty);
    }

    private static string List(IEnumerable<Machine> machines, TopologyState state) => string.Join(", ", machines.Select(machine =>
        state.Machines.TryGetValue(machine.Name, out var seen) ? $"{machine.Name} ({seen.Word})" : machine.Name));
}
