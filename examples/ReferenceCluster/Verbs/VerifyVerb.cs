using KubeHa;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Looks at the running cluster from every side and judges it, in lines of text or as JSON.</summary>
internal static class VerifyVerb
{
    public static async Task<int> RunAsync(Settings settings, JsonOutput? json, IAnsiConsole console, Interrupts interrupts)
    {
        var cluster = settings.BuildCluster();
        var options = new VerifyOptions { WorkloadImage = settings.Lab ? LabDeviations.WorkloadImage : VerifyOptions.DefaultWorkloadImage, KillToken = interrupts.Kill };
        var report = await cluster.VerifyAsync(settings.OpenRunner(), options, interrupts.Gentle);
        if (json is null)
        {
            return Checks.Show(console, report, failed: ExitCodes.Failed);
        }

        await json.WriteAsync(report.ToJson(), interrupts.Gentle);
        return Checks.CodeOf(report, failed: ExitCodes.Failed);
    }
}
