using System.Text.Json.Nodes;

namespace KubeHa.Converge;

/// <summary>Puts the table of a result into the page, between two lines; no figure of it is typed by hand.</summary>
internal static class ResultPage
{
    private const string Begin = "<!-- written by benchmarks/converge/run from docs/proof/converge.json; not to be edited by hand -->";
    private const string End = "<!-- end -->";

    public static int Write(string json, string page)
    {
        var result = new Result((JsonObject)JsonNode.Parse(File.ReadAllText(json))!);
        var text = File.ReadAllText(page);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            Console.Error.WriteLine($"{page} has no place for the table: '{Begin}' and '{End}'.");
            return 1;
        }

        File.WriteAllText(page, text[..(begin + Begin.Length)] + "\n" + Text(result) + text[end..]);
        return 0;
    }

    private static string Text(Result result)
    {
        var document = result.Document;
        var (machine, settings, verdict) = (document["machine"]!, document["settings"]!, document["verdict"]!);
        var commit = ((string)document["commit"]!)[..12] + ((bool)document["dirty"]! ? " with changes" : "");
        var loads = document["samples"]!.AsArray().Select(sample => (double)sample!["loadBefore"]!).ToList();
        var reasons = string.Concat(verdict["reasons"]!.AsArray().Select(reason => $"- Not reached: {(string)reason!}.\n"));
        return FormattableString.Invariant($"""

            `{result.Line}` (asked for: {(string)verdict["bound"]!})

            {result.Table}
            {reasons}{(reasons.Length > 0 ? "\n" : "")}{settings["machines"]} machines, {settings["stepsPerMachine"]} steps each ({settings["files"]} files, {settings["settings"]} kernel settings, {settings["units"]} units), medians of {settings["rounds"]}. Commit {commit}, {(string)document["startedAt"]!}.
            All of it on one machine: {machine["cores"]} cores, {machine["memoryGigabytes"]} GB, {(string)machine["os"]!}, kernel {(string)machine["kernel"]!}; {(string)settings["programs"]!["ansible"]!}, {(string)settings["programs"]!["ssh"]!}, .NET {(string)settings["programs"]!["dotnet"]!}. Load average before a sample: {loads.Min():0.0} to {loads.Max():0.0} (the benchmark itself included), nice {machine["nice"]}.

            """).ReplaceLineEndings("\n");
    }
}
