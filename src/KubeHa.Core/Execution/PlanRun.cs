using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace KubeHa;

/// <summary>One run of one plan, from the checks before the first connection to the report.</summary>
internal sealed class PlanRun(PlanRunner runner, ILogger logger, Plan plan, RunOptions options, bool readOnly = false)
{
    private static readonly ActivitySource Tracing = new("KubeHa");

    private readonly string run = Guid.NewGuid().ToString("N");

    public async Task<RunReport> RunAsync(CancellationToken cancellationToken)
    {
        using var activity = Tracing.StartActivity("kubeha.run");
        activity?.SetTag("kubeha.plan", plan.Name);
        var events = new EventPump(runner.TimeProvider, logger, options.OnEvent);
        await using var _ = events.ConfigureAwait(false);
        events.Tell((number, at) => new RunEvent.RunStarted(number, at, plan.Name, plan.Steps.Count(step => step.Action is not StepAction.Milestone)));
        using var limit = options.Limit is { } most ? new CancellationTokenSource(most, runner.TimeProvider) : new CancellationTokenSource();
        using var gentle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var report = await ReportAsync(events, gentle.Token).ConfigureAwait(false);
        if (report.Outcome == RunOutcome.Stopped && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            report = new RunReport(report.Outcome, report.Steps, report.Observations, $"The run was stopped because its time limit was reached. Run again to go on. {report.Failure}".TrimEnd());
        }

        events.Tell((number, at) => new RunEvent.RunEnded(number, at, report.Outcome));
        activity?.SetTag("kubeha.outcome", report.Outcome.ToString());
        activity?.SetStatus(report.Outcome is RunOutcome.Failed or RunOutcome.Stopped ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        return report;
    }

    private async Task<RunReport> ReportAsync(EventPump events, CancellationToken cancellationToken)
    {
        var texts = new BoundTexts(options);
        if (Refusal(texts) is { } refusal)
        {
            return NothingRan(RunOutcome.Failed, new ConnectResult(), refusal);
        }

        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, options.KillToken);
        var connected = await new Connector(runner, options, events, readOnly).ConnectAllAsync(plan.Targets, giveUp.Token).ConfigureAwait(false);
        try
        {
            if (connected.Failure is not null || giveUp.IsCancellationRequested)
            {
                return NothingRan(giveUp.IsCancellationRequested ? RunOutcome.Stopped : RunOutcome.Failed, connected, connected.Failure);
            }

            if ((options.LockAlways || plan.Steps.Any(step => BatchRules.Changes(step.Action))) && await LockAsync(connected, events, giveUp.Token).ConfigureAwait(false) is { } locked)
            {
                return NothingRan(giveUp.IsCancellationRequested ? RunOutcome.Stopped : RunOutcome.Failed, connected, locked);
            }

            using var uploads = new SemaphoreSlim(options.MaxConcurrentUploads);
            var executor = new StepExecutor(runner, run, texts, uploads, Tracing);
            using var scheduler = new StepScheduler(plan, connected.Machines, executor, events, options.MaxConcurrentMachines, cancellationToken, options.KillToken);
            await scheduler.RunAsync().ConfigureAwait(false);
            var outcome = scheduler.Stopped ? RunOutcome.Stopped
                : scheduler.Failure is not null ? RunOutcome.Failed
                : connected.SetAside.Count > 0 ? RunOutcome.WorkersSetAside
                : scheduler.Results.Any(result => result.Status == StepStatus.Changed) ? RunOutcome.Changed
                : RunOutcome.NoChange;
            return new RunReport(outcome, scheduler.Results, new Observations(scheduler.Facts, connected.Unreachable), scheduler.Failure);
        }
        finally
        {
            await Task.WhenAll(connected.Machines.Values.Select(machine => machine.DisposeAsync().AsTask())).ConfigureAwait(false);
        }
    }

    // The first machine by name alone, then the others at once: of two runs of the same cluster one has it before the other tries the rest.
    private async Task<string?> LockAsync(ConnectResult connected, EventPump events, CancellationToken cancellationToken)
    {
        var owner = string.Create(CultureInfo.InvariantCulture, $"{Environment.UserName} on {Environment.MachineName}, process {Environment.ProcessId}, plan '{plan.Name}', since {runner.TimeProvider.GetUtcNow():u}").ReplaceLineEndings(" ");
        var machines = connected.Machines.OrderBy(machine => machine.Key, StringComparer.Ordinal).Select(machine => machine.Value).ToList();
        var refusals = new List<string>();
        foreach (var some in new[] { machines.Take(1), machines.Skip(1) })
        {
            refusals.AddRange((await Task.WhenAll(some.Select(async machine => (machine.Target, Refusal: await machine.LockAsync(session => MachineLock.TakeAsync(
                    session, run, owner, runner.LockPatience, runner.CancelGrace, runner.TimeProvider,
                    (title, most) => events.Tell((number, at) => new RunEvent.WaitsForJob(number, at, machine.Target, title, most)), cancellationToken)).ConfigureAwait(false)))).ConfigureAwait(false))
                .Where(taken => taken.Refusal is not null)
                .Select(taken => $"{taken.Target}: {taken.Refusal}"));
            if (refusals.Count > 0)
            {
                return $"Nothing was changed:\n  {string.Join("\n  ", refusals)}";
            }
        }

        return null;
    }

    private string? Refusal(BoundTexts texts)
    {
        if (options.Secrets is { IsForTests: true } && !runner.AllowTestSecrets)
        {
            return "These secrets are the fixed ones for tests, whose keys everybody knows; no machine is given them. Use ClusterSecrets.Generate or adopt those of the cluster.";
        }

        if (plan.SecretsId is not null && options.Secrets is not null && options.Secrets.Id != plan.SecretsId)
        {
            return $"The plan was made for the secrets {plan.SecretsId} and the run was given {options.Secrets.Id}: these are two clusters. Nothing was changed.";
        }

        var missing = plan.Steps.SelectMany(texts.Missing).ToList();
        return missing.Count == 0 ? null : $"Nothing was changed, because values are missing:\n  {string.Join("\n  ", missing)}";
    }

    private RunReport NothingRan(RunOutcome outcome, ConnectResult connected, string? failure) => new(
        outcome,
        [.. plan.Steps.Select(step => new StepResult(step, connected.SetAside.Contains(step.Host) ? StepStatus.SetAside : StepStatus.NotStarted, TimeSpan.Zero))],
        new Observations(new Dictionary<(string, string), string>(), connected.Unreachable),
        failure);
}
