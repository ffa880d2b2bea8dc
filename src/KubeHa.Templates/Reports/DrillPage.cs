using System.Xml.Linq;
using static KubeHa.Templates.Markup;

namespace KubeHa.Templates;

/// <summary>The page of a drill.</summary>
internal static class DrillPage
{
    public static string Write(Cluster cluster, DrillReport report, ReportOptions options)
    {
        // What must hold comes first, so that it is what is shown large.
        var figures = report.Measurements.OrderBy(figure => figure.Bound is null).Select(DrillWording.Of).ToList();
        var (tone, verdict) = Verdict(report);
        var near = RequestsChart.Near(report);
        var whole = RequestsChart.Whole(report);
        return Page.Write(cluster, new PageContent("Failover drill", tone, verdict, report.Reasons is [var reason] ? reason : string.Empty, report.StartedAt, figures,
        [
            .. report.Reasons.Count > 1 ? [Page.Section("reasons", "Why it did not pass", null, Html("ul", report.Reasons.Select(reason => Html("li", reason))))] : Array.Empty<XElement>(),
            .. report.Attempts.Count > 0 ? [Requests(report, near, whole)] : Array.Empty<XElement>(),
            .. figures.Count > 0 ? [Page.Section("figures", "Measured and expected", "Each bound follows from the settings of the cluster; a drill outside one fails.", FigureTable.Of(figures))] : Array.Empty<XElement>(),
            .. report.Attempts.Count > 0 ? [Summary(report)] : Array.Empty<XElement>(),
            .. report.Events.Count > 0 ? [Events(report)] : Array.Empty<XElement>(),
            Page.Topology(cluster, DrillState.Of(cluster, report), "Where the fault was made, and what the others did."),
            .. Checks("before", "Verified before the fault", report.Before), .. Checks("after", "Verified after it", report.After),
            About(report),
        ]), options);
    }

    private static (Tone, string) Verdict(DrillReport report)
    {
        var scenario = DrillWording.Scenario(report);
        return (report.Verdict, report.Figure(DrillFigures.Outage)) switch
        {
            (DrillVerdict.Passed, { Measured: 0 }) when report.Figure(DrillFigures.Outage + DrillFigures.AtRejoin) is not { Measured: > 0 } => (Tone.Good, $"{scenario} on {report.Target}: no request failed."),
            (DrillVerdict.Passed, { Measured: not null, Bound: not null } outage) => (Tone.Good, $"{scenario} on {report.Target}: {Seconds(outage.Measured)} of outage, within the expected {Seconds(outage.Bound)}."),
            (DrillVerdict.Passed, _) => (Tone.Good, $"{scenario} on {report.Target}: passed."),
            (DrillVerdict.Refused, _) => (Tone.Warn, $"{scenario} on {report.Target} was refused; no fault was made."),
            (DrillVerdict.Cancelled, _) => report.FaultAt is null || report.UndoneAt is not null
                ? (Tone.Warn, $"{scenario} on {report.Target} was cancelled; what it had stopped was started again.")
                : (Tone.Bad, $"{scenario} on {report.Target} was cancelled, and what it had stopped was not started again from here."),
            (_, { Holds: false, Measured: not null, Bound: not null } outage) => (Tone.Bad, $"{scenario} on {report.Target}: {Seconds(outage.Measured)} of outage, more than the expected {Seconds(outage.Bound)}."),
            _ => (Tone.Bad, $"{scenario} on {report.Target}: the drill failed."),
        };
    }

    private static XElement Requests(DrillReport report, TimeAxis near, TimeAxis whole) => Page.Section("requests", "Requests around the fault",
        $"One new request to the virtual IP every 50 ms, each with a limit of 1 s. A point stands at its beginning, as high as it took long. Times count from the fault{(report.FaultAccuracy.Length > 0 ? $" ({report.FaultAccuracy})" : string.Empty)}.",
        RequestsChart.Of(report, near, "near"),
        whole.Seconds > near.Seconds * 1.5 ? Html("details", Html("summary", $"The whole drill, {Numbers.Time(whole.To - whole.From)}"), RequestsChart.Of(report, whole, "whole")) : null);

