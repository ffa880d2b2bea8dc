using KubeHa.Templates;

namespace KubeHa;

public static partial class ClusterExtensions
{
    /// <summary>A plan of looks only: what every machine is and has. It changes nothing.</summary>
    /// <param name="cluster">The cluster.</param>
    public static Plan PlanObservation(this Cluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return ObservationRunbook.Plan(cluster, [.. cluster.Machines]);
    }

    /// <summary>The same cluster with the gaps in its machines' facts filled from what they said. What the user typed stays.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="observed">What machines said.</param>
    /// <exception cref="ClusterValidationException">What was discovered shows that the cluster cannot be so, for example a virtual IP outside its machines' subnet.</exception>
    public static Cluster WithDiscoveredFacts(this Cluster cluster, Observations observed)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(observed);
        return Discovery.Fill(cluster, observed);
    }

    /// <summary>What is to be done to bring machines that were seen so into the state that the files and the cluster say: install, join and repair are one.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="configs">The files, as <see cref="Render"/> gives them, changed where the user wants.</param>
    /// <param name="observed">What machines said; <see cref="Observations.None"/> means bare machines and gives the dry run without any host.</param>
    /// <param name="only">The one machine to change; all by default.</param>
    /// <param name="secretsId">The <see cref="ClusterSecrets.Id"/> of the secrets that the plan is to be run with; without it the plan can be read, but <see cref="ApplyPlanAsync"/> refuses it.</param>
    public static Plan PlanConvergence(this Cluster cluster, ConfigSet configs, Observations observed, string? only = null, string? secretsId = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(configs);
        ArgumentNullException.ThrowIfNull(observed);
        return InstallRunbook.Plan(cluster, configs, observed, only, secretsId);
    }

    /// <summary>Judges whether the cluster can be brought up on machines that were seen so; pure, every finding at once.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="observed">What machines said.</param>
    /// <param name="caFingerprint">SHA-256 of our CA's certificate in lower-case hex, where it is known (<see cref="ClusterSecrets.Id"/>).</param>
    public static IReadOnlyList<CheckResult> Preflight(this Cluster cluster, Observations observed, string? caFingerprint = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(observed);
        return PreflightChecks.Run(cluster, observed, caFingerprint);
    }

    /// <summary>Looks at every machine and judges whether the cluster can be brought up on them; changes nothing.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">How; the operator's folder says which CA is ours.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CheckReport> PreflightAsync(this Cluster cluster, PlanRunner runner, ApplyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(runner);
        options ??= new ApplyOptions();
        var cache = new SessionCache(runner.Transport);
        await using (cache.ConfigureAwait(false))
        {
            var look = await ClusterLook.RunAsync(cluster, runner.Over(cache), [.. cluster.Machines], options.OnEvent, options.KillToken, cancellationToken).ConfigureAwait(false);
            if (look.Outcome is RunOutcome.Failed or RunOutcome.Stopped)
            {
                return new CheckReport([], look);
            }

            try
            {
                var known = Discovery.Fill(cluster, look.Observations);
                var parts = await SecretsReader.ReadAsync(known, look.Observations, cache, cancellationToken).ConfigureAwait(false);
                var ours = SecretsReader.Sort(parts).Whole.TryGetPublic(SecretNames.CaFingerprint, out var fingerprint)
                    ? fingerprint
                    : options.Folder is { } folder ? (await folder.LoadSecretsAsync(cancellationToken).ConfigureAwait(false))?.Id : null;
                return new CheckReport(PreflightChecks.Run(known, look.Observations, ours), look);
            }
            catch (Exception refused) when (refused is SecretsRefusedException or ClusterValidationException or TransportException)
            {
                return new CheckReport([], new RunReport(RunOutcome.Failed, look.Steps, look.Observations, refused.Message));
            }
        }
    }

    /// <summary>
    /// Looks at the machines, adopts or makes the secrets, checks, and makes the plan that the first round of <see cref="ApplyAsync"/> would run. Changes no machine.
    /// The plan can be read, kept as JSON and run later by <see cref="ApplyPlanAsync"/>, which refuses it where a machine is no longer as it was seen.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">How; new secrets are saved in its folder, and where there is none a plan that needs new ones is refused.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PlanReport> PlanAsync(this Cluster cluster, PlanRunner runner, ApplyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(runner);
        var cache = new SessionCache(runner.Transport);
        await using (cache.ConfigureAwait(false))
        {
            var (look, round) = await new RoundPlanner(cluster, runner.Over(cache), options ?? new ApplyOptions(), NewSecrets.MustBeSaved).PlanAsync(isFirst: true, cancellationToken).ConfigureAwait(false);
            return new PlanReport(round?.Plan, look);
        }
    }

    /// <summary>
    /// Runs exactly this plan, once: no other steps, no further round. It is refused before the first change where a machine is not as the plan assumes,
    /// where it was made for other secrets, or where it names a machine that the cluster does not have at that address.
    /// </summary>
    /// <param name="cluster">The cluster that the plan was made for.</param>
    /// <param name="plan">The plan, for example read back by <see cref="Plan.FromJson"/>.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">How: its secrets, else those of its folder, handler and token; the rest went into the plan when it was made.</param>
    /// <param name="cancellationToken">Asks nicely: nothing new starts, what runs is let end.</param>
    /// <returns>What happened, a failure included.</returns>
    public static Task<RunReport> ApplyPlanAsync(this Cluster cluster, Plan plan, PlanRunner runner, ApplyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(runner);
        return Journaled.RunAsync(options ?? new ApplyOptions(), runner.TimeProvider, told => new PlanFileRunbook(cluster, plan, runner, told).RunAsync(cancellationToken));
    }

    /// <summary>Brings the cluster up, or heals it, or changes it: looks, checks, plans and runs until a run changes nothing. Running it again is always safe.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Asks nicely: nothing new starts, what runs is let end.</param>
    /// <returns>One report over all rounds, a failure included.</returns>
    public static async Task<RunReport> ApplyAsync(this Cluster cluster, PlanRunner runner, ApplyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(runner);
        var cache = new SessionCache(runner.Transport);
        await using (cache.ConfigureAwait(false))
        {
            return await Journaled.RunAsync(options ?? new ApplyOptions(), runner.TimeProvider, told => new ApplyRunbook(cluster, runner.Over(cache), told).RunAsync(cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// What <see cref="ApplyAsync"/> would do, as the machines are now: step by step, with a unified diff per file, secrets as names. Changes nothing
    /// anywhere, and makes no secrets: where there are none yet, texts that bear them are shown with their names.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">How; as for <see cref="ApplyAsync"/>.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>What would be done, or in <see cref="PreviewReport.Failure"/> why that cannot be said.</returns>
    public static async Task<PreviewReport> PreviewAsync(this Cluster cluster, PlanRunner runner, ApplyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(runner);
        var cache = new SessionCache(runner.Transport);
        await using (cache.ConfigureAwait(false))
        {
            options ??= new ApplyOptions();
            var over = runner.Over(cache);
            var (look, round) = await new RoundPlanner(cluster, over, options, NewSecrets.AreLeftOut).PlanAsync(isFirst: true, cancellationToken).ConfigureAwait(false);
            return round is null
                ? new PreviewReport(Plan.Create($"Converge {cluster.Name}", [], []), [], look.Observations.Unreachable, look.Failure ?? "Stopped.")
                : await over.PreviewAsync(round.Plan, new RunOptions { Secrets = round.Secrets, MayBeSetAside = ClusterLook.MayBeSetAside(cluster), OnEvent = options.OnEvent, KillToken = options.KillToken }, cancellationToken).ConfigureAwait(false);
        }
    }
}
