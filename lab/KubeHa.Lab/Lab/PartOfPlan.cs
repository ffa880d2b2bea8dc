namespace KubeHa.Lab;

/// <summary>Some steps of a plan, as a plan that assumes nothing of its machines.</summary>
internal static class PartOfPlan
{
    /// <summary>Takes the steps that are wanted; each waits for those of them that it waited for before, be it through others.</summary>
    public static Plan Of(Plan plan, Func<PlanStep, bool> isWanted)
    {
        var steps = new List<PlanStep>();
        var standsFor = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

        // Each step stands behind all it waits for.
        foreach (var step in plan.Steps)
        {
            IReadOnlyList<string> after = [.. step.After.SelectMany(id => standsFor[id]).Distinct(StringComparer.Ordinal)];
            standsFor[step.Id] = after;
            if (isWanted(step))
            {
                standsFor[step.Id] = [step.Id];
                steps.Add(step with { After = after });
            }
        }

        var machines = steps.Select(step => step.Host).ToHashSet(StringComparer.Ordinal);
        return Plan.Create(plan.Name, plan.Targets.Where(target => machines.Contains(target.Name)), steps, secretsId: plan.SecretsId);
    }
}
