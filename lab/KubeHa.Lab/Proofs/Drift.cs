using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeHa.Lab;

/// <summary>Somebody changes something by hand on a machine of a cluster that stands.</summary>
internal sealed partial class Drift : Proof
{
    private const string Service = Machines.Vip + ":6443";

    private const string Foreign = "192.168.33.16:6443";

    private static readonly IReadOnlyList<Case> Cases =
    [
        new("a file edited", "node1", "echo '# by hand' >>/etc/sysctl.d/90-kubeha.conf", ["node1/file/etc/sysctl.d/90-kubeha.conf"]),
        new("a service stopped", "{backup}", "systemctl stop keepalived", ["{backup}/keepalived/running"]),
        new("a sysctl reset", "master2", "sysctl -q -w net.ipv4.conf.all.arp_ignore=0", ["master2/kernel/sysctls"]),
        new("the virtual IP removed from lo", "master3", $"ip addr del {Machines.Vip}/32 dev lo", ["master3/endpoint/serve"]),
        new("a real server deleted with ipvsadm", "{owner}", $"ipvsadm -d -t {Service} -r 192.168.33.10:6443", ["{owner}/pool/master2"]),
        new("the gate flushed where it is open", "master2", "nft delete table inet kubeha_gate", ["master2/endpoint/gate"]),
        new("the gate flushed where it is closed", "master3", "systemctl stop kubeha-vip && nft delete table inet kubeha_gate", ["master3/endpoint/gate"]),
        new("a kubelet's configuration changed", "node2", "sed -i 's/^rotateCertificates: true$/rotateCertificates: false/' /var/lib/kubelet/config.yaml", ["node2/kubelet/configuration"]),
        new("a foreign real server, which gets no traffic", "{backup}", $"ipvsadm -a -t {Service} -r {Foreign} -g -w 0", []),
    ];

    public override string Name => "drift";

    public override string Shows => "something is changed by hand on a machine of a cluster that stands: preview shows the step that mends it and no other, apply changes by this step, and by others only where preview said that they depend on it, and afterwards the machines are as they were; what is not ours is reported by verify and left";

    public override int Rounds => Cases.Count;

    public override string Bound => "preview says would change for exactly the step expected; apply ends with 0 having changed it and at most what depends on it; the snapshots are equal but for the times and process ids of what was mended on that machine";

    public override JsonObject Settings => [];

    public override bool WantsCluster(int round) => true;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var owner = await DataCentre.VipOwnerAsync(Machines.Directors, cancellationToken);
        var drift = Cases[round.Number - 1].On(owner, Machines.Directors.Single(director => director != owner));
        round.Saw("drift", drift.What);
        round.Saw("machine", drift.Machine);
        round.Saw("command", drift.Command);
        round.Saw("expected", Texts(drift.Steps));
        var scratch = ReferenceProgram.NewFolder("drift-snapshots");
        var (before, after) = (Path.Join(scratch, "before"), Path.Join(scratch, "after"));
        await bench.Lab.SettledSnapshotAsync(before, cancellationToken);
        _ = await DataCentre.AskAsync(drift.Machine, drift.Command, cancellationToken);

        var preview = await bench.Program.PreviewAsync(cancellationToken);
        var shown = PreviewedIn(preview.Output, "would ");
        var depending = PreviewedIn(preview.Output, "depend ");
        round.Saw("previewExitCode", preview.Code);
        round.Saw("previewShowed", Texts(shown));
        round.Saw("previewShowedDepending", Texts(depending));
        round.Must(preview.Code == (drift.Steps.Count == 0 ? 0 : 4), $"preview ended with {preview.Code}: {preview.Tail}");
        round.Must(shown.ToHashSet().SetEquals(drift.Steps), $"preview shows {string.Join(", ", shown)}: {preview.Tail}");
        if (drift.Steps.Count == 0)
        {
            await ForeignAsync(round, bench, drift, before, after, cancellationToken);
            return;
        }

