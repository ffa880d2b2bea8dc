using KubeHa;

namespace ReferenceCluster.Verbs;

/// <summary>Prints the plan: for bare machines, or, with an inventory, for the machines as they are. Changes nothing.</summary>
internal static class PlanVerb
{
    public static async Task<int> RunAsync(Settings settings, string? only, CancellationToken cancellationToken)
    {
        var cluster = settings.BuildCluster();
        only = Settings.KnownMachine(cluster, only);
        var observed = Observations.None;
        if (settings.InventoryFile is not null)
        {
            var looks = await settings.OpenRunner().RunAsync(cluster.PlanObservation(), cancellationToken: cancellationToken);
            observed = looks.ThrowIfFailed().Observations;
            cluster = cluster.WithDiscoveredFacts(observed);
        }

        var configs = cluster.Render();
        Console.Write(settings.Extend(cluster.PlanConvergence(configs, observed, only), cluster, only).ToText());
        return ExitCodes.Done;
    }
}
