using System.Text.Json;
using System.Text.Json.Serialization;

namespace KubeHa.Simulation;

/// <summary>The results so far, kept in a file as they come, so that a run can be gone on with. Several worlds may add to it at once.</summary>
internal sealed class Progress
{
    private static readonly JsonSerializerOptions Line = new() { Converters = { new JsonStringEnumConverter() }, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly JsonSerializerOptions Pretty = new(Line) { WriteIndented = true };

    private readonly Arguments arguments;
    private readonly Lock gate = new();
    private readonly Dictionary<string, CaseResult> results = [];

    private Progress(Arguments arguments) => this.arguments = arguments;

    public IEnumerable<CaseResult> Results => results.Values;

    private string? CasesFile => arguments.Out is null ? null : arguments.Out + ".cases";

    public static Progress Open(Arguments arguments)
    {
        var progress = new Progress(arguments);
        if (progress.CasesFile is { } file && File.Exists(file))
        {
            foreach (var line in File.ReadLines(file))
            {
                try
                {
                    if (JsonSerializer.Deserialize<CaseResult>(line, Line) is { } result)
                    {
                        progress.results[result.Id] = result;
                    }
                }
                catch (JsonException)
                {
                    // The line that was being written when the earlier run was ended.
                }
            }
        }

        return progress;
    }

    public bool Has(string id) => results.ContainsKey(id);

    public void Add(CaseResult result)
    {
        lock (gate)
        {
            results[result.Id] = result;
            if (CasesFile is { } file)
            {
                File.AppendAllText(file, JsonSerializer.Serialize(result, Line) + "\n");
            }

            if (result.Verdict is CaseVerdict.Red or CaseVerdict.NotHit)
            {
                Console.WriteLine($"{result.Verdict}: {result.Id} ({result.Place})\n    {result.Detail.ReplaceLineEndings("\n    ")}");
            }

            if (results.Count % 100 == 0)
            {
                Console.WriteLine($"{results.Count} cases done");
            }
        }
    }

    /// <summary>Writes the summary and gives it in words.</summary>
    public string Finish(int states, TimeSpan took)
    {
        var hit = results.Values.Where(result => result.Verdict != CaseVerdict.NotHit).ToList();
        Dictionary<string, int> Count(Func<CaseResult, string> by, IEnumerable<CaseResult> of) => of.GroupBy(by).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count());
        var summary = new
        {
            Shell = arguments.Shell.ToString(),
            Without = arguments.Without.ToString(),
            arguments.Seed,
            Cases = hit.Count,
            NotHit = results.Count - hit.Count,
            Verdicts = Count(result => result.Verdict.ToString(), hit),
            Ways = Count(result => result.Way.ToString(), hit),
            VerdictsByWay = hit.GroupBy(result => result.Way).OrderBy(way => way.Key).ToDictionary(way => way.Key.ToString(), way => Count(result => result.Verdict.ToString(), way)),
            Steps = Count(result => result.Step, hit),
            NamedStops = Count(result => result.Detail, hit.Where(result => result.Verdict == CaseVerdict.NamedStop)),
            DistinctStates = hit.Select(result => result.State).Distinct().Count(),
            StatesRecoveredFrom = states,
            Red = hit.Where(result => result.Verdict == CaseVerdict.Red).Select(result => new { result.Id, result.Place, result.Detail, Again = $"--all --only '{result.Id}'" }),
            Seconds = Math.Round(took.TotalSeconds),
            SecondsOfAllCases = Math.Round(results.Values.Sum(result => result.Seconds)),
        };
        if (arguments.Out is not null)
        {
            File.WriteAllText(arguments.Out, JsonSerializer.Serialize(summary, Pretty) + "\n");
        }

        var words = string.Join(", ", summary.Verdicts.Select(verdict => $"{verdict.Value} {verdict.Key}"));
        var stops = string.Join(", ", summary.NamedStops.Select(stop => $"{stop.Value} {stop.Key}"));
        return $"{summary.Cases} cases hit ({summary.DistinctStates} different states), {summary.NotHit} not hit: {words}{(stops.Length > 0 ? $" [{stops}]" : "")}; {took.TotalSeconds:0} s"
            + (arguments.Without == Mutation.None ? "" : $"; without {arguments.Without} {summary.Red.Count()} are red");
    }
}
