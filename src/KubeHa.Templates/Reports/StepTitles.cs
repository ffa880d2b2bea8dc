namespace KubeHa.Templates;

/// <summary>What the steps of a cluster are called, by id. Ids are stable between runs, so the names of a plan for bare machines serve for any run.</summary>
internal static class StepTitles
{
    public static IReadOnlyDictionary<string, string> Of(Cluster cluster)
    {
        IEnumerable<PlanStep> steps = cluster.PlanObservation().Steps;
        if (cluster.TryRender(out var files, out _))
        {
            steps = steps.Concat(cluster.PlanConvergence(files, Observations.None).Steps);
        }

        return steps.GroupBy(step => step.Id, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Title, StringComparer.Ordinal);
    }
}
