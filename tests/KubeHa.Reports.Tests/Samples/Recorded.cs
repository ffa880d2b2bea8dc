using System.Globalization;
using System.Text.Json.Nodes;
using KubeHa.Api.Tests;
using KubeHa.Templates;
using KubeHa.Templates.Tests;

namespace KubeHa.Reports.Tests;

/// <summary>The pages of docs/reports.md, made of what the proof <c>reports</c> recorded on the machines of the lab.</summary>
internal static class Recorded
{
    private static readonly JsonObject Result = JsonNode.Parse(File.ReadAllText(Tree.PathOf("docs", "proof", "reports.json")))!.AsObject();

    /// <summary>What every one of them says of itself.</summary>
    public static string Note { get; } = $"Recorded on the machines of KubeHa's lab, commit {((string)Result["commit"]!)[..12]}.";

    public static string Run => HtmlReport.Of(ReferenceClusters.InTheLab, RunRecords.Parse(Text("run")), Options);

    public static string Verification => HtmlReport.Of(ReferenceClusters.InTheLab, CheckReport.FromJson(Text("verification")), Options);

    public static string Drill => HtmlReport.Of(ReferenceClusters.InTheLab, DrillReport.FromJson(Text("drill")), Options);

    private static JsonObject Round => Result["rounds"]![0]!.AsObject();

    private static ReportOptions Options { get; } = new() { At = DateTimeOffset.Parse((string)Result["startedAt"]!, CultureInfo.InvariantCulture), Note = Note };

    private static string Text(string name) => string.Join('\n', Round[name]!.AsArray().Select(line => (string)line!)) + "\n";
}
