using KubeHa;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Looks whether the cluster can be brought up on the machines; changes nothing.</summary>
internal static class PreflightVerb
{
    public static async Task<int> RunAsync(Settings settings, IAnsiConsole console, Interrupts interrupts)
    {
        var cluster = settings.BuildCluster();
        var options = new ApplyOptions { Folder = settings.Folder, KillToken = interrupts.Kill };
        var report = await cluster.PreflightAsync(settings.OpenRunner(), options, interrupts.Gentle);
        return Checks.Show(console, report, failed: ExitCodes.BadInput);
    }
}
