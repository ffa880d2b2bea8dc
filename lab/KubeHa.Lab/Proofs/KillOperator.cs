using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>The operator's machine dies in the middle of an installation, at any moment.</summary>
internal sealed class KillOperator : Proof
{
    // An apply on bare machines takes about this long; later moments fall into its last look.
    private const double LongestSeconds = 150;

    // The moments are drawn, and drawn again the same.
    private const int Seed = 20251122;

    public override string Name => "kill-operator";

    public override string Shows => "the operator's process is killed (SIGKILL) at a random moment of apply on bare machines; apply from a new process with an empty folder then brings the cluster up, with the certificate authority that the first one made where it had reached a machine";

    public override int Rounds => 10;

    public override string Bound => "every one of them ends with 0 and verifies";

    public override JsonObject Settings => new() { ["seed"] = Seed, ["longestSeconds"] = LongestSeconds };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var moment = Moments()[round.Number - 1];
        await bench.Lab.RenewAsync(cancellationToken);
        round.Saw("killedAfterSeconds", Rounded(moment));
        await using (var apply = bench.Program.StartApply())
        {
            await Task.Delay(TimeSpan.FromSeconds(moment), cancellationToken);
            round.Saw("hadEnded", apply.HasEnded);
        }

        var again = await bench.Program.ApplyAsync(cancellationToken, state: ReferenceProgram.NewFolder("empty-state"));
        round.Saw("applySeconds", Rounded(again.Seconds));
        round.Saw("applyExitCode", again.Code);
        round.Must(again.Code == 0, $"apply ended with {again.Code}: {again.Tail}");
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(1), cancellationToken);
    }

    private static double[] Moments()
    {
        var random = new Random(Seed);
        var moments = new double[10];
        for (var i = 0; i < moments.Length; i++)
        {
            moments[i] = random.NextDouble() * LongestSeconds;
        }

        return moments;
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) =>
        Text($"the second apply took {Largest(rounds, "applySeconds")} s");
}