    private static XElement Summary(DrillReport report)
    {
        var end = report.Outage?.End ?? TimeSpan.Zero;
        (string Name, List<DrillAttempt> Attempts)[] parts =
        [
            ("Before the fault", [.. report.Attempts.Where(attempt => attempt.Start < TimeSpan.Zero)]),
            ("In the outage", [.. report.Attempts.Where(attempt => attempt.Start >= TimeSpan.Zero && attempt.Start < end)]),
            (report.Outage is null ? "After the fault" : "After the outage", [.. report.Attempts.Where(attempt => attempt.Start >= end)]),
        ];
        return Page.Section("summary", "Requests in numbers", null, Table.Of("The requests of the prober", ["When", "#Requests", "#Failed", "#Over 250 ms", "#Median", "#99 %", "#Longest", "How they failed"], parts
            .Where(part => part.Attempts.Count > 0)
            .Select(part => (IReadOnlyList<object?>)
            [
                part.Name,
                Numbers.Text(part.Attempts.Count),
                Numbers.Text(part.Attempts.Count(attempt => !attempt.Succeeded)),
                Numbers.Text(part.Attempts.Count(attempt => attempt.Succeeded && RequestsChart.Wrong(attempt))),
                Quantile(part.Attempts, 0.5),
                Quantile(part.Attempts, 0.99),
                Quantile(part.Attempts, 1),
                string.Join(", ", part.Attempts.Where(attempt => !attempt.Succeeded).GroupBy(attempt => attempt.Error!, StringComparer.Ordinal).OrderByDescending(kind => kind.Count()).Select(kind => $"{Numbers.Text(kind.Count())} {kind.Key}")),
            ])));
    }

    private static XElement Events(DrillReport report) => Page.Section("events", "What happened when", null, Table.Of("What was seen to happen", ["What", "#After the fault", "Machine"],
        report.Events.OrderBy(happened => happened.At).Select(happened => (IReadOnlyList<object?>)[DrillWording.Of(happened), Numbers.Time(happened.At), happened.Machine])));

    private static IEnumerable<XElement> Checks(string id, string heading, IReadOnlyList<CheckResult> results)
    {
        if (results.Count == 0)
        {
            return [];
        }

        var wrong = results.Count(result => result.Status != CheckStatus.Holds);
        var section = CheckTable.Section(id, heading, string.Empty, results);
        return [Html("section", ("id", id + "-all"), ("aria-label", heading), Html("details", Html("summary", $"{heading}: {Numbers.Count(results.Count, "check")}, {(wrong == 0 ? "all hold" : $"{wrong} do not hold")}"), section.Elements("div")))];
    }

    private static XElement About(DrillReport report) => Page.Section("about", "How it was measured", null, Table.Of("Where the figures come from", ["What", "Value"], new (string Name, string Value)[]
    {
        ("Prober", report.Client.Length > 0 ? $"on {report.Client}{(report.ClientKernel.Length > 0 ? $", kernel {report.ClientKernel}" : string.Empty)}" : "did not run"),
        ("Fault", report.FaultAt is { } at ? $"{Numbers.Day(at)}, {report.FaultAccuracy}" : "was not made"),
        ("Fault undone", report.UndoneAt is { } undone ? $"{Numbers.Time(undone)} after it" : "not seen"),
        ("Verified again", report.VerifiedAt is { } verified ? $"{Numbers.Time(verified)} after the fault" : "not seen"),
        ("Writes", !report.Writes.ReadBack ? "not read back" : $"{report.Writes.Attempted} begun, {report.Writes.Acknowledged} acknowledged, {report.Writes.Lost.Count} of these lost"),
        ("Clocks beside the operator's", string.Join("; ", report.Clocks.Select(clock => FormattableString.Invariant($"{clock.Machine} {clock.Ahead.TotalMilliseconds:+0.##;-0.##;0} ms, known to {clock.Error.TotalMilliseconds:0.##} ms")))),
    }.Where(row => row.Value.Length > 0).Select(row => (IReadOnlyList<object?>)[row.Name, row.Value])));

    private static string Quantile(List<DrillAttempt> attempts, double share)
    {
        var times = attempts.Select(attempt => attempt.Duration).Order().ToList();
        return Milliseconds(times[Math.Max(0, (int)Math.Ceiling(times.Count * share) - 1)]);
    }

    private static string Milliseconds(TimeSpan time) => time < TimeSpan.FromSeconds(1) ? FormattableString.Invariant($"{time.TotalMilliseconds:0.#} ms") : Numbers.Time(time);

    private static string Seconds(double? number) => DrillWording.Value(number, "s");
}
