namespace KubeHa.Templates;

/// <summary>Runs one given plan, once: no look before it but its own, no loop after it.</summary>
internal sealed class PlanFileRunbook(Cluster cluster, Plan plan, PlanRunner runner, ApplyOptions options)
{
    public async Task<RunReport> RunAsync(CancellationToken cancellationToken)
    {
        if (plan.Targets.Where(target => cluster.Machines.All(machine => machine.Target != target)).ToList() is { Count: > 0 } strangers)
        {
            return Refused($"The plan is for {string.Join(", ", strangers)}, and {cluster.Name} has no such machine at that address.");
        }

        if (plan.SecretsId is null && plan.Steps.Any(NeedsSecrets))
        {
            return Refused("The plan does not say for which secrets it was made. Make it again with the folder that has them.");
        }

        var secrets = plan.SecretsId is null ? null
            : options.Secrets ?? (options.Folder is { } folder ? await folder.LoadSecretsAsync(cancellationToken).ConfigureAwait(false) : null);
        if (plan.SecretsId is not null && secrets is null)
        {
            return Refused($"The plan was made for the secrets {plan.SecretsId}, and {options.Folder?.Path ?? "this run"} has none.");
        }

        return await runner.RunAsync(plan, new RunOptions
        {
            Secrets = secrets,
            RunSecrets = secrets is null ? null : new RunSecrets(cluster, secrets, runner.TimeProvider).Find,
            OnEvent = options.OnEvent,
            MayBeSetAside = ClusterLook.MayBeSetAside(cluster),
            KillToken = options.KillToken,
        }, cancellationToken).ConfigureAwait(false);
    }

    private static bool NeedsSecrets(PlanStep step) => step.Action switch
    {
        StepAction.WriteFile write => Holes(write.File.Content),
        StepAction.RunScript { StandardInput: { } input } => Holes(input),
        _ => false,
    };

    private static bool Holes(Content content) => content.Parts.Any(part => part is not ContentPart.Literal);

    private RunReport Refused(string reason) =>
        new(RunOutcome.Failed, [.. plan.Steps.Select(step => new StepResult(step, StepStatus.NotStarted, TimeSpan.Zero))], Observations.None, "Nothing was changed. " + reason);
}
