using System.Text.Json.Nodes;
using KubeHa.Templates;

namespace KubeHa.Lab;

/// <summary>The operator's program dies in the middle of a drill: the machine undoes the fault by itself.</summary>
internal sealed class DrillKilled : Proof
{
    private static readonly IReadOnlyList<(string Scenario, string Faulty)> Cases =
    [
        ("apiserver-hang", "ps -C kube-apiserver -o stat= | grep -q '^T'"),
        ("director-maintenance", "! systemctl is-active --quiet keepalived"),
        ("etcd-member-loss", "! systemctl is-active --quiet kubelet"),
    ];

    private static readonly TimeSpan Undone = TimeSpan.FromSeconds(75);

    /// <summary>
    /// As long as after a reboot, without its minute of starting: a kubelet that is back starts its static pods up to a minute later, a verification that meets them half up
    /// takes a minute and a half on the lab, and one must still begin after that.
    /// </summary>
    private static readonly TimeSpan Healed = TimeSpan.FromMinutes(4);

    public override string Name => "drill-killed";

    public override string Shows => "the operator's program is killed (SIGKILL) in the middle of a drill: the timer on the machine undoes the fault, and the cluster verifies by itself, without an apply";

    public override int Rounds => Cases.Count;

    public override string Bound => Text($"undone within {Undone.TotalSeconds:0} s (the timer of the drill, and what a busy machine adds), verified within {Healed.TotalMinutes:0} min more");

    public override JsonObject Settings => new() { ["scenarios"] = new JsonArray([.. Cases.Select(@case => (JsonNode)@case.Scenario)]) };

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var (name, faulty) = Cases[round.Number - 1];
        var tools = await DrillTools.MakeAsync(cancellationToken);
        var target = name == "director-maintenance" ? await DataCentre.VipOwnerAsync(Machines.Directors, cancellationToken) : Machines.ControlPlanes[^1];
        round.Saw("scenario", name);
        round.Saw("target", target);
        var json = Path.Join(ReferenceProgram.NewFolder("drill-killed"), "report.json");
        await using (bench.Program.StartDrill(DrillTools.Arguments(DrillScenario.Find(name)!, tools, json)))
        {
            round.Must(await HoldsAsync(target, faulty, TimeSpan.FromMinutes(3), cancellationToken), $"the fault was never seen on {target}");
            await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
            round.Must(!File.Exists(json), $"the drill had ended before it was killed");
        }

        // Leaving the block kills it, and all that it started, at once.
        var killed = bench.Talk.Seconds;
        round.Must(await HoldsAsync(target, faulty, TimeSpan.Zero, cancellationToken), $"the fault was gone when the drill was killed");
        round.Must(await HoldsAsync(target, $"! {{ {faulty}; }}", TimeSpan.FromSeconds(90), cancellationToken), $"the fault was not undone within 90 s");
        round.Saw("undoneSeconds", Rounded(bench.Talk.Seconds - killed));
        round.Must(bench.Talk.Seconds - killed <= Undone.TotalSeconds, $"the fault was undone after {bench.Talk.Seconds - killed:0.0} s");
        await MustVerifyAsync(round, bench, Healed, cancellationToken);

        // What the dead drill left: probers that end themselves, and a folder. The next drill must not wait for that.
        foreach (var machine in (string[])[.. Machines.Directors, "client", target])
        {
            _ = await DataCentre.ShellAsync(machine, "systemctl stop kubeha-drill-prober kubeha-drill-clean.timer 2>/dev/null; rm -rf /run/kubeha/drill", cancellationToken);
        }
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"undone {Largest(rounds, "undoneSeconds")} s after the kill, verified {Largest(rounds, "verifiedAfterSeconds")} s later");

    private static async Task<bool> HoldsAsync(string machine, string command, TimeSpan limit, CancellationToken cancellationToken)
    {
        var until = DateTimeOffset.UtcNow + limit;
        while (true)
        {
            if ((await DataCentre.ShellAsync(machine, command, cancellationToken)).Code == 0)
            {
                return true;
            }

            if (DateTimeOffset.UtcNow > until)
            {
                return false;
            }

            await Task.Delay(500, cancellationToken);
        }
    }
}
