namespace KubeHa.Templates;

/// <summary>The loop: look, check, plan, run, until a run changes nothing. Everything that needs more than one plan is this loop.</summary>
internal sealed class ApplyRunbook(Cluster cluster, PlanRunner runner, ApplyOptions options)
{
    private readonly List<StepResult> steps = [];
    private bool changed;
    private bool setAside;

    public async Task<RunReport> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Only is { } name && cluster.Machines.All(machine => machine.Name != name))
        {
            return Refused(Observations.None, $"{cluster.Name} has no machine '{name}'.");
        }

        var look = Observations.None;
        RunSecrets? runSecrets = null;
        for (var round = 1; round <= options.MaxRounds; round++)
        {
            var seen = await LookAsync(cancellationToken).ConfigureAwait(false);
            look = seen.Observations;
            setAside |= look.Unreachable.Count > 0;
            if (seen.Outcome is RunOutcome.Failed or RunOutcome.Stopped)
            {
                return Merge(seen);
            }

            Plan plan;
            bool wholeWay;
            ClusterSecrets secrets;
            try
            {
                var known = Discovery.Fill(cluster, look);
                var adopted = await AdoptAsync(known, look, cancellationToken).ConfigureAwait(false);
                var findings = PreflightChecks.Run(known, look, Fingerprint(adopted)).Where(result => result.Status == CheckStatus.Fails).ToList();
                if (round == 1 && findings.Count > 0)
                {
                    return Refused(look, "Nothing was changed. The machines are not ready:\n" + string.Join('\n', findings));
                }

                secrets = await CompleteAsync(known, look, adopted, cancellationToken).ConfigureAwait(false);
                var configs = known.Render();
                configs = options.MapFiles?.Invoke(configs) ?? configs;
                plan = InstallRunbook.Plan(known, configs, look, options.Only, secrets.Id);
                wholeWay = plan.Steps.Any(step => step.Id == Milestones.ClusterUp); // a plan that only wakes a sleeping cluster has no more to say than: look again
                if (wholeWay)
                {
                    plan = options.ExtendPlan?.Invoke(plan) ?? plan;
                }

                runSecrets ??= new RunSecrets(known, secrets, runner.TimeProvider);
            }
            catch (ClusterValidationException invalid)
            {
                return Refused(look, invalid.Message);
            }
            catch (SecretsRefusedException refused)
            {
                return Refused(look, refused.Message);
            }
            catch (TransportException lost)
            {
                return Refused(look, lost.Message);
            }

            var run = await runner.RunAsync(plan, new RunOptions
            {
                Secrets = secrets,
                RunSecrets = runSecrets.Find,
                OnEvent = options.OnEvent,
                MayBeSetAside = ClusterLook.MayBeSetAside(cluster),
                KillToken = options.KillToken,
            }, cancellationToken).ConfigureAwait(false);
            steps.AddRange(run.Steps);
            changed |= run.Steps.Any(step => step.Status == StepStatus.Changed);
            setAside |= run.Outcome == RunOutcome.WorkersSetAside;
            if (run.Outcome is RunOutcome.Failed or RunOutcome.Stopped)
            {
                return new RunReport(run.Outcome, steps, look, run.Failure);
            }

            if (wholeWay && !run.Steps.Any(step => step.Status == StepStatus.Changed))
            {
                return new RunReport(setAside ? RunOutcome.WorkersSetAside : changed ? RunOutcome.Changed : RunOutcome.NoChange, steps, look);
            }
        }

        return new RunReport(RunOutcome.Failed, steps, look, $"After {options.MaxRounds} rounds the last one still changed something: {string.Join(", ", steps.Where(step => step.Status == StepStatus.Changed).TakeLast(3).Select(step => step.Step.Id))}. A step that never comes to rest has a probe that does not see its own work.");
    }

    /// <summary>All machines; where only one is asked for, that one and the first control plane that answers for the cluster.</summary>
    /// <summary>One look, one plan, and what it would do. Nothing is made, saved or changed.</summary>
    public async Task<PreviewReport> PreviewAsync(CancellationToken cancellationToken)
    {
        if (options.Only is { } name && cluster.Machines.All(machine => machine.Name != name))
        {
            return NoPreview(Observations.None, $"{cluster.Name} has no machine '{name}'.");
        }

        var seen = await LookAsync(cancellationToken).ConfigureAwait(false);
        var look = seen.Observations;
        if (seen.Outcome is RunOutcome.Failed or RunOutcome.Stopped)
        {
            return NoPreview(look, seen.Failure ?? "Stopped.");
        }

        try
        {
            var known = Discovery.Fill(cluster, look);
            var adopted = await AdoptAsync(known, look, cancellationToken).ConfigureAwait(false);
            var configs = known.Render();
            configs = options.MapFiles?.Invoke(configs) ?? configs;
            var plan = InstallRunbook.Plan(known, configs, look, options.Only, Fingerprint(adopted));
            plan = plan.Steps.Any(step => step.Id == Milestones.ClusterUp) && options.ExtendPlan is { } extend ? extend(plan) : plan;
            return await runner.PreviewAsync(plan, new RunOptions { Secrets = adopted, OnEvent = options.OnEvent, MayBeSetAside = ClusterLook.MayBeSetAside(cluster), KillToken = options.KillToken }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is ClusterValidationException or SecretsRefusedException or TransportException)
        {
            return NoPreview(look, refused.Message);
        }
    }

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
            last = await LookAtAsync([machine, candidate], cancellationToken).ConfigureAwait(false);
            if (last.Outcome is RunOutcome.Failed && last.Observations.Unreachable.ContainsKey(only))
            {
                return last;
            }

            if (last.Outcome is not (RunOutcome.Failed or RunOutcome.Stopped) && ClusterState.Read(cluster, last.Observations).Live.Count > 0)
            {
                return last;
            }
        }

        return new RunReport(RunOutcome.Failed, last?.Steps ?? [], last?.Observations ?? Observations.None,
            $"No control plane answers for {cluster.Name}, and a run for one machine never founds a cluster. Apply the whole cluster first. {last?.Failure}".TrimEnd());
    }

    private Task<RunReport> LookAtAsync(IReadOnlyCollection<Machine> machines, CancellationToken cancellationToken) =>
        ClusterLook.RunAsync(cluster, runner, machines, options.OnEvent, options.KillToken, cancellationToken);

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

        if (Fingerprint(live) is { } fingerprint && fingerprint != Fingerprint(kept))
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
        if (secrets.Missing.Count > 0)
        {
            var unseen = known.ControlPlanes.Where(machine => look[machine.Name, FactNames.System] is null).Select(machine => machine.Name).ToList();
            if (unseen.Count > 0 && (options.Only is null || Fingerprint(secrets) is null))
            {
                throw new SecretsRefusedException($"{string.Join(", ", secrets.Missing)} would have to be made, but {string.Join(", ", unseen)} could not be looked at and may have them.");
            }

            secrets = secrets.Complete(runner.TimeProvider);
        }

        if (options.Folder is { } folder)
        {
            await folder.SaveSecretsAsync(secrets, cancellationToken).ConfigureAwait(false);
        }

        return secrets;
    }

    private static string? Fingerprint(ClusterSecrets secrets) =>
        secrets.TryGetPublic(SecretNames.CaFingerprint, out var fingerprint) ? fingerprint : null;

    private PreviewReport NoPreview(Observations look, string reason) => new(Plan.Create($"Converge {cluster.Name}", [], []), [], look.Unreachable, reason);

    private RunReport Merge(RunReport last) => new(last.Outcome, [.. steps, .. last.Steps], last.Observations, last.Failure);

    private RunReport Refused(Observations look, string reason) => new(RunOutcome.Failed, steps, look, reason);
}
