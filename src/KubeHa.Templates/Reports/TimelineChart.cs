using System.Xml.Linq;

namespace KubeHa.Templates;

/// <summary>The steps of a run as bars, a row for each machine, on one time axis.</summary>
internal static class TimelineChart
{
    private const int MostMachines = 40;
    private const double BarHeight = 11;
    private const double NameHeight = 20;
    private const double RowGap = 10;

    public static XElement Of(Cluster cluster, RunHistory history)
    {
        var axis = new TimeAxis(TimeSpan.Zero, history.Length);
        var rows = Rows(cluster, history);
        var drawn = rows.Take(MostMachines).ToList();
        var top = history.Marks.Count * Chart.LabelRow;
        var y = top + 4;
        var parts = new List<object?> { Chart.Marks("plan", axis, history.Marks, 0, top + drawn.Sum(row => Height(row)) + 4).ToList() };
        foreach (var row in drawn)
        {
            parts.Add(Markup.Svg("text", ("class", "row-name"), ("y", Numbers.Text(y + 13)), row.Machine));
            parts.AddRange(row.Lanes.SelectMany((lane, i) => lane.SelectMany(bar => Bar(axis, bar, y + NameHeight + (i * (BarHeight + 2))))));
            y += Height(row);
        }

        var hidden = rows.Count - drawn.Count;
        return Markup.Html("div", ("class", "card chart"),
            Markup.Html("p", ("class", "legend"), Key("changed", "changed"), Key("held", "looked at, or held already"), Key("bad", "failed, or no end seen", cross: true)),
            Chart.Of("timeline", "timeline", history.HasTimes ? "Steps of each machine over time" : "Work of each machine", Describe(history, rows), axis, top, y, parts),
            hidden > 0 ? Markup.Html("p", ("class", "soft"), $"{Numbers.Count(hidden, "more machine is", "more machines are")} not drawn; all are in the table.") : null);
    }

    private static string Describe(RunHistory history, IReadOnlyList<Row> rows) =>
        $"{Numbers.Time(history.Length)} in all. " + string.Join(" ", rows.Take(MostMachines).Select(row =>
            $"{row.Machine}: {Numbers.Count(row.Bars.Count, "step")}, from {Numbers.Time(row.Bars.Min(bar => bar.From))} to {Numbers.Time(row.Bars.Max(bar => bar.To))}{(row.Bars.Any(bar => bar.Tone == Tone.Bad) ? ", one FAILED" : string.Empty)}."));

    /// <summary>In the cluster's order; where there are too many, those with failures and the most work first.</summary>
    private static List<Row> Rows(Cluster cluster, RunHistory history)
    {
        var order = cluster.Machines.Select((machine, i) => (machine.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal);
        var rows = history.Bars.Where(bar => bar.Status is not (StepStatus.NotStarted or StepStatus.SetAside)).GroupBy(bar => bar.Machine, StringComparer.Ordinal)
            .Select(machine => new Row(machine.Key, [.. machine.OrderBy(bar => bar.From).ThenBy(bar => bar.To)]))
            .OrderBy(row => order.GetValueOrDefault(row.Machine, int.MaxValue)).ThenBy(row => row.Machine, StringComparer.Ordinal).ToList();
        return rows.Count <= MostMachines ? rows : [.. rows.OrderByDescending(row => row.Bars.Any(bar => bar.Tone == Tone.Bad)).ThenByDescending(row => row.Bars.Sum(bar => bar.Length.Ticks))];
    }

    private static IEnumerable<XElement> Bar(TimeAxis axis, RunBar bar, double y)
    {
        var title = $"{bar.Name}: {bar.Word}, {Numbers.Time(bar.Length)}, from {Numbers.Time(bar.From)}";
        var kind = bar.Tone switch { Tone.Good => "step changed", Tone.Bad => "step bad", _ => "step held" };
        var isThin = axis.Share(bar.To) - axis.Share(bar.From) < 0.006;
        yield return Chart.Band(isThin ? kind + " thin" : kind, axis, bar.From, bar.To, y, BarHeight, Markup.Svg("title", title));
        if (bar.Tone == Tone.Bad)
        {
            yield return Chart.Sign("cross", axis.Share(bar.To), y + (BarHeight / 2), "M-4-4L4 4M4-4L-4 4", title);
        }
    }

    private static XElement Key(string kind, string word, bool cross = false) => Markup.Html("span", ("class", "key"),
        Markup.Svg("svg", ("width", "22"), ("height", "12"), ("aria-hidden", "true"),
            Markup.Svg("rect", ("class", "step " + kind), ("x", "1"), ("y", "1"), ("width", cross ? "14" : "20"), ("height", "10")),
            cross ? Chart.Sign("cross", 0.7, 6, "M-4-4L4 4M4-4L-4 4") : null),
        Markup.Html("span", word));

    private static double Height(Row row) => NameHeight + (row.Lanes.Count * (BarHeight + 2)) + RowGap;

    private sealed class Row
    {
        private const int MostLanes = 3;

        public Row(string machine, IReadOnlyList<RunBar> bars)
        {
            Machine = machine;
            Bars = bars;
            foreach (var bar in bars)
            {
                // Steps that run at once stand below each other; what finds no room shares the last lane.
                var lane = Lanes.FirstOrDefault(lane => lane[^1].To <= bar.From) ?? (Lanes.Count == MostLanes ? Lanes[^1] : null);
                if (lane is null)
                {
                    Lanes.Add([bar]);
                }
                else
                {
                    lane.Add(bar);
                }
            }
        }

        public string Machine { get; }

        public IReadOnlyList<RunBar> Bars { get; }

        public List<List<RunBar>> Lanes { get; } = [];
    }
}
