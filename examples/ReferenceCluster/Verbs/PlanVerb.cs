using KubeHa;

namespace ReferenceCluster.Verbs;

/// <summary>Prints the plan: for bare machines, or, with an inventory, for the machines as they are. Changes nothing.</summary>
internal static class PlanVerb
{
    public static async Task<int> RunAsync(Settings settings, string? only, CancellationToken cancellationToken)
    {
        var cluster = settings.BuildCluster();
        only = Settings.KnownMachine(cluster, only);
        var configs = cluster.Render();
        var observed = Observations.None;
        if (settings.InventoryFile is not null)
        {
            var looks = await settings.OpenRunner().RunAsync(cluster.PlanObservation(only), cancellationToken: cancellationToken);
            observed = looks.ThrowIfFailed().Observations;
        }

        Console.Write(cluster.PlanConvergence(configs, observed, only).ToText());
        return ExitCodes.Done;
    }
}
