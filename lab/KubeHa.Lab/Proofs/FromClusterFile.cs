using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>The lab's cluster brought up from a file, and then seen by the builder as its own.</summary>
internal sealed class FromClusterFile : Proof
{
    public override string Name => "cluster-file";

    public override string Shows => "the lab's topology is written as a cluster file and brought up from it on bare machines; applied again by the builder nothing is changed but what the file has no word for (the lab's pod network), applied again from the file nothing at all, and it verifies";

    public override int Rounds => 1;

    public override string Bound => "0 steps changed but the pod network's";

    public override JsonObject Settings => new() { ["counted"] = "steps that the log of the run says to have changed something" };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken);
        var file = Path.Join(ReferenceProgram.NewFolder("cluster-file"), "cluster.yaml");
        var text = await bench.Program.ClusterFileAsync(cancellationToken);
        await File.WriteAllTextAsync(file, text, cancellationToken);
        round.Saw("file", new JsonArray([.. text.Split('\n').Select(line => (JsonNode)line)]));

        var apply = (await bench.Program.ApplyFileAsync(file, cancellationToken)).Must();
        round.Saw("applySeconds", Rounded(apply.Seconds));
        round.Saw("changedFromFile", ReferenceProgram.ChangedByLast().Count);

        (await bench.Program.ApplyAsync(cancellationToken)).Must();
        var (network, ours) = Split(ReferenceProgram.ChangedByLast());
        round.Saw("changedByBuilder", ours);
        round.Saw("changedPodNetwork", network.Count);
        round.Must(ours.Count == 0, $"the builder changed {string.Join(' ', ours.Select(step => (string)step!))}");
        round.Must(network.Count > 0, $"the builder did not bring the pod network, so it changed nothing at all");

        (await bench.Program.ApplyFileAsync(file, cancellationToken)).Must();
        var again = ReferenceProgram.ChangedByLast();
        round.Saw("changedAgain", again.Count);
        round.Must(again.Count == 0, $"the file changed {string.Join(' ', again)} again");
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(2), cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) =>
        Text($"{rounds.Sum(round => round["changedByBuilder"]?.AsArray().Count ?? 0)} steps changed, beside {Largest(rounds, "changedPodNetwork")} of the pod network");

    private static (JsonArray Network, JsonArray Ours) Split(IReadOnlyList<string> steps)
    {
        var network = steps.Where(step => step.Contains("/pod-network/", StringComparison.Ordinal)).ToList();
        return (new([.. network.Select(step => (JsonNode)step)]), new([.. steps.Except(network).Select(step => (JsonNode)step)]));
    }
}
