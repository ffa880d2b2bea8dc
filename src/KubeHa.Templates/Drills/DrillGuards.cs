namespace KubeHa.Templates;

/// <summary>What must hold before a fault is made. Pure: everything from what was seen, every reason at once.</summary>
internal static class DrillGuards
{
    /// <summary>An apiserver is not frozen for longer: its kubelet would take it for dead.</summary>
    public static readonly TimeSpan LongestHang = TimeSpan.FromSeconds(60);

    /// <summary>What is left of it for the calm before the fault, and after it.</summary>
    private static readonly TimeSpan AroundHang = TimeSpan.FromSeconds(20);

    public static IReadOnlyList<string> Check(DrillScenario scenario, Cluster cluster, CheckReport verified, DrillTargets? targets, Client? client, DrillOptions options)
    {
        var reasons = new List<string>();
        if (verified.Run.Failure is not null)
        {
            reasons.Add($"The cluster could not be looked at: {verified.Run.Failure}");
        }
        else if (verified.Run.Outcome == RunOutcome.Stopped)
        {
            reasons.Add("The verification before the drill was stopped before its end.");
        }

        reasons.AddRange(verified.Results.Where(result => result.Status == CheckStatus.Fails).Select(result => $"Not healthy before the drill: {result}"));
        reasons.AddRange(Wishes(scenario, cluster, options));
        reasons.AddRange(Check(scenario, cluster.LvsPair.HealthCheck));
        var observed = verified.Run.Observations;
        reasons.AddRange(Prober(client, observed, options));
        if (targets is not null && verified.Run.Failure is null)
        {
            reasons.AddRange(After(scenario, cluster, targets, observed));
        }

        return reasons;
    }

    private static IEnumerable<string> Wishes(DrillScenario scenario, Cluster cluster, DrillOptions options)
    {
        if (scenario.IsDisruptive && options.Consent is null)
        {
            yield return $"{scenario.Name} is disruptive and needs a consent for cluster {cluster.Name}.";
        }
        else if (scenario.IsDisruptive && (options.Consent!.Cluster != cluster.Name || options.Consent.Scenario != scenario.Name))
        {
            yield return $"The consent is for {options.Consent.Scenario} on cluster {options.Consent.Cluster}, not for {scenario.Name} on {cluster.Name}.";
        }

        if (scenario is DrillScenario.EtcdMemberLoss or DrillScenario.SecondControlPlaneLoss && ExternalEtcd.Of(cluster) is not null)
        {
            yield return $"{scenario.Name} is about etcd members on control planes; here etcd is elsewhere.";
        }
        else if (scenario is DrillScenario.SecondControlPlaneLoss && options.Consent is not { AcceptsQuorumLoss: true })
        {
            yield return "etcd would lose its majority: that needs a consent that accepts it.";
        }

        if (scenario.NeedsInjector && options.Injector is null)
        {
            yield return $"{scenario.Name} needs a fault injector: only something outside the machine can take its power and give it back.";
        }
    }

    private static IEnumerable<string> Check(DrillScenario scenario, HealthCheckSettings check)
    {
        if (scenario is DrillScenario.ApiServerHang or DrillScenario.EtcdMemberLoss && check.Kind == HealthCheckKind.Connect)
        {
            yield return $"{scenario.Name} measures how soon directors take a server out that listens and does not serve; a check of the connection alone never does.";
        }

        if (scenario is DrillScenario.ApiServerHang && check.OutWhenHanging + AroundHang > LongestHang)
        {
            yield return FormattableString.Invariant($"{scenario.Name}: by the settings of the health check directors take a server that hangs out within {check.OutWhenHanging!.Value.TotalSeconds:0.#} s, and it is frozen for {LongestHang.TotalSeconds:0} s at most: too short to see that.");
        }
    }

    private static IEnumerable<string> Prober(Client? client, Observations observed, DrillOptions options)
    {
        if (client is null)
        {
            yield return options.Client is null
                ? "The cluster has no client: only a machine that neither owns nor directs the virtual IP can measure."
                : $"{options.Client} is no client of the cluster.";
        }
        else if (observed[client.Name, FactNames.System] is null)
        {
            yield return $"The client {client.Name} was not reached.";
        }
        else if (options.Prober is { } prober && FactBlock.Of(observed, client.Name, FactNames.System)["architecture"] is var architecture && architecture != prober.Architecture)
        {
            yield return $"The prober is for {prober.Architecture}, and {client.Name} is {architecture}.";
        }

        if (options.Prober is null)
        {
            yield return "No prober was given: take it from the package KubeHa.Prober.";
        }
    }

    /// <summary>What would be left after the act.</summary>
    private static IEnumerable<string> After(DrillScenario scenario, Cluster cluster, DrillTargets targets, Observations observed)
    {
        if (targets.Target is Director)
        {
            if (!cluster.LvsPair.Directors.Any(director => director != targets.Target && FactBlock.Of(observed, director.Name, FactNames.Director).Is("keepalived", "active")))
            {
                yield return "No other director runs keepalived: nobody would take the virtual IP.";
            }

            yield break;
        }

        var serving = cluster.ControlPlanes.Where(machine => machine != targets.Target && machine != targets.First && FactBlock.Of(observed, machine.Name, FactNames.ControlPlane).Is("readyz", "ok")).ToList();
        if (serving.Count == 0 && scenario is not DrillScenario.LeaderLoss)
        {
            yield return $"No other apiserver than that of {targets.Target.Name} is ready: nobody would serve.";
        }

        if (scenario is DrillScenario.EtcdMemberLoss or DrillScenario.ControlPlaneLoss or DrillScenario.NetworkCut && ExternalEtcd.Of(cluster) is null)
        {
            // The members that etcd itself lists, not those of the model: a stale one raises the majority and gives no vote.
            var members = cluster.ControlPlanes.Select(machine => EtcdMember.ReadList(observed[machine.Name, FactNames.EtcdMembers])).FirstOrDefault(list => list.Count > 0) ?? [];
            var left = cluster.ControlPlanes.Count(machine => machine != targets.Target && EtcdStatus.Read(observed[machine.Name, FactNames.EtcdStatus]) is { Leader.Length: > 0, Errors: 0 });
            var majority = (members.Count / 2) + 1;
            if (left < majority)
            {
                yield return FormattableString.Invariant($"etcd would lose its majority: of {members.Count} members {left} would be left, {majority} are needed.");
            }
        }
        else if (scenario is DrillScenario.SecondControlPlaneLoss && cluster.ControlPlanes.Count != 3)
        {
            yield return FormattableString.Invariant($"This drill is about three control planes; the cluster has {cluster.ControlPlanes.Count}.");
        }
    }
}
