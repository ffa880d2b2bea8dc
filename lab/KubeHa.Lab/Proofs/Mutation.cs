using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Small faults, put into the sources one at a time by Stryker: whether the tests notice. A round is a part of the sources, so that one that was killed goes on with the next part.</summary>
internal sealed class Mutation(string name, string what, IReadOnlyList<MutationPart> parts) : Proof
{
    public const int LeastPercent = 80;

    private const int MostShown = 40;

    private string Folder => Path.Join(Layout.Proofs, name);

    public override string Name => name;

    public override string Shows => Text($"of the small faults that Stryker puts into {what}, one at a time, the tests notice at least {LeastPercent} in a hundred");

    public override int Rounds => parts.Count;

    public override string Bound => Text($"{LeastPercent} % of all mutants killed or timed out");

    public override JsonObject Settings => new()
    {
        ["parts"] = new JsonObject(parts.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)new JsonObject
        {
            ["sources"] = new JsonArray([.. part.Sources.Select(source => (JsonNode)source)]),
            ["tests"] = Text($"{part.Tests}: {part.Filter}"),
        }))),
        ["score"] = "killed and timed out of all that were not ignored and compiled; those that no test reaches count as survivors",
        ["mutations"] = "Stryker's usual ones, none left out",
    };

    public override bool WantsLab => false;

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var part = parts[round.Number - 1];
        round.Saw("part", part.Name);
        var ended = await MutateAsync(part, await CopyAsync(cancellationToken), cancellationToken);
        if (ProofFiles.Read(Path.Join(Folder, "report", "reports", "mutation-report.json")) is not { } found)
        {
            // Stopped, or unable to begin: nothing was mutated.
            throw new NoLabException(Text($"There is no report of {part.Name}: {ended.Tail}"));
        }

        var report = new MutationReport(found);
        round.Saw("tested", report.Tested);
        round.Saw("killed", report.Killed);
        round.Saw("timedOut", report.TimedOut);
        round.Saw("survived", report.Survived);
        round.Saw("withoutCoverage", report.WithoutCoverage);
        round.Saw("notCompiled", report.NotCompiled);
        round.Saw("score", Rounded(Score(report.Killed + report.TimedOut, report.Tested)));
        round.SawLines("survivors", report.Survivors.Take(MostShown));
        round.Must(ended.Code == 0, $"Stryker ended with {ended.Code}: {ended.Tail}");
        round.Must(report.Tested > 0, $"nothing of {part.Name} was mutated");
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) =>
        Text($"{Rounded(Of(rounds))} % of {Sum(rounds, "tested")} mutants noticed; the worst part {rounds.Min(round => (double?)round["score"] ?? 0)} %");

    public override IEnumerable<string> Missed(IReadOnlyList<JsonObject> rounds) =>
        Of(rounds) >= LeastPercent ? [] : [Text($"{Rounded(Of(rounds))} % of the mutants were noticed")];

    /// <summary>The sources as they stand here, in a folder where a build disturbs nobody.</summary>
    private async Task<string> CopyAsync(CancellationToken cancellationToken)
    {
        var copy = Path.Join(ReferenceProgram.NewFolder(name), "tree");
        Directory.CreateDirectory(copy);
        (await Child.RunAsync("sh", ["-c", $"git -C '{Layout.Root}' ls-files -z -co --exclude-standard | tar -C '{Layout.Root}' --null -T - --ignore-failed-read -c | tar -C '{copy}' -x"], cancellationToken)).Must();
        (await Child.RunAsync("env", ["-C", copy, "dotnet", "tool", "restore"], cancellationToken)).Must();
        return copy;
    }

    /// <summary>Behind everything else that the machine has to do: it takes hours.</summary>
    private async Task<Ended> MutateAsync(MutationPart part, string copy, CancellationToken cancellationToken)
    {
        var configuration = Path.Join(Folder, "stryker-config.json");
        ProofFiles.Write(configuration, part.Configuration);
        return await Child.RunAsync(
            "env", ["-C", Path.Join(copy, "tests", part.Tests), "nice", "-n", "19", "dotnet", "stryker", "-f", configuration, "-O", Path.Join(Folder, "report")], cancellationToken);
    }

    private static double Of(IReadOnlyList<JsonObject> rounds) => Score(Sum(rounds, "killed") + Sum(rounds, "timedOut"), Sum(rounds, "tested"));

    private static double Score(int noticed, int tested) => tested == 0 ? 0 : 100.0 * noticed / tested;

    private static int Sum(IReadOnlyList<JsonObject> rounds, string name) => rounds.Sum(round => (int?)round[name] ?? 0);
}
