using KubeHa;
using KubeHa.Templates;

namespace ReferenceCluster.Verbs;

/// <summary>Prints the plan: for bare machines, or, with an inventory, for the machines as they are, or as they were seen. Changes no machine.</summary>
internal static class PlanVerb
{
    /// <param name="settings">What every verb takes.</param>
    /// <param name="only">The one machine to change.</param>
    /// <param name="observedFile">What machines said, in a file.</param>
    /// <param name="json">Where the plan goes as JSON; as text to standard output where there is none.</param>
    /// <param name="interrupts">Gives up.</param>
    public static async Task<int> RunAsync(Settings settings, string? only, string? observedFile, JsonOutput? json, Interrupts interrupts)
    {
        var cancellationToken = interrupts.Gentle;
        var cluster = settings.BuildCluster();
        only = Settings.KnownMachine(cluster, only);
        if (json is not null && observedFile is null && settings.InventoryFile is not null)
        {
            // A plan that is to be run needs the secrets: adopted from the machines, else made and kept in the folder.
            var options = new ApplyOptions { Folder = settings.Folder, Only = only, KillToken = interrupts.Kill, ExtendPlan = made => settings.Extend(made, cluster, only) };
            var planned = await cluster.PlanAsync(settings.OpenRunner(), options, cancellationToken);
            planned.Run.ThrowIfFailed();
            await json.WriteAsync(planned.Plan!.ToJson(), cancellationToken);
            return ExitCodes.Of(planned.Run.Outcome);
        }

        var code = ExitCodes.Done;
        var observed = observedFile is not null ? Observations.FromJson(await File.ReadAllTextAsync(observedFile, cancellationToken))
            : settings.InventoryFile is not null ? await LookAsync()
            : Observations.None;
        cluster = cluster.WithDiscoveredFacts(observed);
        var secrets = json is null ? null : await settings.Folder.LoadSecretsAsync(cancellationToken);
        var plan = settings.Extend(cluster.PlanConvergence(cluster.Render(), observed, only, secrets?.Id), cluster, only);
        if (json is null)
        {
            Console.Write(plan.ToText());
        }
        else
        {
            await json.WriteAsync(plan.ToJson(), cancellationToken);
        }

        return code;

        async Task<Observations> LookAsync()
        {
            var looks = (await settings.OpenRunner().RunAsync(cluster.PlanObservation(), LookVerb.Options(cluster, interrupts), cancellationToken)).ThrowIfFailed();
            code = ExitCodes.Of(looks.Outcome);
            return looks.Observations;
        }
    }
}
