using KubeHa;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Looks at the running cluster from every side and judges it, in lines of text or as JSON.</summary>
internal static class VerifyVerb
{
    public static async Task<int> RunAsync(Settings settings, JsonOutput? json, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var cluster = settings.BuildCluster();
        var options = settings.Lab ? new VerifyOptions { WorkloadImage = LabDeviations.WorkloadImage } : new VerifyOptions();
        var report = await cluster.VerifyAsync(settings.OpenRunner(), options, cancellationToken);
        if (json is null)
        {
            return Checks.Show(console, report, failed: ExitCodes.Failed);
        }

        await json.WriteAsync(report.ToJson(), cancellationToken);
        return Checks.CodeOf(report, failed: ExitCodes.Failed);
    }
}
