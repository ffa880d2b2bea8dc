using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

internal sealed class LateWorker : Proof
{
    private const string Machine = "node3";

    public override string Name => "late-worker";

    public override string Shows => "all bootstrap tokens are deleted, a worker gets a fresh root and is applied alone: it joins, and only it and one control plane were logged in to";

    public override int Rounds => 1;

    public override string Bound => "2 machines contacted";

    public override JsonObject Settings => new()
    {
        ["machine"] = Machine,
        ["counted"] = "'Accepted publickey' lines of every machine's sshd from before apply to after it, read later",
    };

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        const string kubectl = "kubectl --kubeconfig /etc/kubernetes/admin.conf -n kube-system";
        const string tokens = "secrets --field-selector type=bootstrap.kubernetes.io/token";
        await DataCentre.AskAsync("master", $"{kubectl} delete {tokens}", cancellationToken);
        var left = await DataCentre.AskAsync("master", $"{kubectl} get {tokens} -o name", cancellationToken);
        round.Must(left.Length == 0, $"tokens are left: {left}");

        await bench.Lab.DoAsync(cancellationToken, "wipe", Machine);
        await bench.Lab.DoAsync(cancellationToken, "pin", Machine);

        // Whole seconds of the journal, and none of our own logins in them.
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        var since = Math.Floor(Clock.Now / 1000);
        var apply = await bench.Program.ApplyAsync(cancellationToken, only: Machine);
        var until = Math.Ceiling(Clock.Now / 1000) + 1;
        await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
        round.Saw("applySeconds", Rounded(apply.Seconds));
        round.Must(apply.Code == 0, $"apply ended with {apply.Code}: {apply.Tail}");

        var logins = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var machine in Machines.All)
        {
            var count = await DataCentre.AskAsync(machine, Text($"journalctl -q -o cat -t sshd --since @{since} --until @{until} | grep -c 'Accepted publickey' || true"), cancellationToken);
            logins[machine] = int.Parse(count, CultureInfo.InvariantCulture);
        }

        JudgeContacted(round, logins);
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(2), cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"{Largest(rounds, "machinesContacted")} machines contacted");

    /// <summary>Exactly the worker and one control plane.</summary>
    public static void JudgeContacted(Round round, IReadOnlyDictionary<string, int> logins)
    {
        var contacted = logins.Where(login => login.Value > 0).Select(login => login.Key).ToList();
        round.Saw("logins", new JsonObject([.. logins.Select(login => KeyValuePair.Create(login.Key, (JsonNode?)login.Value))]));
        round.Saw("machinesContacted", contacted.Count);
        round.Must(
            contacted.Count == 2 && contacted.Contains(Machine) && contacted.Exists(Machines.ControlPlanes.Contains),
            $"contacted were {string.Join(' ', contacted)} instead of {Machine} and one control plane");
    }
}
