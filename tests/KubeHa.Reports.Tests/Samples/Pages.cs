using KubeHa.Templates;
using KubeHa.Templates.Tests;

namespace KubeHa.Reports.Tests;

/// <summary>Every kind of page: of invented data that says so, and of what was recorded.</summary>
internal static class Pages
{
    public static ReportOptions Sample { get; } = new() { At = new DateTimeOffset(2026, 11, 23, 2, 14, 0, TimeSpan.Zero), Note = "Sample data: invented, to show what such a page looks like." };

    public static IReadOnlyDictionary<string, Func<string>> All { get; } = new Dictionary<string, Func<string>>
    {
        ["verification-holds"] = () => Of(SampleVerification.Holds),
        ["verification-warns"] = () => Of(SampleVerification.Warns),
        ["verification-fails"] = () => Of(SampleVerification.Fails),
        ["verification-hostile"] = () => Of(SampleVerification.Hostile),
        ["verification-broken"] = () => Of(SampleVerification.Broken),
        ["run-done"] = () => Of(SampleRun.Done),
        ["run-failed"] = () => Of(SampleRun.Failed),
        ["run-killed"] = () => Of(SampleRun.Killed),
        ["run-report"] = () => Of(SampleRun.Report),
        ["drill-director-loss"] = () => Of(SampleDrill.DirectorLoss),
        ["drill-too-late"] = () => Of(SampleDrill.TooLate),
        ["drill-apiserver-crash"] = () => Of(SampleDrill.ApiServerCrash),
        ["drill-refused"] = () => Of(SampleDrill.Refused),
        ["recorded-run"] = () => Recorded.Run,
        ["recorded-verification"] = () => Recorded.Verification,
        ["recorded-drill"] = () => Recorded.Drill,
    };

    private static Cluster Cluster => ReferenceClusters.InTheLab;

    public static string Of(CheckReport report) => HtmlReport.Of(Cluster, report, Sample);

    public static string Of(RunRecords log) => HtmlReport.Of(Cluster, log, Sample);

    public static string Of(RunReport report) => HtmlReport.Of(Cluster, report, Sample);

    public static string Of(DrillReport report) => HtmlReport.Of(Cluster, report, Sample);
}
