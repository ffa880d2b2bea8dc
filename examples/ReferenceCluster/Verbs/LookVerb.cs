using KubeHa;

namespace ReferenceCluster.Verbs;

/// <summary>Writes down what every machine is and has, so that a plan can be made of it without any. Changes nothing.</summary>
internal static class LookVerb
{
    public static async Task<int> RunAsync(Settings settings, JsonOutput output, CancellationToken cancellationToken)
    {
        var cluster = settings.BuildCluster();
        var options = new RunOptions { MayBeSetAside = cluster.Workers.Cast<Machine>().Concat(cluster.Clients).Select(machine => machine.Name).ToHashSet() };
        var looks = await settings.OpenRunner().RunAsync(cluster.PlanObservation(), options, cancellationToken);
        await output.WriteAsync(looks.ThrowIfFailed().Observations.ToJson(), cancellationToken);
        return ExitCodes.Of(looks.Outcome);
    }
}
