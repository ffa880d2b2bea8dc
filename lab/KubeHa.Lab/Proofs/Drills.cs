using System.Globalization;
using System.Text.Json.Nodes;
using KubeHa.Templates;

namespace KubeHa.Lab;

/// <summary>Every drill of the example's program, three times each, and the director's loss with the fast settings too.</summary>
internal sealed class Drills : Proof
{
    private const int Each = 3;

    private const double FastSeconds = 1.0;

    private static readonly IReadOnlyList<DrillCase> Cases = [.. DrillScenario.All.Select(scenario => new DrillCase(scenario, false)), new DrillCase(new DrillScenario.DirectorLoss(), true)];

    private readonly Queue<DrillReport> made = new();

    // A drill looks at the cluster itself; it is healed first only where nobody has looked, or where what was seen last was not well.
    private bool verified;

    public override string Name => "drill";

    public override string Shows => "every drill of the example's program, three times each, and director-loss with the fast settings too: each figure within the bound that is computed from the cluster's settings, no acknowledged write lost, everything restored and verified";

    public override int Rounds => Cases.Count * Each;

    public override string Bound => Text($"each within its computed bound; director-loss with the fast settings below {FastSeconds:0.0} s; 0 writes lost");

    public override JsonObject Settings => new()
    {
        ["each"] = Each,
        ["fastSeconds"] = FastSeconds,
        ["probe"] = "from the client: a new TCP connection with TLS handshake and an API read every 50 ms, each with a limit of 1 s; a request without a limit every 250 ms; a writer every 200 ms with a watch beside it; on the directors the virtual IP and the table every 50 ms",
        ["attempts"] = "start after the fault, duration, until connected, how it ended; milliseconds; from two seconds before the fault until three after the undoing",
    };

    public override bool WantsCluster(int round) => made.Count == 0 && !verified;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var drill = Cases[(round.Number - 1) / Each];
        round.Saw("scenario", drill.Scenario.Name);
        round.Saw("fast", drill.Fast);
        if (made.Count == 0)
        {
            if (drill.Fast)
            {
                (await bench.Program.ApplyAsync(cancellationToken, fast: true)).Must();
            }

            await MakeAsync(drill, Each - ((round.Number - 1) % Each), bench, cancellationToken);
        }

        var report = made.Dequeue();
        verified = report.VerifiedAt is not null;
        round.Saw("beganAt", report.StartedAt.ToString("O", CultureInfo.InvariantCulture));
        Judge(round, report, drill.Fast);
        if (round.Number == Rounds)
        {
            (await bench.Program.ApplyAsync(cancellationToken)).Must();
        }
    }

    /// <summary>What is left of the runs of one drill, by one program: the verification with which one ends is the one before the next.</summary>
    private async Task MakeAsync(DrillCase drill, int times, Bench bench, CancellationToken cancellationToken)
    {
        var tools = await DrillTools.MakeAsync(cancellationToken);
        var folder = ReferenceProgram.NewFolder("drill");
        var ended = await bench.Program.DrillAsync(DrillTools.Arguments(drill.Scenario, tools, Path.Join(folder, "report.json"), times), cancellationToken, drill.Fast);
        foreach (var file in Directory.EnumerateFiles(folder, "report*.json").Order(StringComparer.Ordinal))
        {
            made.Enqueue(DrillReport.FromJson(await File.ReadAllTextAsync(file, cancellationToken)));
        }

        if (made.Count == 0)
        {
            throw new LabException($"the drill ended with {ended.Code} and wrote no report: {ended.Tail}");
        }
    }

    public static void Judge(Round round, DrillReport report, bool fast)
    {
        round.Saw("target", report.Target);
        round.Saw("faultAt", report.FaultAt is { } at ? at.ToString("O", CultureInfo.InvariantCulture) : null);
        round.Saw("faultAccuracy", report.FaultAccuracy);
        foreach (var figure in report.Measurements)
        {
            round.Saw(figure.Name, figure.Measured is null ? null : Rounded(figure.Measured.Value, 3));
        }

        round.Saw("bounds", new JsonObject(report.Measurements.Where(figure => figure.Bound is not null).Select(figure => KeyValuePair.Create<string, JsonNode?>(figure.Name, Rounded(figure.Bound!.Value, 3)))));
        round.Saw("formulas", new JsonObject(report.Measurements.Select(figure => KeyValuePair.Create<string, JsonNode?>(figure.Name, figure.Formula))));
        round.SawLines("events", report.Events.Select(what => $"{what.At.TotalMilliseconds:0} {what.Machine} {DrillWord(what.Kind)} {what.Subject}"));
        var until = (report.UndoneAt ?? TimeSpan.FromSeconds(60)) + TimeSpan.FromSeconds(3);
        round.SawLines("attempts", report.Attempts.Where(attempt => attempt.Start > TimeSpan.FromSeconds(-2) && attempt.Start < until).Select(Line));
        round.SawLines("unlimitedRequests", report.UnlimitedRequests.Where(attempt => attempt.Start > TimeSpan.FromSeconds(-2) && attempt.Start < until && attempt.Duration > TimeSpan.FromMilliseconds(250)).Select(Line));
        foreach (var reason in report.Reasons)
        {
            round.Fail(reason);
        }

        round.Must(report.Passed || report.Reasons.Count > 0, $"the drill is {report.Verdict}");
        if (fast)
        {
            var outage = report.Figure(DrillFigures.Outage)?.Measured;
            round.Must(outage < FastSeconds, $"with the fast settings the outage was {outage} s");
        }
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds)
    {
        var lost = Largest(rounds, DrillFigures.LostWrites) ?? 0;
        return Text($"{rounds.Count(round => (bool?)round["passed"] == true)} of {rounds.Count} rounds; director-loss {Outage(false)} s, fast {Outage(true)} s; {lost} writes lost");

        string Outage(bool fast) => Largest([.. rounds.Where(round => (string?)round["scenario"] == "director-loss" && (bool?)round["fast"] == fast)], DrillFigures.Outage)?.ToString("0.00", CultureInfo.InvariantCulture) ?? "not measured";
    }

    private static string DrillWord(DrillEventKind kind) => kind switch
    {
        DrillEventKind.PoolLeft => "left the pool:",
        DrillEventKind.PoolJoined => "joined the pool:",
        DrillEventKind.VirtualIpGained => "has the virtual IP",
        DrillEventKind.VirtualIpLost => "has the virtual IP no more",
        DrillEventKind.LeaderMoved => "leader:",
        _ => "-",
    };

    private static string Line(DrillAttempt attempt) => string.Create(CultureInfo.InvariantCulture, $"{attempt.Start.TotalMilliseconds:0.0} {attempt.Duration.TotalMilliseconds:0.0} {(attempt.Connected is { } after ? $"{after.TotalMilliseconds:0.0}" : "never")} {attempt.Error ?? "ok"}");

    private sealed record DrillCase(DrillScenario Scenario, bool Fast);
}
