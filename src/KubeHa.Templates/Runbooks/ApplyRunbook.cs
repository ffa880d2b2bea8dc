namespace KubeHa.Templates;

/// <summary>The loop: look, check, plan, run, until a run changes nothing. Everything that needs more than one plan is this loop.</summary>
internal sealed class ApplyRunbook(Cluster cluster, PlanRunner runner, ApplyOptions options)
{
    private readonly List<StepResult> steps = [];
    private readonly long start = runner.TimeProvider.GetTimestamp();
    private bool changed;
    private bool setAside;

    public async Task<RunReport> RunAsync(CancellationToken cancellationToken)
    {
        var planner = new RoundPlanner(cluster, runner, options) { LocksToLook = true };
        var look = Observations.None;
        RunReport? overtaken = null;
        RunSecrets? runSecrets = null;
        for (int round = 1, looksTaken = 1; round <= options.MaxRounds && looksTaken <= 2 * options.MaxRounds; looksTaken++)
        {
            var (seen, planned) = await planner.PlanAsync(isFirst: round == 1, cancellationToken).ConfigureAwait(false);
            look = seen.Observations;
            setAside |= look.Unreachable.Count > 0;
            if (planned is null)
            {
                return new RunReport(seen.Outcome, [.. steps, .. seen.Steps], look, seen.Failure);
            }

            runSecrets ??= new RunSecrets(planned.Cluster, planned.Secrets, runner.TimeProvider);
            var run = await RunAsync(planned, runSecrets, cancellationToken).ConfigureAwait(false);
            steps.AddRange(run.Steps);
            changed |= run.Steps.Any(step => step.Status == StepStatus.Changed);
            setAside |= run.Outcome == RunOutcome.WorkersSetAside;
            overtaken = IsOvertaken(planned.Plan, run) ? run : null;
            if (overtaken is not null)
            {
                continue;
            }

            round++;
            if (run.Outcome is RunOutcome.Failed or RunOutcome.Stopped)
            {
                return new RunReport(run.Outcome, steps, look, run.Failure);
            }

            if (planned.WholeWay && !run.Steps.Any(step => step.Status == StepStatus.Changed))
            {
                return new RunReport(setAside ? RunOutcome.WorkersSetAside : changed ? RunOutcome.Changed : RunOutcome.NoChange, steps, look);
            }
        }

        return new RunReport(RunOutcome.Failed, steps, look, overtaken?.Failure
            ?? $"After {options.MaxRounds} rounds the last one still changed something: {string.Join(", ", steps.Where(step => step.Status == StepStatus.Changed).TakeLast(3).Select(step => step.Step.Id))}. A step that never comes to rest has a probe that does not see its own work.");
    }

    private Task<RunReport> RunAsync(RoundPlanner.Round planned, RunSecrets runSecrets, CancellationToken cancellationToken) => runner.RunAsync(planned.Plan, new RunOptions
    {
        Secrets = planned.Secrets,
        RunSecrets = runSecrets.Find,
        OnEvent = options.OnEvent,
        MayBeSetAside = ClusterLook.MayBeSetAside(cluster),
        Limit = options.Limit is { } limit ? TimeSpan.FromTicks(Math.Max(1, (limit - runner.TimeProvider.GetElapsedTime(start)).Ticks)) : null,
        KillToken = options.KillToken,
    }, cancellationToken);

    /// <summary>A machine changed by itself between the look and the run, for example an apiserver that came up: the run was refused before it changed anything, so the next round looks again.</summary>
    private static bool IsOvertaken(Plan plan, RunReport run) => run.Outcome == RunOutcome.Failed
        && run.Steps.Any(step => step.Status == StepStatus.Failed && step.Step.Action is StepAction.Observe look && plan.Assumptions.Any(assumed => assumed.Host == step.Step.Host && assumed.Fact == look.Fact));
}
