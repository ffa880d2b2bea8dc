using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>A cluster whose directors tell each other ten times as often that they live.</summary>
internal sealed class FastVrrp : Proof
{
    public override string Name => "fast-vrrp";

    public override string Shows => "a cluster with WithFastFailover(): it comes up from bare machines, verifies, and applied again nothing changes; the director that has the virtual IP is killed (SIGKILL), and new connections succeed again within the bound of its own, smaller adverts; the cluster verifies once it is back";

    public override int Rounds => 3;

    public override string Bound => "3 adverts + skew + 0.5 s, and less than 1 s";

    public override JsonObject Settings => new DirectorKilled().Settings;

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var file = await WrittenAsync(
            bench,
            ReferenceProgram.NewFolder(Name),
            cluster => ClusterBuilder.From(cluster).WithLvsPair(cluster.Endpoint.VirtualAddress.ToString(), lvs => lvs.WithFastFailover()),
            cancellationToken);
        if (round.Number == 1)
        {
            await bench.Lab.RenewAsync(cancellationToken);
        }
        else
        {
            await bench.Cluster.EnsureMachinesAsync(cancellationToken);
        }

        await MustComeUpAsync(round, bench, file, cancellationToken);
        await TakeoverMeasurement.RunAsync(round, bench, cancellationToken, file);
        var outage = Largest([round.Values], "outageSeconds");
        round.Must(outage < 1, $"an outage of {outage} s is not below 1 s");
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"outage {Largest(rounds, "outageSeconds"):0.00} s of {Largest(rounds, "boundSeconds"):0.00} s");
}
