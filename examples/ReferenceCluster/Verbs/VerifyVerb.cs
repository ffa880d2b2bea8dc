using KubeHa;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Looks at the running cluster from every side and judges it.</summary>
internal static class VerifyVerb
{
    public static async Task<int> RunAsync(Settings settings, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var cluster = settings.BuildCluster();
        var options = settings.Lab ? new VerifyOptions { WorkloadImage = LabDeviations.WorkloadImage } : new VerifyOptions();
        var report = await cluster.VerifyAsync(settings.OpenRunner(), options, cancellationToken);
        return Checks.Show(console, report, failed: ExitCodes.Failed);
    }
}