        var apply = await bench.Program.ApplyAsync(cancellationToken);
        var changed = ReferenceProgram.ChangedByLast();
        round.Saw("applySeconds", Rounded(apply.Seconds));
        round.Saw("applyChanged", Texts(changed));
        round.Must(apply.Code == 0, $"apply ended with {apply.Code}: {apply.Tail}");
        round.Must(drift.Steps.All(changed.Contains) && changed.All(drift.Steps.Concat(depending).Contains), $"apply changed {string.Join(", ", changed)}: {apply.Tail}");
        await MustBeEqualAsync(round, bench, drift, before, after, cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"the longest apply took {Largest(rounds, "applySeconds")} s");

    private static async Task ForeignAsync(Round round, Bench bench, Case drift, string before, string after, CancellationToken cancellationToken)
    {
        var verify = await bench.Program.VerifyAsync(cancellationToken);
        var said = verify.All.Split('\n').Where(line => line.Contains(Foreign, StringComparison.Ordinal)).ToList();
        round.Saw("verifyExitCode", verify.Code);
        round.Saw("verifySaid", Texts(said));
        round.Must(said.Count > 0, $"verify does not report it: {verify.Tail}");
        var apply = await bench.Program.ApplyAsync(cancellationToken);
        round.Saw("applySeconds", Rounded(apply.Seconds));
        round.Must(apply.Code == 0 && ReferenceProgram.ChangedByLast().Count == 0, $"apply ended with {apply.Code}: {apply.Tail}");
        var left = await DataCentre.AskAsync(drift.Machine, "ipvsadm -Sn", cancellationToken);
        round.Must(left.Contains($"-a -t {Service} -r {Foreign} -g -w 0", StringComparison.Ordinal), $"apply touched it: {left}");
        _ = await DataCentre.AskAsync(drift.Machine, $"ipvsadm -d -t {Service} -r {Foreign}", cancellationToken);
        await MustBeEqualAsync(round, bench, drift, before, after, cancellationToken);
    }

    private static async Task MustBeEqualAsync(Round round, Bench bench, Case drift, string before, string after, CancellationToken cancellationToken)
    {
        await bench.Lab.SettledSnapshotAsync(after, cancellationToken);
        var (old, now) = (await File.ReadAllLinesAsync(before, cancellationToken), await File.ReadAllLinesAsync(after, cancellationToken));
        var differing = old.Except(now).Concat(now.Except(old)).ToList();
        round.Saw("snapshotLines", now.Length);
        round.Saw("snapshotLinesDiffering", differing.Count);
        var elsewhere = differing.Where(line => !line.StartsWith(drift.Machine + " ", StringComparison.Ordinal)).ToList();
        round.Must(elsewhere.Count == 0, $"other machines differ: {string.Join(" | ", elsewhere.Take(5))}");
        var lasting = old.Select(Timeless).Except(now.Select(Timeless)).Concat(now.Select(Timeless).Except(old.Select(Timeless))).ToList();
        round.Must(lasting.Count == 0, $"the snapshots differ: {string.Join(" | ", lasting.Take(5))}");
    }

    // A line of a snapshot without the time of a file, and without the process and the start of a unit.
    private static string Timeless(string line) => UnitStart().Replace(FileTime().Replace(line, "$1 "), "$1");

    [GeneratedRegex(@"^(\S+ file .* \d+:\d+) \d+\.\d+ ")]
    private static partial Regex FileTime();

    [GeneratedRegex(@"^(\S+ unit \S+ \S+ \S+) \d+ .*$")]
    private static partial Regex UnitStart();

    // A line of a preview: what would become of a step, its id, its title.
    private static List<string> PreviewedIn(string output, string word) =>
        [.. output.Split('\n').Where(line => line.StartsWith(word, StringComparison.Ordinal)).Select(line => line.Split(' ').First(part => part.Contains('/', StringComparison.Ordinal)))];

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private sealed record Case(string What, string Machine, string Command, IReadOnlyList<string> Steps)
    {
        public Case On(string owner, string backup)
        {
            return this with { Machine = Named(Machine), Steps = [.. Steps.Select(Named)] };

            string Named(string text) => text.Replace("{owner}", owner, StringComparison.Ordinal).Replace("{backup}", backup, StringComparison.Ordinal);
        }
    }
}
