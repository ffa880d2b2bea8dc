namespace KubeHa.Templates;

/// <summary>The looks of a verification, in order: machines, then the endpoint and the controllers, then a workload, which is removed in any case.</summary>
internal static class VerificationRunbook
{
    public static async Task<CheckReport> RunAsync(Cluster cluster, PlanRunner runner, VerifyOptions options, CancellationToken cancellationToken)
    {
        var look = await ClusterLook.RunAsync(cluster, runner, [.. cluster.Machines], options.OnEvent, CancellationToken.None, cancellationToken).ConfigureAwait(false);
        if (look.Outcome is RunOutcome.Failed or RunOutcome.Stopped)
        {
            return new CheckReport([], look);
        }

        var steps = look.Steps.ToList();
        var observed = look.Observations;
        var state = ClusterState.Read(cluster, observed);
        var run = new RunOptions { OnEvent = options.OnEvent, MayBeSetAside = ClusterLook.MayBeSetAside(cluster) };

        var endpoint = await runner.RunAsync(EndpointLooks(cluster, observed), run, cancellationToken).ConfigureAwait(false);
        steps.AddRange(endpoint.Steps);
        observed = observed.Merge(endpoint.Observations);

        if (options.Workload && state.Live is [var live, ..])
        {
            try
            {
                var workload = await runner.RunAsync(WorkloadRunbook.Plan(cluster, live, options.WorkloadImage, cluster.Nodes.Count()), run, cancellationToken).ConfigureAwait(false);
                steps.AddRange(workload.Steps);
                observed = observed.Merge(workload.Observations);
            }
            finally
            {
                var cleaned = await runner.RunAsync(WorkloadRunbook.CleanUp(cluster, live), run, CancellationToken.None).ConfigureAwait(false);
                steps.AddRange(cleaned.Steps);
            }
        }

        var results = VerificationChecks.Run(cluster, observed, options.Workload);
        return new CheckReport(results, new RunReport(look.Outcome, steps, observed));
    }

    public static Plan EndpointLooks(Cluster cluster, Observations observed)
    {
        var witness = cluster.Clients.Cast<Machine>().Concat(cluster.Workers).FirstOrDefault(machine => observed[machine.Name, FactNames.System] is not null);
        var steps = new List<PlanStep>();
        foreach (var machine in cluster.ControlPlanes)
        {
            steps.Add(ObservationRunbook.Look(machine, FactNames.Leases, "Look at the controllers' leases twice", KubernetesProbes.Leases(cluster, machine)));
            steps.Add(ObservationRunbook.Look(machine, FactNames.EtcdStatus, "Ask etcd for its status", KubernetesProbes.EtcdStatus));
        }

        foreach (var client in cluster.Clients.Where(client => observed[client.Name, FactNames.System] is not null))
        {
            steps.Add(ObservationRunbook.Look(client, FactNames.ClientNodes, "List the nodes as the client", EndpointProbes.ClientNodes));
        }

        if (witness is not null)
        {
            steps.Add(ObservationRunbook.Look(witness, FactNames.Connections, "Reach every control plane through the virtual IP", EndpointProbes.Connections(cluster)) with { Timeout = TimeSpan.FromMinutes(3) });
        }

        var hosts = steps.Select(step => step.Host).ToHashSet();
        return Plan.Create($"Look at the endpoint of {cluster.Name}", cluster.Machines.Where(machine => hosts.Contains(machine.Name)).Select(machine => machine.Target), steps);
    }
}
