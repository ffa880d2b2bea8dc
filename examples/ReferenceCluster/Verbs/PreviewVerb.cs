using System.Globalization;
using KubeHa;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Looks what apply would do, as the machines are now. Changes nothing.</summary>
internal static class PreviewVerb
{
    public static async Task<int> RunAsync(Settings settings, string? only, IAnsiConsole console, Interrupts interrupts)
    {
        var cluster = settings.BuildCluster();
        var options = new ApplyOptions
        {
            Folder = settings.Folder,
            Only = Settings.KnownMachine(cluster, only),
            KillToken = interrupts.Kill,
            ExtendPlan = plan => settings.Extend(plan, cluster, only),
        };
        var report = await cluster.PreviewAsync(settings.OpenRunner(), options, interrupts.Gentle);
        foreach (var (machine, reason) in report.Unreachable)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]unreachable  {machine}: {reason}[/]");
        }

        foreach (var step in report.Steps.Where(step => step.Status != PreviewStatus.Holds))
        {
            Show(console, step);
        }

        if (report.Failure is not null)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]{report.Failure}[/]");
            return interrupts.Gentle.IsCancellationRequested ? ExitCodes.Cancelled : ExitCodes.Failed;
        }

        var counts = string.Join(", ", Enum.GetValues<PreviewStatus>()
            .Select(status => (Status: status, Count: report.Steps.Count(step => step.Status == status)))
            .Where(pair => pair.Count > 0)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Count} {Words(pair.Status)}")));
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{(report.HasChanges ? "changes pending" : "nothing to change")}: {counts}[/]");
        return report.HasChanges ? ExitCodes.ChangesPending
            : report.Steps.Any(step => step.Status is PreviewStatus.WouldFail or PreviewStatus.NotLookedAt) ? ExitCodes.Failed
            : report.Unreachable.Count > 0 ? ExitCodes.SetAside
            : ExitCodes.Done;
    }

    private static void Show(IAnsiConsole console, StepPreview step)
    {
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{Words(step.Status),-20}[/] {step.Step.Id}  {step.Step.Title}{(step.Message is null ? "" : $": {step.Message}")}");
        foreach (var line in step.Difference?.TrimEnd('\n').Split('\n') ?? [])
        {
            var colour = line switch
            {
                ['+', ..] => "green",
                ['-', ..] => "red",
                _ => "grey",
            };
            console.MarkupLine($"    [{colour}]{Markup.Escape(line)}[/]");
        }
    }

    private static string Words(PreviewStatus status) => status switch
    {
        PreviewStatus.Holds => "hold",
        PreviewStatus.WouldChange => "would change",
        PreviewStatus.DependsOnEarlier => "depend on a change",
        PreviewStatus.WouldFail => "would fail",
        PreviewStatus.SetAside => "set aside",
        _ => "not looked at",
    };
}
