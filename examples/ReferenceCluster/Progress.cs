using System.Globalization;
using KubeHa;
using Spectre.Console;

namespace ReferenceCluster;

/// <summary>One line per ended step, machines that were set aside first and last, a total at the end.</summary>
internal sealed class Progress(IAnsiConsole console, TimeProvider timeProvider)
{
    private readonly long begin = timeProvider.GetTimestamp();
    private readonly Dictionary<string, string> setAside = [];
    private readonly Dictionary<StepStatus, int> counts = [];

    /// <summary>Takes events as they come, one at a time.</summary>
    public void On(RunEvent happened)
    {
        switch (happened)
        {
            case RunEvent.RunStarted started:
                Line("[bold]{0}[/]", $"{started.Plan}: {started.Steps} steps");
                break;
            case RunEvent.MachineSetAside aside when setAside.TryAdd(aside.Target.Name, aside.Reason):
                Line("[yellow]{0}[/]", $"set aside  {aside.Target}: {aside.Reason}");
                break;
            case RunEvent.WaitsForJob waits:
                Line("[yellow]{0}[/]", string.Create(CultureInfo.InvariantCulture, $"{waits.Target.Name}: '{waits.Title}' of an earlier run is still at work; waiting for it, {waits.AtMost.TotalSeconds:0} s at most"));
                break;
            case RunEvent.StepEnded ended:
                On(ended.Result);
                break;
        }
    }

    /// <summary>The total.</summary>
    public void End(RunReport report)
    {
        foreach (var (machine, reason) in setAside)
        {
            Line("[yellow]{0}[/]", $"set aside  {machine}: {reason}");
        }

        if (report.Failure is not null)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]{report.Failure}[/]");
        }

        var outcome = report.Outcome switch
        {
            RunOutcome.NoChange => "nothing to change",
            RunOutcome.Changed => "done",
            RunOutcome.WorkersSetAside => "done, with machines set aside",
            RunOutcome.Stopped => "stopped",
            _ => "failed",
        };
        Line("[bold]{0}[/]", $"{outcome}: {Count(StepStatus.Changed)} changed, {Count(StepStatus.Holds)} held, {Count(StepStatus.Failed) + Count(StepStatus.Unknown)} failed, {setAside.Count} machines set aside");
    }

    private void On(StepResult result)
    {
        counts[result.Status] = Count(result.Status) + 1;

        // Looks and milestones change nothing and are many; they are worth a line only when they fail.
        if (result.Step.Action is StepAction.Observe or StepAction.Milestone && result.Status == StepStatus.Holds)
        {
            return;
        }

        var (colour, word) = result.Status switch
        {
            StepStatus.Holds => ("grey", "holds"),
            StepStatus.Changed => ("green", "changed"),
            StepStatus.Failed => ("red", "FAILED"),
            StepStatus.Unknown => ("red", "UNKNOWN"),
            StepStatus.SetAside => ("yellow", "aside"),
            _ => ("grey", "left"),
        };
        Line($"[{colour}]{{0}}[/]", $"{result.Step.Host,-8} {word,-8} {result.Step.Title}");
    }

    private int Count(StepStatus status) => counts.GetValueOrDefault(status);

    private void Line(string markup, string text) => console.MarkupLine(
        string.Format(CultureInfo.InvariantCulture, "{0,6:0.0} s  ", timeProvider.GetElapsedTime(begin).TotalSeconds)
        + string.Format(CultureInfo.InvariantCulture, markup, Markup.Escape(text)));
}
