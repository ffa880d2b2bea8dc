namespace KubeHa.Templates;

/// <summary>The looks of a verification, in order: machines, then each of them closer and what lies between them, then a workload, which is removed in any case.</summary>
internal static class VerificationRunbook
{
    public static async Task<CheckReport> RunAsync(Cluster cluster, PlanRunner runner, VerifyOptions options, CancellationToken cancellationToken)
    {
        // Whoever does not answer is a finding, and what it leaves behind is what one wants to know then.
        var anyone = cluster.Machines.Select(machine => machine.Name).ToHashSet(StringComparer.Ordinal);
        var look = await ClusterLook.RunAsync(cluster, runner, [.. cluster.Machines], options.OnEvent, options.KillToken, cancellationToken, mayBeSetAside: anyone).ConfigureAwait(false);
        if (look.Outcome is RunOutcome.Failed or RunOutcome.Stopped)
        {
            return new CheckReport([], look);
        }

        var steps = look.Steps.ToList();
        var observed = look.Observations;
        var state = ClusterState.Read(cluster, observed);
        var run = Run(options.KillToken);

        Known(cluster, observed).TryRender(out var configs, out _);
        configs = configs is null ? null : options.MapFiles?.Invoke(configs) ?? configs;
        var endpoint = await runner.RunAsync(CloserLooks(cluster, observed, configs), run, cancellationToken).ConfigureAwait(false);
        steps.AddRange(endpoint.Steps);
        var outcome = endpoint.Outcome == RunOutcome.Stopped ? RunOutcome.Stopped : look.Outcome;
        observed = observed.Merge(endpoint.Observations);

        if (options.Workload && state.Live is [var live, ..])
        {
            try
            {
                var workload = await runner.RunAsync(WorkloadRunbook.Plan(cluster, live, options.WorkloadImage, cluster.Nodes.Count()), run, cancellationToken).ConfigureAwait(false);
                steps.AddRange(workload.Steps);
                outcome = workload.Outcome == RunOutcome.Stopped ? RunOutcome.Stopped : outcome;
                observed = observed.Merge(workload.Observations);
            }
            finally
            {
                var cleaned = await runner.RunAsync(WorkloadRunbook.CleanUp(cluster, live), Run(CancellationToken.None), CancellationToken.None).ConfigureAwait(false);
                steps.AddRange(cleaned.Steps);
            }
        }

        // What was not looked at any more would be judged as if it was not there.
        var results = outcome == RunOutcome.Stopped ? [] : VerificationChecks.Run(cluster, observed, options.Workload, configs);
        return new CheckReport(results, new RunReport(outcome, steps, observed));

        RunOptions Run(CancellationToken kill) => new() { OnEvent = options.OnEvent, MayBeSetAside = anyone, KillToken = kill };
    }

    /// <summary>What a director that does not answer would say of itself is taken to be what another one says: files of the others can be told then.</summary>
    private static Cluster Known(Cluster cluster, Observations observed)
    {
        var known = Discovery.Fill(cluster, observed);
        if (known.LvsPair.Directors.FirstOrDefault(director => director.Facts is { Interface: not null, Keepalived: not null }) is not { } like)
        {
            return known;
        }

        var builder = ClusterBuilder.From(known);
        foreach (var director in known.LvsPair.Directors.Where(director => observed.Unreachable.ContainsKey(director.Name)))
        {
            builder.WithFacts(director.Name, director.Facts with { Interface = director.Facts.Interface ?? like.Facts.Interface, Keepalived = director.Facts.Keepalived ?? like.Facts.Keepalived });
        }

        return builder.Build();
    }

    /// <summary>What only a verification asks, of machines that were reached; an apply never waits for it. The looks at one machine travel as one command.</summary>
    public static Plan CloserLooks(Cluster cluster, Observations observed, ConfigSet? configs)
    {
        var adverts = AdvertInterval(cluster, observed);
        var reached = cluster.Machines.Where(machine => observed[machine.Name, FactNames.System] is not null).ToList();
        var live = ClusterState.Read(cluster, observed).Live is [var first, ..] ? first : null;
        var steps = reached.SelectMany(machine => Of(machine).Prepend(ObservationRunbook.Look(machine, FactNames.Readiness, "Look at what a reboot depends on", ReadinessProbes.Of(cluster, configs, machine)))
            .Prepend(ObservationRunbook.Look(machine, FactNames.Files, "Look at managed and private files", FileProbes.Of([.. configs?.For(machine.Name) ?? []])))).ToList();
        if (live is not null)
        {
            steps.Add(ObservationRunbook.Look(live, FactNames.Addons, "Look at the addons", KubernetesProbes.Addons(cluster, live)));
        }

        foreach (var service in PoolRules.Services(cluster))
        {
            if (reached.OfType<Client>().Cast<Machine>().Concat(reached.OfType<Worker>()).FirstOrDefault(service.IsDialledBy) is { } witness)
            {
                steps.Add(ObservationRunbook.Look(witness, service.ConnectionsFact, "Reach every control plane through the virtual IP", EndpointProbes.Connections(cluster, service)) with { Timeout = TimeSpan.FromMinutes(3) });
            }
        }

        var hosts = steps.Select(step => step.Host).ToHashSet();
        return Plan.Create($"Look closer at {cluster.Name}", cluster.Machines.Where(machine => hosts.Contains(machine.Name)).Select(machine => machine.Target), steps);

        IEnumerable<PlanStep> Of(Machine machine) => machine switch
        {
            ControlPlane controlPlane =>
            [
                Certificates(machine),
                .. Etcd(machine),
                ObservationRunbook.Look(machine, FactNames.ApiVersion, "Ask the apiserver for its version", KubernetesProbes.ApiVersion(cluster, controlPlane)),
                ObservationRunbook.Look(machine, FactNames.Leases, "Look at the controllers' leases twice", KubernetesProbes.Leases(cluster, controlPlane)),
            ],
            Director director => [ObservationRunbook.Look(machine, FactNames.Adverts, "Listen for VRRP adverts", DirectorProbes.Adverts(director, adverts))],
            EtcdMachine => [Certificates(machine), .. Etcd(machine)],
            Worker => [Certificates(machine)],
            Client => [Certificates(machine), ObservationRunbook.Look(machine, FactNames.ClientNodes, "List the nodes as the client", EndpointProbes.ClientNodes)],
            _ => [],
        };

        IEnumerable<PlanStep> Etcd(Machine machine) => machine is ControlPlane && ExternalEtcd.Of(cluster) is { } external
            ? [ObservationRunbook.Look(machine, FactNames.EtcdEndpoints, "Ask every endpoint of etcd how it is", external.Health)]
            :
            [
                ObservationRunbook.Look(machine, FactNames.EtcdStatus, "Ask etcd for its status", KubernetesProbes.EtcdStatus(cluster)),
                ObservationRunbook.Look(machine, FactNames.EtcdAlarms, "Ask etcd for its alarms", KubernetesProbes.EtcdAlarms(cluster)),
                ObservationRunbook.Look(machine, FactNames.EtcdMetrics, "Ask etcd for its latencies", KubernetesProbes.EtcdMetrics(cluster)),
            ];

        PlanStep Certificates(Machine machine) => ObservationRunbook.Look(machine, FactNames.Certificates, "Look at the certificates", CertificateProbes.Of(cluster, machine));
    }

    private static TimeSpan AdvertInterval(Cluster cluster, Observations observed) =>
        (VrrpChoice.IfKnown(Known(cluster, observed).LvsPair) ?? VrrpSettings.Compatible).AdvertInterval;
}
