using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>The stops that an apply after a crash may come to, and what docs/crash-safety.md says to do.</summary>
internal sealed class NamedStops : Proof
{
    private const string Pki = "/etc/kubernetes/pki";

    private static readonly string[] Keys = ["ca.crt", "ca.key", "sa.key", "sa.pub", "front-proxy-ca.crt", "front-proxy-ca.key", "etcd/ca.crt", "etcd/ca.key"];

    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(5);

    public override string Name => "named-stops";

    public override string Shows => "apply is killed on bare machines once the keys stand, and they are made what a named stop is about; apply with an empty folder stops there and says so, changing nothing, and after the documented recovery it brings the cluster up";

    public override int Rounds => 3;

    public override string Bound => "each stops by its name, and its recovery ends with 0 and verifies";

    public override JsonObject Settings => new()
    {
        ["round1"] = "half-a-key-pair: only ca.key on one control plane; recovered with the folder of the run that was killed",
        ["round2"] = "half-a-key-pair: the same; recovered without that folder, by removing the file",
        ["round3"] = "two-sets-of-keys: another set, made by kubeadm, on master2; recovered by an empty folder of keys there",
    };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var name = round.Number < 3 ? "half-a-key-pair" : "two-sets-of-keys";
        round.Saw("stop", name);
        var says = (string)(await CrashSimulation.SituationsAsync(cancellationToken))["stops"]!.AsArray().Single(stop => (string)stop!["name"]! == name)!["says"]!;
        await bench.Lab.RenewAsync(cancellationToken);
        await using (bench.Program.StartApply())
        {
            await KeysStandAsync(cancellationToken);
        }

        await PlantAsync(round.Number, cancellationToken);
        var before = await KeysAsync(cancellationToken);
        var stopped = await bench.Program.ApplyAsync(cancellationToken, state: ReferenceProgram.NewFolder("empty-state"));
        round.Saw("stoppedExitCode", stopped.Code);
        round.Saw("stoppedSaid", stopped.Tail);
        round.Must(stopped.Code == 1 && Flat(stopped.All).Contains(says, StringComparison.Ordinal), $"apply ended with {stopped.Code}, and does not say '{says}': {stopped.Tail}");
        round.Must(await KeysAsync(cancellationToken) == before, $"apply changed keys though it stopped");

        if (round.Number == 2)
        {
            _ = await DataCentre.AskAsync("master", $"rm {Pki}/ca.key", cancellationToken);
        }
        else if (round.Number == 3)
        {
            _ = await DataCentre.AskAsync("master2", $"rm -r {Pki}", cancellationToken);
        }

        var apply = round.Number == 1
            ? await bench.Program.ApplyAsync(cancellationToken)
            : await bench.Program.ApplyAsync(cancellationToken, state: ReferenceProgram.NewFolder("empty-state"));
        round.Saw("applySeconds", Rounded(apply.Seconds));
        round.Saw("applyExitCode", apply.Code);
        round.Must(apply.Code == 0, $"apply ended with {apply.Code}: {apply.Tail}");
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(1), cancellationToken);
        if (round.Number == 3)
        {
            round.Must(Line(await KeysAsync(cancellationToken), "master") == Line(before, "master"), $"master has other keys than before");
        }
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"the longest recovering apply took {Largest(rounds, "applySeconds")} s");

    private static async Task KeysStandAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongEnough);
        try
        {
            while (!Machines.ControlPlanes.All(machine => Keys.All(key => File.Exists(Layout.OnDisk(machine, $"{Pki}/{key}")))))
            {
                await Task.Delay(20, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LabException($"after {LongEnough.TotalMinutes} min the keys do not stand on all control planes");
        }
    }

    private static async Task PlantAsync(int round, CancellationToken cancellationToken)
    {
        if (round == 3)
        {
            // kubeadm wants an address to advertise for any of its phases, and its phase sa takes no configuration: so all of them.
            _ = await DataCentre.AskAsync("master2", $$"""
                rm -r {{Pki}}
                printf 'apiVersion: kubeadm.k8s.io/v1beta2\nkind: InitConfiguration\nlocalAPIEndpoint:\n  advertiseAddress: {{Machines.Addresses["master2"]}}\n' >/run/keys.yaml
                kubeadm init phase certs all --config /run/keys.yaml >/dev/null || exit 1
                rm /run/keys.yaml
                """, cancellationToken);
            return;
        }

        foreach (var machine in Machines.ControlPlanes)
        {
            _ = await DataCentre.AskAsync(machine, $"find {Pki} -type f {(machine == "master" ? $"! -path {Pki}/ca.key " : string.Empty)}-delete", cancellationToken);
        }
    }

    private static async Task<string> KeysAsync(CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        foreach (var machine in Machines.ControlPlanes)
        {
            // In words of our own files; the texts stay where they are.
            seen.Add($"{machine} {await DataCentre.AskAsync(machine, $"cd {Pki} 2>/dev/null && sha256sum ca.crt ca.key sa.key sa.pub front-proxy-ca.crt front-proxy-ca.key etcd/ca.crt etcd/ca.key 2>/dev/null | sha256sum; ls {Pki} 2>/dev/null | wc -l", cancellationToken)}".ReplaceLineEndings(" "));
        }

        return string.Join('\n', seen);
    }

    private static string Line(string keys, string machine) => string.Join(' ', keys.Split('\n').Single(line => line.StartsWith(machine + " ", StringComparison.Ordinal)).Split(' ').Take(2));

    // The console wraps long lines.
    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
