using KubeHa;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Looks whether the cluster can be brought up on the machines; changes nothing.</summary>
internal static class PreflightVerb
{
    public static async Task<int> RunAsync(Settings settings, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var cluster = settings.BuildCluster();
        var options = new ApplyOptions { Folder = settings.Folder };
        var report = await cluster.PreflightAsync(settings.OpenRunner(), options, cancellationToken);
        return Checks.Show(console, report, failed: ExitCodes.BadInput);
    }
}
