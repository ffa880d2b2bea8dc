using KubeHa;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Brings the cluster up, or heals it. Again is always safe.</summary>
internal static class ApplyVerb
{
    public static async Task<int> RunAsync(Settings settings, string? only, IAnsiConsole console, Interrupts interrupts)
    {
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
        var report = await cluster.ApplyAsync(settings.OpenRunner(), options, interrupts.Gentle);
        progress.End(report);
        return ExitCodes.Of(report.Outcome);
    }
}
