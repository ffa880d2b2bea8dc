using System.Text.Json.Nodes;

namespace KubeHa.Lab;

internal sealed class Speed : Proof
{
    private const int Pairs = 2;

    private const double Ratio = 1.5;

    private const double AgainSeconds = 30;

    public override string Name => "speed";

    public override string Shows => "apply on bare machines against a straight shell script for the same work (lab/floor), in turn; then a second apply from a new process with an empty folder, which changes nothing";

    public override int Rounds => Pairs + 1;

    public override string Bound => Text($"{Ratio} times the script in every pair; again under {AgainSeconds} s with equal snapshots");

    public override JsonObject Settings => new() { ["pairs"] = Pairs, ["ratio"] = Ratio, ["againSeconds"] = AgainSeconds };

    public override bool WantsCluster(int round) => round > Pairs;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        if (round.Number > Pairs)
        {
            await AgainAsync(round, bench, cancellationToken);
            return;
        }

        await bench.Lab.RenewAsync(cancellationToken);
        var floor = await bench.Lab.DoAsync(cancellationToken, "floor");
        round.Saw("floorSeconds", Rounded(floor.Seconds));
        await bench.Lab.RenewAsync(cancellationToken);
        var apply = (await bench.Program.ApplyAsync(cancellationToken)).Must();
        round.Saw("applySeconds", Rounded(apply.Seconds));
        round.Saw("ratio", Rounded(apply.Seconds / floor.Seconds, 3));
        round.Must(apply.Seconds <= Ratio * floor.Seconds, $"apply took {apply.Seconds:0.0} s, {apply.Seconds / floor.Seconds:0.00} times the script's {floor.Seconds:0.0} s");
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(1), cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) =>
        Text($"{Largest(rounds, "ratio")} times ({Largest(rounds, "applySeconds")} s); again {Largest(rounds, "againSeconds")} s");

    private static async Task AgainAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var scratch = ReferenceProgram.NewFolder("speed-snapshots");
        var (before, after) = (Path.Join(scratch, "before"), Path.Join(scratch, "after"));
        await bench.Lab.SettledSnapshotAsync(before, cancellationToken);
        var apply = (await bench.Program.ApplyAsync(cancellationToken, state: ReferenceProgram.NewFolder("empty-state"))).Must();
        await bench.Lab.DoAsync(cancellationToken, "snapshot", after);
        var difference = await bench.Lab.TryAsync(cancellationToken, "snapshot", "diff", before, after);
        round.Saw("againSeconds", Rounded(apply.Seconds));
        round.Saw("snapshotLines", (await File.ReadAllLinesAsync(after, cancellationToken)).Length);
        round.Saw("snapshotsEqual", difference.Code == 0);
        round.Must(apply.Seconds < AgainSeconds, $"the second apply took {apply.Seconds:0.0} s");
        round.Must(apply.All.Contains("nothing to change: 0 changed", StringComparison.Ordinal), $"the second apply does not say that nothing changed: {apply.Tail}");
        round.Must(difference.Code == 0, $"the snapshots differ: {difference.Tail}");
    }
}
