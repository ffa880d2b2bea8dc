using System.Globalization;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster;

/// <summary>Shows what a preflight or a verification found.</summary>
internal static class Checks
{
    /// <param name="console">Where to.</param>
    /// <param name="report">What was found.</param>
    /// <param name="failed">The exit code for a check that fails.</param>
    public static int Show(IAnsiConsole console, CheckReport report, int failed)
    {
        foreach (var result in report.Results.OrderBy(result => result.Status))
        {
            var colour = result.Status switch { CheckStatus.Holds => "green", CheckStatus.Warns => "yellow", _ => "red" };
            console.MarkupLine($"[{colour}]{Markup.Escape(result.ToString())}[/]");
        }

        if (report.Run.Failure is not null)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]{report.Run.Failure}[/]");
        }

        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[bold]{report.Count(CheckStatus.Holds)} hold, {report.Count(CheckStatus.Warns)} warn, {report.Count(CheckStatus.Fails)} fail[/]");
        return CodeOf(report, failed);
    }

    /// <param name="report">What was found.</param>
    /// <param name="failed">The exit code for a check that fails.</param>
    public static int CodeOf(CheckReport report, int failed)
    {
        var run = ExitCodes.Of(report.Run.Outcome);
        return run is ExitCodes.Failed or ExitCodes.Cancelled ? run : report.Passed ? run : failed;
    }
}
