using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>docs/drills.md, made from docs/proof/drill.json: the worst of the runs of each drill beside what the settings allow.</summary>
internal static class DrillTables
{
    private static readonly IReadOnlyList<(string Name, string Title)> Figures =
    [
        ("outage", "outage"), ("calm", "until no attempt was late any more, alone or not"), ("outage-at-rejoin", "outage after the undoing"), ("longest-wait", "longest wait of a request without a limit"), ("out-of-pool", "dead server out of every pool"),
        ("vip-moved", "virtual IP moved"), ("leader-moved", "leader moved"), ("watch-gap", "longest gap of the watch"), ("verified", "verified again"),
    ];

    public static string Text(JsonObject? result)
    {
        var page = new StringBuilder("""
            # Drills, measured

            What a client feels of each fault, on the machines of the lab (lab/README.md): the worst of three runs beside the most that the settings allow.
            Every attempt of every run stands in docs/proof/drill.json. Written by `dotnet run --project lab/KubeHa.Lab -- tables`; not to be edited by hand.
            How drills work and what the figures mean: [drills-guide.md](drills-guide.md).


            """.ReplaceLineEndings("\n"));
        if (result is null)
        {
            return page.Append("Not run yet.\n").ToString();
        }

        page.Append(CultureInfo.InvariantCulture, $"Commit {((string)result["commit"]!)[..12]}, {((string)result["startedAt"]!)[..10]}, {((bool)result["verdict"]!["passed"]! ? "all within bounds" : "NOT all within bounds")}.\n\n");
        page.Append("| drill | runs passed | outage | allowed | failed or late requests | late after the outage | lost writes |\n|---|---|---|---|---|---|---|\n");
        var drills = result["rounds"]!.AsArray().Select(round => round!.AsObject()).Where(round => round["scenario"] is not null).GroupBy(Title).ToList();
        foreach (var drill in drills)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {drill.Key} | {drill.Count(round => (bool)round["passed"]!)} of {drill.Count()} | {Seconds(drill, "outage")} | {Allowed(drill, "outage")} | {Count(drill, "failed-requests")} | {Count(drill, "late-afterwards")} | {Count(drill, "lost-writes")} |\n");
        }

        foreach (var drill in drills)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {drill.Key}\n\n| figure | worst | allowed | how that is computed |\n|---|---|---|---|\n");
            foreach (var (name, title) in Figures.Where(figure => drill.Any(round => round.ContainsKey(figure.Name))))
            {
                page.Append(CultureInfo.InvariantCulture, $"| {title} | {Seconds(drill, name)} | {Allowed(drill, name)} | {drill.Select(round => (string?)round["formulas"]?[name]).FirstOrDefault(formula => formula is not null)} |\n");
            }

            foreach (var reason in drill.SelectMany(round => round["reasons"]!.AsArray().Select(reason => (string)reason!)).Distinct())
            {
                page.Append("\nNot shown: ").Append(reason.Split('\n')[0]).Append('\n');
            }
        }

        return page.ToString();
    }

    private static string Title(JsonObject round) => (string)round["scenario"]! + ((bool?)round["fast"] == true ? ", fast settings" : string.Empty);

    private static string Seconds(IEnumerable<JsonObject> rounds, string name) => Worst(rounds, name) is { } worst ? string.Create(CultureInfo.InvariantCulture, $"{worst:0.00} s") : "not seen";

    private static string Count(IEnumerable<JsonObject> rounds, string name) => Worst(rounds, name)?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Allowed(IEnumerable<JsonObject> rounds, string name)
    {
        var bounds = rounds.Select(round => round["bounds"]?[name]).OfType<JsonValue>().Select(Number).ToList();
        return bounds.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{bounds.Min():0.00} s") : "-";
    }

    /// <summary>The largest; null where one of them brought none: what was not seen is worse than any number.</summary>
    private static double? Worst(IEnumerable<JsonObject> rounds, string name)
    {
        if (rounds.Any(round => round.TryGetPropertyValue(name, out var value) && value is null))
        {
            return null;
        }

        var values = rounds.Select(round => round[name]).OfType<JsonValue>().Select(Number).ToList();
        return values.Count > 0 ? values.Max() : null;
    }

    private static double Number(JsonValue value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
}
