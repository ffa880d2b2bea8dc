using KubeHa;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Brings the cluster up, or heals it. Again is always safe.</summary>
internal static class ApplyVerb
{
    public static async Task<int> RunAsync(Settings settings, string? only, string? planFile, IAnsiConsole console, Interrupts interrupts)
    {
        if (only is not null && planFile is not null)
        {
            throw new InputException("--only and --plan do not go together: a plan says by itself which machines it changes.");
        }

        var cluster = settings.BuildCluster();
        var progress = new Progress(console, TimeProvider.System);
        var options = new ApplyOptions
        {
            Folder = settings.Folder,
            Only = Settings.KnownMachine(cluster, only),
            OnEvent = progress.On,
            KillToken = interrupts.Kill,
            ExtendPlan = plan => settings.Extend(plan, cluster, only),
        };
        var plan = planFile is null ? null : Plan.FromJson(await File.ReadAllTextAsync(planFile, interrupts.Gentle));
        var report = plan is null
            ? await cluster.ApplyAsync(settings.OpenRunner(), options, interrupts.Gentle)
            : await cluster.ApplyPlanAsync(plan, settings.OpenRunner(), options, interrupts.Gentle);
        progress.End(report);
        return ExitCodes.Of(report.Outcome);
    }
}
