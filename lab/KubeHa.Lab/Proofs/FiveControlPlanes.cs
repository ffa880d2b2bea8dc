using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Five control planes, of which two may fail.</summary>
internal sealed class FiveControlPlanes : Proof
{
    private const int LimitSeconds = 30;

    private static readonly IReadOnlyList<string> Further = ["node2", "node3"];

    private static readonly IReadOnlyList<string> Lost = ["master", "node3"];

    public override string Name => "five-control-planes";

    public override string Shows => "five control planes with an etcd of five members: the cluster comes up, verifies, and applied again nothing changes; two control planes without power cost no write, and the cluster verifies by itself once they are back";

    public override int Rounds => 1;

    public override string Bound => Text($"0 steps changed again; written within {LimitSeconds} s of the kill of two, and verified within 5 min of their return");

    public override JsonObject Settings => new() { ["further"] = string.Join(' ', Further), ["killed"] = string.Join(' ', Lost) };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken);
        var file = await WrittenAsync(
            bench,
            ReferenceProgram.NewFolder(Name),
            cluster => Further.Aggregate(ClusterBuilder.From(cluster), (builder, machine) => builder.Remove(machine).AddControlPlane(machine, Machines.Addresses[machine])),
            cancellationToken);
        await MustComeUpAsync(round, bench, file, cancellationToken);

        await Task.WhenAll(Lost.Select(machine => bench.Lab.DoAsync(cancellationToken, "kill", machine)));
        var seconds = await WriteAsync(round, bench, "after-two", cancellationToken);
        round.Must(seconds <= LimitSeconds, $"with {string.Join(" and ", Lost)} without power a write took {seconds} s");

        foreach (var machine in Lost)
        {
            await bench.Lab.DoAsync(cancellationToken, "start", machine);
        }

        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(5), cancellationToken, file);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"written {Largest(rounds, "writtenAfterSeconds")} s after the kill of two, verified {Largest(rounds, "verifiedAfterSeconds")} s after their return");
}
