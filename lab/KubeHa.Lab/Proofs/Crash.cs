using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>The crash simulation in full. It needs no machine of the lab: it brings simulated ones along (docs/crash-safety.md).</summary>
internal sealed class Crash : Proof
{
    private const int LeastCases = 1000;

    private const int MostNamedStops = 5;

    // Which cases the program is given, and what is taken out of every plan meanwhile.
    private static readonly IReadOnlyList<(string What, string? Without, string[] Arguments)> Parts =
    [
        ("the proof's cases, in dash", null, ["--proof"]),
        ("a sample, in busybox", null, ["--sample", "40", "--seed", "2", "--shell", "busybox"]),
        ("joins, without the clean-up of half-made members", "clean-up", ["--proof", "--only", "w1/join 2.kubeadm|cp2/join 2.kubeadm.21|cp2/join 2.kubeadm.22"]),
        ("borders of init and joins, with probes that look once in a run", "probe", ["--proof", "--only", "/init 2 Lost|/join 2 Lost"]),
        ("keys that are written late, with keys that may be overwritten", "keep-existing", ["--proof", "--only", "pki/ca.key 0 RunsOn|pki/sa.key 0 RunsOn|RunsOnIntoRun"]),
    ];

    public override string Name => "crash";

    public override string Shows => "on simulated machines, in the real shells: an installation broken at every step, and at the programs inside it, in eleven ways, is applied again from nothing and ends like an unbroken one, with the same CA, or in a named stop from where the documented recovery leads there; cases turn red when clean-up, the repeated probe or KeepExisting is taken out";

    public override int Rounds => Parts.Count;

    public override string Bound => Text($"at least {LeastCases} cases, none red, at most {MostNamedStops} named stops; some red without each of the three");

    public override JsonObject Settings => new()
    {
        ["rounds"] = new JsonArray([.. Parts.Select(part => (JsonNode)Text($"{part.What}: {string.Join(' ', Arguments(part))}"))]),
        ["worlds"] = Environment.ProcessorCount,
    };

    public override bool WantsLab => false;

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var part = Parts[round.Number - 1];
        round.Saw("what", part.What);
        round.Saw("without", part.Without);
        var summary = await new CrashSimulation(bench.Talk).RunAsync(round.Number, Arguments(part), cancellationToken);
        int Number(string name) => (int)summary[name]!;
        var red = summary["red"]!.AsArray().Count;
        round.Saw("cases", Number("cases"));
        round.Saw("notHit", Number("notHit"));
        round.Saw("red", red);
        round.Saw("distinctStates", Number("distinctStates"));
        round.Saw("namedStops", summary["namedStops"]!.DeepClone());
        round.Saw("summary", summary);
        if (part.Without is not null)
        {
            round.Must(red > 0, $"no case is red without {part.Without}: they show nothing about it");
            return;
        }

        round.Must(round.Number > 1 || Number("cases") >= LeastCases, $"only {Number("cases")} cases were hit");
        round.Must(red == 0, $"{red} cases are red: {string.Join("; ", summary["red"]!.AsArray().Take(5).Select(one => (string)one!["id"]!))}");
        round.Must(summary["namedStops"]!.AsObject().Count <= MostNamedStops, $"there are {summary["namedStops"]!.AsObject().Count} named stops");
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds)
    {
        var whole = rounds.Where(round => round["without"] is null).ToList();
        var stops = whole.SelectMany(round => round["namedStops"]?.AsObject().Select(stop => stop.Key) ?? []).Distinct().Count();
        var without = rounds.Where(round => round["without"] is not null).Select(round => Text($"{round["red"]} of {round["cases"]} without {(string)round["without"]!}"));
        return Text($"{Sum(whole, "red")} of {Sum(whole, "cases")} cases red, {stops} named stops; {string.Join(", ", without)}");
    }

    private static double Sum(IEnumerable<JsonObject> rounds, string name) => rounds.Sum(round => Largest([round], name) ?? 0);

    private static IEnumerable<string> Arguments((string What, string? Without, string[] Arguments) part) =>
        part.Without is null ? part.Arguments : part.Arguments.Concat(["--without", part.Without]);
}
