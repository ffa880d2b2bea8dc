namespace KubeHa.Templates;

/// <summary>One round of <see cref="ApplyRunbook"/> up to its plan: look at the machines, adopt or make the secrets, check, render, plan.</summary>
internal sealed class RoundPlanner(Cluster cluster, PlanRunner runner, ApplyOptions options, NewSecrets newSecrets = NewSecrets.AreSaved)
{
    /// <summary>The plan of a round and what it is run with.</summary>
    /// <param name="Plan">The plan.</param>
    /// <param name="WholeWay">Whether it goes all the way; one that only wakes a sleeping cluster has no more to say than: look again.</param>
    /// <param name="Secrets">The values for its secrets.</param>
    /// <param name="Cluster">The cluster with the facts that were seen.</param>
    public sealed record Round(Plan Plan, bool WholeWay, ClusterSecrets Secrets, Cluster Cluster);

    /// <summary>Whether the machines are locked while they are looked at, because what is planned is then done.</summary>
    public bool LocksToLook { get; init; }

    /// <summary>Looks and plans.</summary>
    /// <param name="isFirst">Whether the machines are still as somebody else left them; only then they must be ready.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was seen, and the plan; without a plan what was seen tells the failure.</returns>
    public async Task<(RunReport Look, Round? Round)> PlanAsync(bool isFirst, CancellationToken cancellationToken)
    {
        if (options.Only is { } name && cluster.Machines.All(machine => machine.Name != name))
        {
            return (Refused(new RunReport(RunOutcome.Failed, [], Observations.None), $"{cluster.Name} has no machine '{name}'."), null);
        }

        var look = await LookAsync(cancellationToken).ConfigureAwait(false);
        if (look.Outcome is RunOutcome.Failed or RunOutcome.Stopped)
        {
            return (look, null);
        }

        try
        {
            var seen = look.Observations;
            var known = Discovery.Fill(cluster, seen);
            var adopted = await AdoptAsync(known, seen, cancellationToken).ConfigureAwait(false);
            var findings = PreflightChecks.Run(known, seen, Fingerprint(adopted)).Where(result => result.Status == CheckStatus.Fails).ToList();
            if (isFirst && findings.Count > 0)
            {
                return (Refused(look, "Nothing was changed. The machines are not ready:\n" + string.Join('\n', findings)), null);
            }

            var secrets = await CompleteAsync(known, seen, adopted, cancellationToken).ConfigureAwait(false);
            var configs = known.Render();
            configs = options.MapFiles?.Invoke(configs) ?? configs;
            var plan = InstallRunbook.Plan(known, configs, seen, options.Only, Fingerprint(secrets));
            var wholeWay = plan.Steps.Any(step => step.Id == Milestones.ClusterUp);
            return (look, new Round(wholeWay ? options.ExtendPlan?.Invoke(plan) ?? plan : plan, wholeWay, secrets, known));
        }
        catch (Exception refused) when (refused is ClusterValidationException or SecretsRefusedException or TransportException)
        {
            return (Refused(look, refused.Message), null);
        }
    }

    private static RunReport Refused(RunReport look, string reason) => new(RunOutcome.Failed, [], look.Observations, reason);

    /// <summary>All machines; where only one is asked for, that one and the first control plane that answers for the cluster. Whether a member of etcd is to start anew, only the others know.</summary>
    private async Task<RunReport> LookAsync(CancellationToken cancellationToken)
    {
        if (options.Only is not { } only)
        {
            return await LookAtAsync([.. cluster.Machines], cancellationToken).ConfigureAwait(false);
        }

        var machine = cluster.Machines.First(known => known.Name == only);
        RunReport? last = null;
        foreach (var candidate in cluster.ControlPlanes.Where(candidate => candidate.Name != only))
        {
            last = await LookAtAsync([.. machine is EtcdMachine ? cluster.EtcdMachines.Cast<Machine>() : [machine], candidate], cancellationToken).ConfigureAwait(false);
            if (last.Outcome is RunOutcome.Stopped || (last.Outcome is RunOutcome.Failed && last.Observations.Unreachable.ContainsKey(only)))
            {
                return last;
            }

            if (last.Outcome is not RunOutcome.Failed && ClusterState.Read(cluster, last.Observations).Live.Count > 0)
            {
                return last;
            }
        }

        return new RunReport(RunOutcome.Failed, last?.Steps ?? [], last?.Observations ?? Observations.None,
            $"No control plane answers for {cluster.Name}, and a run for one machine never founds a cluster. Apply the whole cluster first. {last?.Failure}".TrimEnd());
    }

    private Task<RunReport> LookAtAsync(IReadOnlyCollection<Machine> machines, CancellationToken cancellationToken) =>
        ClusterLook.RunAsync(cluster, runner, machines, options.OnEvent, options.KillToken, cancellationToken, LocksToLook);

