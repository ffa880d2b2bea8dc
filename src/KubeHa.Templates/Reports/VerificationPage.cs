using System.Xml.Linq;
using static KubeHa.Templates.Markup;

namespace KubeHa.Templates;

/// <summary>The page of a verification.</summary>
internal static class VerificationPage
{
    public static string Write(Cluster cluster, CheckReport report, ReportOptions options)
    {
        var machines = cluster.Machines.Count();
        var reached = machines - cluster.Machines.Count(machine => report.Run.Observations.Unreachable.ContainsKey(machine.Name));
        var (holds, warns, fails) = (Count(report, CheckStatus.Holds), Count(report, CheckStatus.Warns), Count(report, CheckStatus.Fails));
        var total = report.Results.Count;
        var (tone, verdict) = report.Run.Failure is not null ? (Tone.Bad, "The cluster could not be judged: looking at it failed.")
            : !report.Passed && fails == 0 ? (Tone.Bad, "The cluster was not judged: looking at it did not come to its end.")
            : fails > 0 ? (Tone.Bad, $"The cluster is not as it should be: {Numbers.Count(fails, "check fails", "checks fail")}.")
            : warns > 0 ? (Tone.Warn, $"The cluster works; {Numbers.Count(warns, "check warns", "checks warn")}.")
            : (Tone.Good, $"The cluster is as it should be: all {Numbers.Count(total, "check holds", "checks hold")}.");
        var worst = report.Results.Where(result => result.Status != CheckStatus.Holds).OrderByDescending(result => result.Status).ToList();
        IReadOnlyList<Figure> figures =
        [
            new("Checks that hold", Numbers.Text(holds), FormattableString.Invariant($"{total}"), holds == total ? Tone.Good : fails > 0 ? Tone.Bad : Tone.Warn),
            new("Checks that warn", Numbers.Text(warns), "0", warns == 0 ? Tone.Good : Tone.Warn),
            new("Checks that fail", Numbers.Text(fails), "0", fails == 0 ? Tone.Good : Tone.Bad),
            new("Machines reached", Numbers.Text(reached), FormattableString.Invariant($"{machines}"), reached == machines ? Tone.Good : Tone.Bad),
        ];
        return Page.Write(cluster, new PageContent("Verification", tone, verdict, worst.Count > 0 ? FirstOf(worst) : string.Empty, options.At, figures,
        [
            .. report.Run.Failure is { } failure ? [Page.Section("failure", "What went wrong", null, Html("pre", failure))] : Array.Empty<XElement>(),
            .. worst.Count > 0 ? [ToDo(worst)] : Array.Empty<XElement>(),
            Page.Topology(cluster, VerificationState.Of(cluster, report), "As they were seen. A state is the worst answer of the checks that are about the machine."),
            .. total > 0 ? [CheckTable.Section("checks", "All checks", "A check's name says what is expected; beside it stands what was seen.", report.Results)] : Array.Empty<XElement>(),
        ]), options);
    }

    private static string FirstOf(List<CheckResult> worst) =>
        $"{CheckTable.Expected(worst[0])}{(worst[0].Machine.Length > 0 ? $" ({worst[0].Machine})" : string.Empty)}: {worst[0].Seen}.{(worst.Count > 1 ? $" {Numbers.Count(worst.Count - 1, "more is", "more are")} listed below." : string.Empty)}";

    private static XElement ToDo(List<CheckResult> results) => Page.Section("to-do", "What to do", null, Html("ol", ("class", "to-do"), results.Select(result =>
        Html("li", ("class", "card " + Icons.Name(CheckTable.ToneOf(result.Status))),
            Html("p", ("class", "to-do-name"), Icons.Inline(CheckTable.ToneOf(result.Status)), Html("strong", CheckTable.Expected(result)), Html("span", ("class", "soft"), result.Machine)),
            Html("p", result.Seen),
            result.Hint.Length > 0 ? Html("p", Html("strong", "Do: "), result.Hint) : null))));

    private static int Count(CheckReport report, CheckStatus status) => report.Results.Count(result => result.Status == status);
}
