using System.Text.Json.Nodes;

namespace KubeHa.Lab;

internal sealed class Reboots : Proof
{
    private static readonly IReadOnlyList<string> Order = [.. Machines.ControlPlanes, .. Machines.Directors];

    public override string Name => "reboots";

    public override string Shows => "each control plane and each director is shut down and powered on: the cluster verifies by itself, without an apply";

    public override int Rounds => Order.Count;

    public override string Bound => "verified within 5 min, no apply";

    public override JsonObject Settings => new() { ["order"] = string.Join(' ', Order), ["limitSeconds"] = 300 };

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var machine = Order[round.Number - 1];
        round.Saw("machine", machine);
        await bench.Lab.DoAsync(cancellationToken, "stop", machine);
        await bench.Lab.DoAsync(cancellationToken, "start", machine);
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(5), cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"verified {Largest(rounds, "verifiedAfterSeconds")} s after power on");
}
