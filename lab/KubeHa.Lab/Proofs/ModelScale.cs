using System.Diagnostics;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>What the library does before it talks to a machine, for clusters of three sizes. Needs no machine of the lab.</summary>
internal sealed class ModelScale : Proof
{
    private const int Tries = 9;

    private const double MostSeconds = 1.0;

    /// <summary>What a machine of the largest cluster may allocate beside one of the middle one.</summary>
    private const double MostAllocations = 1.1;

    /// <summary>
    /// How much longer it may take: ten times the machines are more than the processor's caches hold, and more survives each collection of garbage. With everything compiled
    /// beforehand it was 1.08. Work that grows with the square would be ten.
    /// </summary>
    private const double MostTime = 1.5;

    private static readonly IReadOnlyList<int> Sizes = [9, 100, 1000];

    public override string Name => "model-scale";

    public override string Shows => "a cluster is built, validated, rendered and planned for bare machines, at 9, 100 and 1,000 machines: time and allocations grow no faster than the machines";

    public override int Rounds => 3;

    public override string Bound => Text($"1,000 machines in less than {MostSeconds:0.0} s; for each machine at most {MostAllocations:0.0} times the allocations and {MostTime:0.0} times the time of one of 100");

    public override JsonObject Settings => new()
    {
        ["sizes"] = new JsonArray([.. Sizes.Select(size => (JsonNode)size)]),
        ["tries"] = Tries,
        ["time"] = "the median of the tries of a round, the sizes in turn, after one that is not counted",
        ["allocations"] = "bytes, of the same try",
    };

    public override bool WantsLab => false;

    public override bool WantsCluster(int round) => false;

    public override Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var tries = Sizes.ToDictionary(size => size, _ => new List<(double Milliseconds, long Bytes)>());
        for (var number = 0; number <= Tries; number++)
        {
            foreach (var size in Sizes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (milliseconds, bytes) = Measure(size);
                if (number > 0)
                {
                    tries[size].Add((milliseconds, bytes));
                }
            }
        }

        var median = Sizes.ToDictionary(size => size, size => tries[size].OrderBy(tried => tried.Milliseconds).ElementAt(Tries / 2));
        foreach (var size in Sizes)
        {
            round.Saw($"milliseconds{size}", Rounded(median[size].Milliseconds, 2));
            round.Saw($"bytes{size}", median[size].Bytes);
            round.Saw($"tries{size}", new JsonArray([.. tries[size].Select(tried => (JsonNode)Rounded(tried.Milliseconds, 2))]));
        }

        var time = median[1000].Milliseconds / median[100].Milliseconds / 10;
        var allocations = (double)median[1000].Bytes / median[100].Bytes / 10;
        round.Saw("timeGrowth", Rounded(time, 3));
        round.Saw("allocationGrowth", Rounded(allocations, 3));
        round.Must(median[1000].Milliseconds < MostSeconds * 1000, $"1,000 machines took {median[1000].Milliseconds:0} ms");
        round.Must(time <= MostTime, $"a machine of 1,000 took {time:0.00} times as long as one of 100");
        round.Must(allocations <= MostAllocations, $"a machine of 1,000 allocated {allocations:0.00} times as much as one of 100");
        return Task.CompletedTask;
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) =>
        Text($"1,000 machines in {Largest(rounds, "milliseconds1000")} ms; a machine takes {Largest(rounds, "timeGrowth")} times as long and allocates {Largest(rounds, "allocationGrowth")} times as much as at 100");

    private static (double Milliseconds, long Bytes) Measure(int machines)
    {
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        var cluster = Build(machines);
        _ = cluster.PlanConvergence(cluster.Render(), Observations.None);
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }

    /// <summary>Three control planes, two directors, and workers.</summary>
    private static Cluster Build(int machines)
    {
        var facts = new MachineFacts { Interface = "eth0", Keepalived = new Version(2, 2, 7) };
        var builder = new ClusterBuilder("scale", "1.31.4").WithNetwork(pods: "10.128.0.0/10", machines: "10.0.0.0/16")
            .WithLvsPair("10.0.0.10", lvs => lvs
                .AddDirector("lvs1", "10.0.0.11", configure: director => director.WithFacts(facts)).AddDirector("lvs2", "10.0.0.12", configure: director => director.WithFacts(facts)));
        foreach (var number in Enumerable.Range(1, 3))
        {
            builder = builder.AddControlPlane(Text($"cp{number}"), Text($"10.0.0.{20 + number}"));
        }

        foreach (var number in Enumerable.Range(1, machines - 5))
        {
            builder = builder.AddWorker(Text($"w{number}"), Text($"10.0.{1 + (number / 250)}.{1 + (number % 250)}"));
        }

        return builder.Build();
    }
}