    /// <summary>What live machines have, then what the operator brings or kept.</summary>
    private async Task<ClusterSecrets> AdoptAsync(Cluster known, Observations look, CancellationToken cancellationToken)
    {
        var (live, halves) = SecretsReader.Sort(await SecretsReader.ReadAsync(known, look, runner.Transport, cancellationToken).ConfigureAwait(false));
        var adopted = await WithKeptAsync(live, cancellationToken).ConfigureAwait(false);
        SecretsReader.Agree(halves, adopted);
        return adopted;
    }

    private async Task<ClusterSecrets> WithKeptAsync(ClusterSecrets live, CancellationToken cancellationToken)
    {
        var kept = options.Secrets ?? (options.Folder is { } folder ? await folder.LoadSecretsAsync(cancellationToken).ConfigureAwait(false) : null);
        if (kept is null)
        {
            return live;
        }

        if (Fingerprint(live) is { } fingerprint && Fingerprint(kept) is { } other && fingerprint != other)
        {
            // The machines are the truth; a folder of an earlier cluster of the same name must not be mixed in.
            return options.Secrets is null ? live : throw new SecretsRefusedException($"The given secrets are of another CA than the one that the machines bear ({fingerprint[..12]}…).");
        }

        return live.CompleteFrom(kept);
    }

    /// <summary>Only what exists nowhere is made, and only when every control plane was looked at.</summary>
    private async Task<ClusterSecrets> CompleteAsync(Cluster known, Observations look, ClusterSecrets adopted, CancellationToken cancellationToken)
    {
        var secrets = adopted;
        HasEtcdClientKey(known, secrets);
        if (newSecrets == NewSecrets.AreLeftOut)
        {
            return secrets;
        }

        IReadOnlyList<string> missing = [.. secrets.Missing, .. known.Kubeadm.EncryptedResources.Count > 0 && !secrets.TryGet(SecretNames.EncryptionKey, out _) ? [SecretNames.EncryptionKey] : Array.Empty<string>()];
        var others = known.LvsPair.Directors.Where(director => look[director.Name, FactNames.System] is null).Select(director => director.Name).ToList();
        if (others.Count > 0 && missing.Contains(SecretNames.VrrpPassword) && VrrpChoice.IfKnown(known.LvsPair) is { HasPassword: true })
        {
            // A run for one machine looks at none of the others: what they have must not be made anew, and only a director needs it.
            if (known.LvsPair.Directors.Any(director => director.Name == options.Only))
            {
                throw new SecretsRefusedException($"{SecretNames.VrrpPassword} would have to be made, but {string.Join(", ", others)} may have it and is not looked at in a run for one machine. Apply the whole cluster, or use the folder that keeps it.");
            }

            missing = [.. missing.Where(name => name != SecretNames.VrrpPassword)];
        }

        if (missing.Count > 0)
        {
            var unseen = known.ControlPlanes.Cast<Machine>().Concat(known.EtcdMachines).Where(machine => look[machine.Name, FactNames.System] is null).Select(machine => machine.Name).ToList();
            if (unseen.Count > 0 && (options.Only is null || Fingerprint(secrets) is null))
            {
                throw new SecretsRefusedException($"{string.Join(", ", missing)} would have to be made, but {string.Join(", ", unseen)} could not be looked at and may have them.");
            }

            secrets = secrets.Make(missing, runner.TimeProvider);
            if (newSecrets == NewSecrets.MustBeSaved && options.Folder is null)
            {
                throw new SecretsRefusedException("New secrets would have to be made, and there is no folder to keep them in until the plan is run.");
            }
        }

        if (options.Folder is { } folder)
        {
            await folder.SaveSecretsAsync(secrets, cancellationToken).ConfigureAwait(false);
        }

        return secrets;
    }

    /// <summary>What logs in to an etcd of others can only be given.</summary>
    private static void HasEtcdClientKey(Cluster cluster, ClusterSecrets secrets)
    {
        if (cluster.Etcd is not EtcdTopology.ExternalEndpoints external)
        {
            return;
        }

        if (!secrets.TryGet(SecretNames.EtcdClientKey, out var key))
        {
            throw new SecretsRefusedException($"The private key of etcd's client certificate is missing. Those who run etcd have it: give it as {SecretNames.EtcdClientKey} with the cluster's secrets (ClusterSecrets.With).");
        }

        try
        {
            PemItems.CheckPair("etcd.clientCertificate", external.ClientCertificate, SecretNames.EtcdClientKey, key);
        }
        catch (ArgumentException wrong)
        {
            throw new SecretsRefusedException($"{wrong.Message} Give the key that belongs to the certificate in the model.");
        }
    }

    private static string? Fingerprint(ClusterSecrets secrets) =>
        secrets.TryGetPublic(SecretNames.CaFingerprint, out var fingerprint) ? fingerprint : null;
}
