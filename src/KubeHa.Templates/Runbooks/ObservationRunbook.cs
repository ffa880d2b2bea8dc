namespace KubeHa.Templates;

/// <summary>A plan of looks only: what install, preflight and verification are judged from.</summary>
internal static class ObservationRunbook
{
    /// <param name="cluster">The cluster.</param>
    /// <param name="machines">The machines to look at.</param>
    public static Plan Plan(Cluster cluster, IReadOnlyCollection<Machine> machines) =>
        KubeHa.Plan.Create($"Look at {cluster.Name}", machines.Select(machine => machine.Target), machines.SelectMany(machine => Looks(cluster, machine, Guards.NodesOf(cluster, machines))));

    private static IEnumerable<PlanStep> Looks(Cluster cluster, Machine machine, IReadOnlyList<string> nodes)
    {
        yield return Look(machine, FactNames.Clock, "Read the clock", MachineProbes.Clock);
        yield return Look(machine, FactNames.System, "Look at the machine", MachineProbes.System(cluster, machine));
        yield return Guards.Look(cluster, machine, nodes);
        switch (machine)
        {
            case ControlPlane controlPlane:
                yield return Look(machine, FactNames.ControlPlane, "Look at the gate and the own apiserver", KubernetesProbes.ControlPlane(cluster, controlPlane));
                yield return Look(machine, FactNames.Nodes, "List the nodes", KubernetesProbes.Nodes(cluster, controlPlane));
                if (ExternalEtcd.Of(cluster) is null)
                {
                    yield return Look(machine, FactNames.EtcdMembers, "List the etcd members", KubernetesProbes.EtcdMembers(cluster));
                }

                break;
            case EtcdMachine:
                yield return Look(machine, FactNames.EtcdMembers, "List the etcd members", KubernetesProbes.EtcdMembers(cluster));
                break;
            case Director:
                yield return Look(machine, FactNames.Director, "Look at keepalived", DirectorProbes.State(cluster));
                yield return Look(machine, FactNames.IpvsTable, "List the IPVS table", DirectorProbes.Table);
                break;
            default:
                break;
        }

        foreach (var service in machine is ControlPlane ? [] : PoolRules.Services(cluster).Where(service => service.IsDialledBy(machine)))
        {
            yield return Look(machine, service.OwnerFact, "See who answers for the virtual IP", MachineProbes.VirtualAddress(service));
        }
    }

    /// <summary>One look at one machine, as every runbook makes it.</summary>
    public static PlanStep Look(Machine machine, string fact, string title, ShellScript probe) =>
        new($"{machine.Name}/look/{fact}", machine.Name, title, new StepAction.Observe(fact, probe)) { Timeout = TimeSpan.FromSeconds(60) };
}
