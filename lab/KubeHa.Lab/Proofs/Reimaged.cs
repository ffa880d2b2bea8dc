using System.Text.Json.Nodes;

namespace KubeHa.Lab;

internal sealed class Reimaged : Proof
{
    private const string Machine = "master";

    private const string Other = "master2";

    private const int Connections = 1000;

    private const double HungMilliseconds = 1000;

    public override string Name => "reimaged";

    public override string Shows => "the founding control plane gets a fresh root and one apply: it joins the same etcd cluster again, what was stored is still there, and no new connection of a client hangs meanwhile";

    public override int Rounds => 1;

    public override string Bound => $"none of at least {Connections} connections over 1 s";

    public override JsonObject Settings => new()
    {
        ["machine"] = Machine,
        ["probe"] = "from the client, a new TCP connection with TLS handshake every 50 ms, limit 1 s, from before apply to after verify",
        ["begins"] = "when both directors have dropped the wiped machine: until then a bare machine at its address swallows its share, which no apply can change",
    };

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var name = Text($"kubeha-proof-{Clock.Now:0}");
        var value = Guid.NewGuid().ToString("N");
        await DataCentre.AskAsync("client", $"kubectl create configmap {name} --from-literal=value={value}", cancellationToken);
        var before = await EtcdView.LookAsync(Other, cancellationToken);
        round.Saw("clusterIdBefore", before.ClusterId);
        round.Saw("membersBefore", before.ToJson());

        await bench.Lab.DoAsync(cancellationToken, "wipe", Machine);
        await bench.Lab.DoAsync(cancellationToken, "pin", Machine);
        round.Saw("droppedAfterSeconds", await DroppedAsync(bench, cancellationToken));

        IReadOnlyList<Attempt> attempts;
        await using (var probe = await RunningProbe.StartAsync(3600, cancellationToken))
        {
            await HealAsync(round, bench, only: null, cancellationToken);

            // A quick re-join leaves too few.
            await probe.WaitForAsync(Connections, cancellationToken);
            attempts = await probe.StopAsync(cancellationToken);
        }

        JudgeConnections(round, attempts);
        var after = await EtcdView.LookAsync(Machine, cancellationToken);
        round.Saw("clusterIdAfter", after.ClusterId);
        round.Saw("membersAfter", after.ToJson());
        round.Must(after.ClusterId == before.ClusterId, $"another etcd cluster: {after.ClusterId}, before {before.ClusterId}");
        round.Must(after.Members.Select(member => member.Name).Order(StringComparer.Ordinal).SequenceEqual(Machines.ControlPlanes.Order(StringComparer.Ordinal)), $"the members are {after.ToJson().ToJsonString()}");
        var found = await DataCentre.ShellAsync("client", $"kubectl get configmap {name} -o 'jsonpath={{.data.value}}' && kubectl delete configmap {name} >/dev/null", cancellationToken);
        round.Saw("storedValueFound", found.Output.Trim() == value);
        round.Must(found.Output.Trim() == value, $"the ConfigMap written before is not there with its value: {found.Tail}");
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) =>
        Text($"{Largest(rounds, "hung")} of {Largest(rounds, "connections")} connections hung, the longest took {Largest(rounds, "longestMilliseconds")} ms");

    private static void JudgeConnections(Round round, IReadOnlyList<Attempt> attempts)
    {
        var hung = attempts.Count(attempt => attempt.Error == Attempt.Timeout || attempt.Milliseconds > HungMilliseconds);
        var first = attempts.Count > 0 ? attempts[0].Started : 0;
        round.Saw("connections", attempts.Count);
        round.Saw("hung", hung);
        round.Saw("failedAtOnce", attempts.Count(attempt => attempt.Error is not null and not Attempt.Timeout));
        round.Saw("longestMilliseconds", attempts.Count > 0 ? Rounded(attempts.Max(attempt => attempt.Milliseconds)) : null);
        round.Saw("attemptsFormat", "the 100 longest and all that failed, at most 400: milliseconds from the first attempt, milliseconds to the TCP connection, milliseconds in all, how it ended");
        var longest = attempts.OrderByDescending(attempt => attempt.Milliseconds).Take(100).ToHashSet();
        round.SawLines("attempts", attempts.Where(attempt => !attempt.Ok || longest.Contains(attempt)).Take(400).Select(attempt => attempt.ToText(first)));
        round.Must(attempts.Count >= Connections, $"only {attempts.Count} connections were begun");
        round.Must(hung == 0, $"{hung} of {attempts.Count} connections hung");
    }

    private static async Task<double> DroppedAsync(Bench bench, CancellationToken cancellationToken)
    {
        var start = bench.Talk.Seconds;
        foreach (var director in Machines.Directors)
        {
            while (await DataCentre.RealServersAsync(director, cancellationToken) > Machines.ControlPlanes.Count - 1)
            {
                if (bench.Talk.Seconds - start > 120)
                {
                    throw new LabException($"{director} still lists the wiped {Machine} after 120 s");
                }

                await Task.Delay(500, cancellationToken);
            }
        }

        return Rounded(bench.Talk.Seconds - start);
    }
}
