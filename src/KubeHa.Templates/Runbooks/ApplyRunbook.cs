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
                plan = options.ExtendPlan?.Invoke(plan) ?? plan;
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

            if (!run.Steps.Any(step => step.Status == StepStatus.Changed))
            {
                return new RunReport(setAside ? RunOutcome.WorkersSetAside : changed ? RunOutcome.Changed : RunOutcome.NoChange, steps, look);
            }
        }

        return new RunReport(RunOutcome.Failed, steps, look, $"After {options.MaxRounds} rounds the last one still changed something: {string.Join(", ", steps.Where(step => step.Status == StepStatus.Changed).TakeLast(3).Select(step => step.Step.Id))}. A step that never comes to rest has a probe that does not see its own work.");
    }

    /// <summary>All machines; where only one is asked for, that one and the first control plane that answers for the cluster.</summary>
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
    private async Task<IReadOnlyDictionary<string, string>> AdoptAsync(Cluster known, Observations look, CancellationToken cancellationToken)
    {
        var parts = (await SecretsReader.ReadAsync(known, look, runner.Transport, cancellationToken).ConfigureAwait(false)).ToDictionary();
        var kept = options.Secrets ?? (options.Folder is { } folder ? await folder.LoadSecretsAsync(cancellationToken).ConfigureAwait(false) : null);
        if (kept is null)
        {
            return parts;
        }

        if (parts.ContainsKey(SecretNames.CaCertificate) && Fingerprint(parts) is { } live && live != kept.Id)
        {
            // The machines are the truth; a folder of an earlier cluster of the same name must not be mixed in.
            return options.Secrets is null ? parts : throw new SecretsRefusedException($"The given secrets are of the CA {kept.Id[..12]}…, the machines bear {live[..12]}….");
        }

        foreach (var (name, value) in kept.Parts)
        {
            parts.TryAdd(name, value);
        }

        return parts;
    }

    private async Task<ClusterSecrets> CompleteAsync(Cluster known, Observations look, IReadOnlyDictionary<string, string> adopted, CancellationToken cancellationToken)
    {
        var secrets = ClusterSecrets.FromParts(adopted);
        if (secrets.Missing.Count > 0)
        {
            var unseen = known.ControlPlanes.Where(machine => observedNot(look, machine)).ToList();
            if (options.Only is null && unseen.Count > 0)
            {
                throw new SecretsRefusedException($"Secrets would have to be made, but {string.Join(", ", unseen.Select(machine => machine.Name))} could not be looked at and may have them.");
            }

            secrets = secrets.Complete(runner.TimeProvider);
        }

        if (options.Folder is { } folder)
        {
            await folder.SaveSecretsAsync(secrets, cancellationToken).ConfigureAwait(false);
        }

        return secrets;

        static bool observedNot(Observations look, Machine machine) => look[machine.Name, FactNames.System] is null;
    }

    private static string? Fingerprint(IReadOnlyDictionary<string, string> parts) =>
        parts.ContainsKey(SecretNames.CaCertificate) ? ClusterSecrets.FromParts(parts).Id : null;

    private RunReport Merge(RunReport last) => new(last.Outcome, [.. steps, .. last.Steps], last.Observations, last.Failure);

    private RunReport Refused(Observations look, string reason) => new(RunOutcome.Failed, steps, look, reason);
}
