using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>A joining control plane loses its power at the worst moments; powered on again, one apply must do.</summary>
internal sealed class BrokenJoin : Proof
{
    /// <summary>The moment lasts about a second: it may be missed.</summary>
    private const int Tries = 3;

    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(20);

    public override string Name => "broken-join";

    public override string Shows => "a joining control plane is killed after its etcd member was announced and before its etcd started (as second and as third member), and once in the first half of its join: powered on, one apply heals it";

    public override int Rounds => 3;

    public override string Bound => "apply fails with 1, the next one with the machine on again succeeds and verifies";

    public override JsonObject Settings => new()
    {
        ["round1"] = "bare machines; master2 killed when etcd lists a second member",
        ["round2"] = "master3 wiped; killed when etcd lists its new member as the third",
        ["round3"] = "master2 wiped; killed when bootstrap-kubelet.conf or kubelet.conf stands on its disk",
        ["tries"] = Tries,
    };

    public override bool WantsCluster(int round) => round != 1;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var machine = round.Number == 2 ? "master3" : "master2";
        round.Saw("machine", machine);
        var tries = new JsonArray();
        var hit = false;
        for (var number = 1; number <= Tries && !hit && round.Passed; number++)
        {
            var seen = new JsonObject();
            hit = await BreakAsync(round, bench, machine, seen, cancellationToken);
            tries.Add((JsonNode)seen);
            await bench.Lab.DoAsync(cancellationToken, "start", machine);
            await HealAsync(round, bench, only: null, cancellationToken);
            var members = await EtcdView.LookAsync("master", cancellationToken);
            round.Saw("membersAfter", members.ToJson());
            round.Must(members.Members.Count == 3, $"etcd has {members.Members.Count} members");
        }

        round.Saw("tries", tries);
        round.Must(hit || !round.Passed, $"in {Tries} tries the machine was never killed at the moment meant");
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"the healing apply took {Largest(rounds, "applySeconds")} s");

    /// <returns>Whether it was killed at the moment meant.</returns>
    private static async Task<bool> BreakAsync(Round round, Bench bench, string machine, JsonObject seen, CancellationToken cancellationToken)
    {
        string? stale = null;
        if (round.Number == 1)
        {
            await bench.Lab.RenewAsync(cancellationToken);
        }
        else
        {
            var peer = $"//{Machines.Addresses[machine]}:";
            stale = (await EtcdView.LookAsync("master", cancellationToken)).Members.Single(member => member.Peer.Contains(peer, StringComparison.Ordinal)).Id;
            await bench.Lab.DoAsync(cancellationToken, "wipe", machine);
            await bench.Lab.DoAsync(cancellationToken, "pin", machine);
        }

        await using var apply = bench.Program.StartApply();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var moment = round.Number == 3
            ? JoinBegunAsync(machine, limit.Token)
            : AnnouncedAsync(round.Number + 1, stale, limit.Token);
        var ending = apply.EndAsync(limit.Token);
        var first = await Task.WhenAny(moment, ending, Task.Delay(LongEnough, limit.Token));
        if (first != moment)
        {
            await limit.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new LabException(first == ending && ending.IsCompletedSuccessfully ? $"apply ended with {ending.Result.Code} before the moment came:\n{ending.Result.Tail}" : $"the moment did not come in {LongEnough.TotalMinutes} min");
        }

        await moment;
        await bench.Lab.DoAsync(cancellationToken, "kill", machine);
        var hit = Remains(seen, machine, round.Number);
        bench.Talk.Say($"  {seen.ToJsonString()}");

        limit.CancelAfter(LongEnough);
        Ended ended;
        try
        {
            ended = await ending;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LabException($"apply was still running {LongEnough.TotalMinutes} min after {machine} was killed");
        }

        seen["applyExitCode"] = ended.Code;
        seen["applySeconds"] = Rounded(ended.Seconds);
        seen["applySaid"] = ended.Tail;
        bench.Talk.Say($"  apply ended with {ended.Code} after {ended.Seconds:0.0} s");
        round.Must(ended.Code == 1, $"apply ended with {ended.Code} though {machine} was killed under it: {ended.Tail}");
        return hit;
    }

    /// <summary>What the killed machine has on its disk.</summary>
    private static bool Remains(JsonObject seen, string machine, int round)
    {
        var manifest = File.Exists(Layout.OnDisk(machine, "/etc/kubernetes/manifests/etcd.yaml"));
        var started = Directory.Exists(Layout.OnDisk(machine, "/var/lib/etcd/member"));
        seen["etcdManifest"] = manifest;
        seen["etcdData"] = started;
        seen["kubeletConf"] = File.Exists(Layout.OnDisk(machine, "/etc/kubernetes/kubelet.conf"));
        seen["bootstrapKubeletConf"] = File.Exists(Layout.OnDisk(machine, "/etc/kubernetes/bootstrap-kubelet.conf"));
        var hit = !started && (round != 3 || !manifest);
        seen["momentHit"] = hit;
        return hit;
    }

    private static async Task AnnouncedAsync(int members, string? stale, CancellationToken cancellationToken)
    {
        while ((await DataCentre.ShellAsync("master", EtcdView.WaitFor(members, stale), cancellationToken)).Code != 0)
        {
            await Task.Delay(200, cancellationToken);
        }
    }

    private static async Task JoinBegunAsync(string machine, CancellationToken cancellationToken)
    {
        while (!File.Exists(Layout.OnDisk(machine, "/etc/kubernetes/kubelet.conf")) && !File.Exists(Layout.OnDisk(machine, "/etc/kubernetes/bootstrap-kubelet.conf")))
        {
            await Task.Delay(10, cancellationToken);
        }
    }
}
