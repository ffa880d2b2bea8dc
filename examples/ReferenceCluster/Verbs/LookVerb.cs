using KubeHa;

namespace ReferenceCluster.Verbs;

/// <summary>Writes down what every machine is and has, so that a plan can be made of it without any. Changes nothing.</summary>
internal static class LookVerb
{
    public static async Task<int> RunAsync(Settings settings, JsonOutput output, Interrupts interrupts)
    {
        var cluster = settings.BuildCluster();
        var looks = await settings.OpenRunner().RunAsync(cluster.PlanObservation(), Options(cluster, interrupts), interrupts.Gentle);
        await output.WriteAsync(looks.ThrowIfFailed().Observations.ToJson(), interrupts.Gentle);
        return ExitCodes.Of(looks.Outcome);
    }

    public static RunOptions Options(Cluster cluster, Interrupts interrupts) => new()
    {
        MayBeSetAside = cluster.Workers.Cast<Machine>().Concat(cluster.Clients).Select(machine => machine.Name).ToHashSet(),
        KillToken = interrupts.Kill,
    };
}
