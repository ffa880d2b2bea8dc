using System.Xml.Linq;

namespace KubeHa.Templates;

/// <summary>The requests of a drill over time: each a point, as high as it took long; failed ones are crosses on a stem. The outage is a band.</summary>
internal sealed class RequestsChart
{
    private const int MostMarks = 12;
    private const double PlotHeight = 190;
    private const double StripHeight = 34;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);
    private readonly DrillReport report;
    private readonly TimeAxis axis;
    private readonly double most;
    private readonly double top;
    private readonly List<ChartMark> marks;
    private readonly List<DrillSpan> outages;

    private RequestsChart(DrillReport report, TimeAxis axis)
    {
        this.report = report;
        this.axis = axis;
        most = report.Attempts.Where(attempt => axis.Holds(attempt.Start)).Select(attempt => attempt.Duration.TotalSeconds).Append(0.5).Max() * 1.06;
        marks = MarksIn(report, axis);
        outages = [.. Outages(report)];
        top = marks.Count * Chart.LabelRow;
    }

    private double Bottom => top + PlotHeight;

    /// <summary>Around the fault.</summary>
    public static TimeAxis Near(DrillReport report)
    {
        var failed = report.Attempts.Where(attempt => attempt.Start >= TimeSpan.Zero && Wrong(attempt)).Select(attempt => attempt.End.TotalSeconds);
        var outage = report.Figure(DrillFigures.Outage);
        var interest = failed.Append(outage?.Bound ?? 0).Append(outage?.Measured ?? 0).Append(1).Max();
        var whole = Whole(report);
        var near = new TimeAxis(TimeSpan.FromSeconds(-0.5 - (interest * 0.25)), TimeSpan.FromSeconds((interest * 1.5) + 1));
        return new TimeAxis(near.From > whole.From ? near.From : whole.From, near.To < whole.To ? near.To : whole.To);
    }

    /// <summary>From the first attempt to the last.</summary>
    public static TimeAxis Whole(DrillReport report) => report.Attempts.Count == 0 ? new TimeAxis(TimeSpan.Zero, TimeSpan.FromSeconds(1))
        : new TimeAxis(report.Attempts.Min(attempt => attempt.Start), report.Attempts.Max(attempt => attempt.End));

    public static XElement Of(DrillReport report, TimeAxis axis, string id)
    {
        var chart = new RequestsChart(report, axis);
        return Markup.Html("div", ("class", "card chart"),
            Markup.Html("p", ("class", "legend"), Key("well", "answered"), Key("slow", "answered after more than 250 ms"), Key("failed", "failed"), chart.outages.Count == 0 ? null : Key("outage", "outage"), report.ProberGaps.Count == 0 ? null : Key("gap", "prober did not run")),
            chart.Draw(id));
    }

    public static bool Wrong(DrillAttempt attempt) => !attempt.Succeeded || attempt.Duration > Slow;

    private XElement Draw(string id)
    {
        var waits = report.UnlimitedRequests.Where(wait => Wrong(wait)).Select(wait => new DrillSpan(wait.Start, wait.Duration)).ToList();
        (string Label, List<DrillSpan> Spans)[] strips = [("Requests without a limit that waited over 250 ms", waits), ("Watch without news for over 1 s", [.. report.WatchGaps])];
        var shown = strips.Select(strip => (strip.Label, Spans: strip.Spans.Where(span => span.End >= axis.From && span.Start <= axis.To).ToList())).Where(strip => strip.Spans.Count > 0).ToList();
        var bottom = Bottom + 6 + (shown.Count * StripHeight);
        return Chart.Of("requests", id, "Requests over time", Describe(), axis, top, bottom,
        [
            outages.Where(outage => outage.End >= axis.From && outage.Start <= axis.To).Select(outage => Chart.Band("outage", axis, outage.Start, outage.End, top, PlotHeight, Markup.Svg("title", $"outage {Numbers.Time(outage.Length)}"))).ToList(),
            report.ProberGaps.Where(gap => gap.End >= axis.From && gap.Start <= axis.To).Select(gap => Chart.Band("gap", axis, gap.Start, gap.End, top, PlotHeight, Markup.Svg("title", $"the prober did not run for {Numbers.Time(gap.Length)}"))).ToList(),
            Heights().ToList(),
            Markup.Svg("line", ("class", "ground"), ("x1", "0"), ("x2", "100%"), ("y1", Numbers.Text(Bottom)), ("y2", Numbers.Text(Bottom))),
            Chart.Marks("event", axis, marks, 0, Bottom).ToList(),
            Attempts(),
            shown.SelectMany((strip, i) => Strip(strip.Label, strip.Spans, Bottom + 6 + (i * StripHeight))).ToList(),
        ]);
    }

    private IEnumerable<XElement> Heights() => new[] { 0.25, 0.5, 1, 2, 5, 10 }.Where(seconds => seconds <= most && (seconds <= 0.5 || most < seconds * 5)).SelectMany(seconds => new[]
    {
        Markup.Svg("line", ("class", seconds == 0.25 ? "limit" : "grid"), ("x1", "0"), ("x2", "100%"), ("y1", Numbers.Text(Y(seconds))), ("y2", Numbers.Text(Y(seconds)))),
        Markup.Svg("text", ("class", "height"), ("x", "0"), ("y", Numbers.Text(Y(seconds) - 4)), Numbers.Time(TimeSpan.FromSeconds(seconds))),
    });

    private List<XElement> Attempts()
    {
        var (well, slow, failed) = (new List<XElement>(), new List<XElement>(), new List<XElement>());
        foreach (var attempt in report.Attempts.Where(attempt => axis.Holds(attempt.Start)))
        {
            var (share, y) = (axis.Share(attempt.Start), Y(attempt.Duration.TotalSeconds));
            var title = $"{Numbers.Time(attempt.Start)}: {attempt.Error ?? "answered"} after {Numbers.Time(attempt.Duration)}";
            if (!attempt.Succeeded)
            {
                // A refusal takes no time: it is given a stem that can be seen.
                failed.Add(Chart.Line("stem", share, Math.Min(y, Bottom - 22), Bottom));
                failed.Add(Chart.Sign("cross", share, y, "M-3.2-3.2L3.2 3.2M3.2-3.2L-3.2 3.2", title));
            }
            else
            {
                var isSlow = Wrong(attempt);
                (isSlow ? slow : well).Add(Markup.Svg("circle", ("cx", Numbers.Percent(share)), ("cy", Numbers.Text(y)), ("r", isSlow ? "3" : "2"), isSlow ? Markup.Svg("title", title) : null));
            }
        }

        return [Markup.Svg("g", ("class", "well"), well), Markup.Svg("g", ("class", "slow"), slow), Markup.Svg("g", ("class", "failed"), failed)];
    }

    private IEnumerable<XElement> Strip(string label, List<DrillSpan> spans, double y) =>
    [
        Markup.Svg("text", ("class", "height"), ("x", "0"), ("y", Numbers.Text(y + 13)), label),
        .. spans.Select(span => Chart.Band("wait", axis, span.Start, span.End, y + 19, 8, Markup.Svg("title", $"from {Numbers.Time(span.Start)}, {Numbers.Time(span.Length)} long"))),
    ];

    /// <summary>That of the fault, and that of its undoing.</summary>
    private static IEnumerable<DrillSpan> Outages(DrillReport report)
    {
        if (report.Outage is { } outage)
        {
            yield return outage;
        }

        if (report.UndoneAt is { } undone && report.Figure(DrillFigures.Outage + DrillFigures.AtRejoin) is { Measured: > 0 and var seconds })
        {
            yield return new DrillSpan(undone, TimeSpan.FromSeconds(seconds));
        }
    }

    private string Describe()
    {
        var seen = report.Attempts.Where(attempt => axis.Holds(attempt.Start)).ToList();
        return $"From {Numbers.Time(axis.From)} to {Numbers.Time(axis.To)} around the fault: {Numbers.Count(seen.Count, "request")}, {Numbers.Text(seen.Count(attempt => !attempt.Succeeded))} failed, "
            + $"{Numbers.Text(seen.Count(attempt => attempt.Succeeded && Wrong(attempt)))} were answered after more than 250 ms. "
            + (outages.Count == 0 ? "There is no outage. " : string.Concat(outages.Select(Describe)))
            + string.Join(" ", marks.Select(mark => $"{Numbers.Time(mark.At)}: {mark.Label}."));
    }

    private static string Describe(DrillSpan outage) => outage.Start == TimeSpan.Zero
        ? $"The outage lasts {Numbers.Time(outage.Length)} from the fault on. "
        : $"An outage when the fault is undone lasts {Numbers.Time(outage.Length)} from {Numbers.Time(outage.Start)} on. ";

    private static List<ChartMark> MarksIn(DrillReport report, TimeAxis axis)
    {
        var marks = report.Events.Select(happened => new ChartMark(happened.At, Short(DrillWording.Of(happened)))).Take(MostMarks * 4).ToList();
        marks.Add(new ChartMark(TimeSpan.Zero, $"fault on {report.Target}"));
        if (report.Figure(DrillFigures.Outage) is { Bound: > 0 and var bound })
        {
            marks.Add(new ChartMark(TimeSpan.FromSeconds(bound), $"expected end {DrillWording.Value(bound, "s")}"));
        }

        if (report.UndoneAt is { } undone)
        {
            marks.Add(new ChartMark(undone, "fault undone"));
        }

        if (report.VerifiedAt is { } verified)
        {
            marks.Add(new ChartMark(verified, "verified again"));
        }

        return [.. marks.Where(mark => axis.Holds(mark.At)).OrderBy(mark => mark.At).Take(MostMarks)];
    }

    /// <summary>Half of a phone's width must hold it; the table has all of it.</summary>
    private static string Short(string label) => label.Length <= 26 ? label : label[..25] + "\u2026";

    private static XElement Key(string kind, string word) => Markup.Html("span", ("class", "key"),
        Markup.Svg("svg", ("width", "16"), ("height", "12"), ("aria-hidden", "true"), kind switch
        {
            "well" or "slow" => Markup.Svg("g", ("class", kind), Markup.Svg("circle", ("cx", "8"), ("cy", "6"), ("r", kind == "slow" ? "3" : "2.5"))),
            "failed" => Chart.Sign("cross", 0.5, 6, "M-3.2-3.2L3.2 3.2M3.2-3.2L-3.2 3.2"),
            _ => Markup.Svg("rect", ("class", kind), ("width", "16"), ("height", "12")),
        }),
        Markup.Html("span", word));

    private double Y(double seconds) => Bottom - 4 - ((PlotHeight - 16) * Math.Min(seconds / most, 1));
}
