using System.Xml.Linq;
using static KubeHa.Templates.Markup;

namespace KubeHa.Templates;

/// <summary>The page of a run.</summary>
internal static class RunPage
{
    private const int LongestSteps = 12;
    private const int MostSteps = 2000;

    public static string Write(Cluster cluster, RunHistory history, ReportOptions options)
    {
        var changed = history.Count(StepStatus.Changed);
        var failed = history.Bars.Count(bar => bar.Tone == Tone.Bad);
        var (tone, verdict) = Verdict(history, changed);
        IReadOnlyList<Figure> figures =
        [
            new("Changes made", Numbers.Text(changed), string.Empty, Tone.Calm, Reason: $"{Numbers.Text(history.Count(StepStatus.Holds))} looked, or held already"),
            new("Steps failed", Numbers.Text(failed), "0", failed == 0 ? Tone.Good : Tone.Bad),
            new("Machines set aside", Numbers.Text(history.SetAside.Count), "0", history.SetAside.Count == 0 ? Tone.Good : Tone.Warn),
            new(history.HasTimes ? "Time in all" : "Most work on one machine", Numbers.Time(history.Length), string.Empty, Tone.Calm, Reason: history.HasTimes ? "first event to last" : "its steps added up"),
        ];
        return Page.Write(cluster, new PageContent("Run", tone, verdict, history.Damage is null ? string.Empty : $"The log is not whole: {history.Damage}", history.Began ?? options.At, figures,
        [
            .. history.Failure is { } failure ? [Page.Section("failure", "What went wrong first", null, Html("pre", failure))] : Array.Empty<XElement>(),
            .. history.SetAside.Count > 0 ? [SetAside(history)] : Array.Empty<XElement>(),
            .. history.Bars.Count > 0 ? [Timeline(cluster, history)] : Array.Empty<XElement>(),
            Page.Topology(cluster, State(cluster, history), "What the run did on each machine."),
            .. history.Bars.Count > 0 ? [Work(cluster, history), Longest(history), Everything(history)] : Array.Empty<XElement>(),
        ]), options);
    }

    private static (Tone, string) Verdict(RunHistory history, int changed)
    {
        var time = history.HasTimes ? $" in {Numbers.Time(history.Length)}" : string.Empty;
        var first = history.Bars.FirstOrDefault(bar => bar.Tone == Tone.Bad);
        return history.Outcome switch
        {
            RunOutcome.NoChange => (Tone.Good, $"Nothing was to be changed; looked at all of it{time}."),
            RunOutcome.Changed => (Tone.Good, $"Done: {Numbers.Count(changed, "change")}{time}."),
            RunOutcome.WorkersSetAside => (Tone.Warn, $"Done{time}, but for {Numbers.Count(history.SetAside.Count, "machine that was", "machines that were")} set aside."),
            RunOutcome.Stopped => (Tone.Warn, $"Stopped before its end; {Numbers.Count(changed, "change")} had been made{time}."),
            RunOutcome.Failed => (Tone.Bad, first is null ? $"Failed{time}." : $"Failed on {first.Machine}: {first.Name}."),
            _ => (Tone.Bad, "The run broke off; its end was not seen."),
        };
    }

    private static TopologyState State(Cluster cluster, RunHistory history)
    {
        var bars = history.Bars.ToLookup(bar => bar.Machine, StringComparer.Ordinal);
        return new TopologyState(cluster.Machines.ToDictionary(machine => machine.Name, machine => bars[machine.Name].ToList() switch
        {
            _ when history.SetAside.ContainsKey(machine.Name) => new MachineState(Tone.Warn, "set aside"),
            var steps when steps.Any(bar => bar.Tone == Tone.Bad) => new MachineState(Tone.Bad, "a step failed"),
            var steps when steps.Count(bar => bar.Status == StepStatus.Changed) is > 0 and var changed => new MachineState(Tone.Good, Numbers.Count(changed, "change")),
            { Count: > 0 } => new MachineState(Tone.Good, "left as it was"),
            _ => new MachineState(Tone.Calm, "not in this run"),
        }, StringComparer.Ordinal));
    }

