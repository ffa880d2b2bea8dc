using System.Text.Json.Nodes;
using KubeHa.Templates;

namespace KubeHa.Lab;

/// <summary>A run, a verification and a drill worth looking at: what docs/reports.md shows is made of them.</summary>
internal sealed class Reports : Proof
{
    private const string Away = "node3";

    // None that requests would feel.
    private static readonly IReadOnlyList<string> Planted = ["a foreign real server", "a key that all may read", "a unit not enabled"];

    public override string Name => "reports";

    public override string Shows => "what the pages of docs/reports.md are made of: an installation that a worker cannot be reached for, a verification of three planted faults, a drill that takes a director away";

    public override int Rounds => 1;

    public override string Bound => "apply ends with 3 and sets one worker aside; the three faults are found; the drill passes";

    public override JsonObject Settings => new() { ["away"] = Away, ["planted"] = string.Join(", ", Planted) };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken);
        await bench.Lab.DoAsync(cancellationToken, "cut", Away);
        var apply = await bench.Program.ApplyAsync(cancellationToken);
        round.Saw("applyExitCode", apply.Code);
        round.Must(apply.Code == 3, $"without {Away} apply ended with {apply.Code}: {apply.Tail}");
        round.SawLines("run", Lines(await File.ReadAllTextAsync(ReferenceProgram.LastLog(), cancellationToken)));
        await bench.Lab.DoAsync(cancellationToken, "plug", Away);
        await HealAsync(round, bench, null, cancellationToken);

        var owner = await DataCentre.VipOwnerAsync(Machines.Directors, cancellationToken);
        var faults = PlantedFault.All.Where(fault => Planted.Contains(fault.What)).Select(fault => fault.With(owner, Machines.Directors.Single(director => director != owner))).ToList();
        foreach (var fault in faults)
        {
            await DataCentre.AskAsync(fault.Machine, fault.Plant, cancellationToken);
        }

        var verification = (await bench.Program.VerifyAsJsonAsync(cancellationToken)).Output;
        round.SawLines("verification", Lines(verification));
        foreach (var fault in faults)
        {
            await DataCentre.AskAsync(fault.Machine, fault.TakeBack, cancellationToken);
            var found = CheckReport.FromJson(verification).Results.Any(result => result.Status == CheckStatus.Fails && result.Check == fault.Check && result.Machine == fault.On);
            round.Must(found, $"{fault.What} was not found");
        }

        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(2), cancellationToken);
        var json = Path.Join(ReferenceProgram.NewFolder(Name), "drill.json");
        var ended = await bench.Program.DrillAsync(DrillTools.Arguments(new DrillScenario.DirectorLoss(), await DrillTools.MakeAsync(cancellationToken), json), cancellationToken);
        round.Must(ended.Code == 0, $"the drill ended with {ended.Code}: {ended.Tail}");
        var drill = DrillReport.FromJson(await File.ReadAllTextAsync(json, cancellationToken));
        round.SawLines("drill", Lines(drill.ToJson()));
        round.Saw("outageSeconds", drill.Figure(DrillFigures.Outage)?.Measured);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"the drill's outage {Largest(rounds, "outageSeconds")} s");

    private static string[] Lines(string text) => text.TrimEnd().Split('\n');
}
