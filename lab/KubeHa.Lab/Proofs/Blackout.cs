using System.Text.Json.Nodes;

namespace KubeHa.Lab;

internal sealed class Blackout : Proof
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    public override string Name => "blackout";

    public override string Shows => "all eleven machines lose their power at once and get it back in random order: the cluster verifies by itself, without an apply";

    public override int Rounds => 3;

    public override string Bound => "verified within 10 min, no apply";

    public override JsonObject Settings => new() { ["limitSeconds"] = 600, ["secondsBetweenPowerOns"] = Between.TotalSeconds };

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var seed = Environment.TickCount;
        var order = Order(seed);
        round.Saw("seed", seed);
        round.Saw("order", string.Join(' ', order));
        await Task.WhenAll(Machines.All.Select(machine => bench.Lab.DoAsync(cancellationToken, "kill", machine)));
        var states = await DataCentre.StatusAsync(cancellationToken);
        round.Must(states.Count == Machines.All.Count && states.All(state => state.Power == "off"), $"not all machines were off");

        // `lab start` returns when sshd answers; the next machine does not wait for that.
        var starting = new List<Task>();
        foreach (var machine in order)
        {
            starting.Add(bench.Lab.DoAsync(cancellationToken, "start", machine));
            await Task.Delay(Between, cancellationToken);
        }

        await Task.WhenAll(starting);
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(10), cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"verified {Largest(rounds, "verifiedAfterSeconds")} s after the last machine was on");

    public static IReadOnlyList<string> Order(int seed)
    {
        var order = Machines.All.ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }
}