    private static XElement SetAside(RunHistory history) => Page.Section("set-aside", "Machines set aside", "They could not be reached; the rest was done. Bring them back and run again.", Table.Of(
        "Machines that could not be reached", ["Machine", "Why"], history.SetAside.OrderBy(machine => machine.Key, StringComparer.Ordinal).Select(machine => (IReadOnlyList<object?>)[machine.Key, machine.Value])));

    private static XElement Timeline(Cluster cluster, RunHistory history) => Page.Section("timeline", "Timeline", history.HasTimes
        ? "One row for each machine; a bar is a step. Point at a bar for its name."
        : "One row for each machine; a bar is a step. The report does not know when steps began: they stand one behind the other, without the waits between.", TimelineChart.Of(cluster, history));

    private static XElement Work(Cluster cluster, RunHistory history) => Page.Section("work", "By machine", null, Table.Of(
        "What became of the steps of each machine", ["Machine", "#Changed", "#Held", "#Failed", "#Not started", "#Busy"],
        history.Bars.ToLookup(bar => bar.Machine, StringComparer.Ordinal).OrderBy(machine => cluster.Machines.TakeWhile(known => known.Name != machine.Key).Count()).Select(machine => (IReadOnlyList<object?>)
        [
            machine.Key,
            Numbers.Text(machine.Count(bar => bar.Status == StepStatus.Changed)),
            Numbers.Text(machine.Count(bar => bar.Status == StepStatus.Holds)),
            Numbers.Text(machine.Count(bar => bar.Tone == Tone.Bad)),
            Numbers.Text(machine.Count(bar => bar.Status is StepStatus.NotStarted or StepStatus.SetAside)),
            Numbers.Time(Busy(machine)),
        ])));

    private static XElement Longest(RunHistory history) => Page.Section("longest", "Where the time went", null, Table.Of(
        "The steps that took longest", ["Step", "Machine", "#Took", "#Began", "Ended"], Steps(history.Bars.OrderByDescending(bar => bar.Length).Take(LongestSteps), history)));

    private static XElement Everything(RunHistory history)
    {
        // A run on a thousand machines has tens of thousands of steps: then what failed and what changed is shown, as far as a page can hold it.
        var shown = history.Bars.Count <= MostSteps ? history.Bars : [.. history.Bars.OrderByDescending(bar => bar.Tone == Tone.Bad).ThenByDescending(bar => bar.Status == StepStatus.Changed).Take(MostSteps)];
        return Page.Section("steps", "Every step", null, Html("details",
            Html("summary", shown.Count == history.Bars.Count ? $"Show all {Numbers.Text(shown.Count)} steps" : $"Show {Numbers.Text(shown.Count)} of {Numbers.Text(history.Bars.Count)} steps, failures and changes first"),
            Table.Of("Steps, in the order of their ends", ["Step", "Machine", "#Took", "#Began", "Ended"], Steps(shown, history))));
    }

    private static IEnumerable<IReadOnlyList<object?>> Steps(IEnumerable<RunBar> bars, RunHistory history) => bars.Select(bar => (IReadOnlyList<object?>)
    [
        bar.Title is null ? bar.Id : Html("span", bar.Title, Html("span", ("class", "id"), bar.Id)),
        bar.Machine,
        Numbers.Time(bar.Length),
        history.HasTimes ? Numbers.Time(bar.From) : string.Empty,
        Table.Word(bar.Status == StepStatus.Holds ? Tone.Good : bar.Tone, bar.Word),
    ]);

    /// <summary>The time in which at least one step ran.</summary>
    private static TimeSpan Busy(IEnumerable<RunBar> bars)
    {
        var (busy, end) = (TimeSpan.Zero, TimeSpan.MinValue);
        foreach (var bar in bars.OrderBy(bar => bar.From))
        {
            busy += bar.To <= end ? TimeSpan.Zero : bar.To - (bar.From > end ? bar.From : end);
            end = bar.To > end ? bar.To : end;
        }

        return busy;
    }
}
