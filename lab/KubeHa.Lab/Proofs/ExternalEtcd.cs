using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>A cluster whose etcd runs on three machines of its own, by static pods of kubelets that belong to no cluster.</summary>
internal sealed class ExternalEtcd : Proof
{
    private const int LimitSeconds = 30;

    private const string Kept = "before";

    private static readonly IReadOnlyList<string> Members = ["node3", "nfs", "extend"];

    public override string Name => "external-etcd";

    public override string Shows => "a cluster whose etcd runs on three machines of its own: it comes up, verifies, and applied again nothing changes; a member without power costs no write and is named by the verification; one that comes back wiped is announced anew; after all members and control planes lost their power the cluster is woken with what it had; under control planes whose etcd has lost all its data no empty one is put; and a cluster with one such machine (round 2) grows to three by another apply";

    public override int Rounds => 2;

    public override string Bound => Text($"0 steps changed again; written within {LimitSeconds} s of a member's kill; what was stored is there after a wipe of a member and after a blackout; nothing started where all data is gone");

    public override JsonObject Settings => new() { ["members"] = string.Join(' ', Members) };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken);
        var folder = ReferenceProgram.NewFolder(Name);
        if (round.Number == 2)
        {
            await MustGrowAsync(round, bench, folder, cancellationToken);
            return;
        }

        var file = await WrittenAsync(bench, folder, cluster => WithMembers(cluster, Members), cancellationToken);
        await MustComeUpAsync(round, bench, file, cancellationToken);
        await MustHaveNoEtcdAsync(round, "master", cancellationToken);

        await MustBearMemberLossAsync(round, bench, file, cancellationToken);
        await MustTakeWipedMemberAsync(round, bench, file, cancellationToken);
        await MustWakeAsync(round, bench, file, cancellationToken);
        await MustNotStartEmptyAsync(round, bench, file, cancellationToken);
    }

    private static async Task MustGrowAsync(Round round, Bench bench, string folder, CancellationToken cancellationToken)
    {
        var one = await WrittenAsync(bench, folder, cluster => WithMembers(cluster, Members.Take(1)), cancellationToken);
        (await bench.Program.ApplyOnLabAsync(one, cancellationToken)).Must();
        await MustVerifyFileAsync(round, bench, one, "verifiedWithOne", cancellationToken);

        var three = await WrittenAsync(bench, folder, cluster => WithMembers(cluster, Members), cancellationToken);
        round.Saw("growSeconds", Rounded((await bench.Program.ApplyOnLabAsync(three, cancellationToken)).Must().Seconds));
        var announced = ReferenceProgram.ChangedByLast().Where(step => step.Contains("/etcd/add/", StringComparison.Ordinal)).ToList();
        round.Saw("announced", string.Join(' ', announced));
        round.Must(announced.Count == 2, $"it announced {announced.Count} members, and not 2");
        await MustVerifyFileAsync(round, bench, three, "verifiedWithThree", cancellationToken);
    }

    private static ClusterBuilder WithMembers(Cluster cluster, IEnumerable<string> members) =>
        members.Aggregate(ClusterBuilder.From(cluster).Remove("node3").WithEtcd(new EtcdTopology.External()), (builder, machine) => builder.AddEtcdMachine(machine, Machines.Addresses[machine]));

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"up in {Largest(rounds, "applySeconds")} s; grown in {Largest(rounds, "growSeconds")} s; written {Largest(rounds, "writtenAfterSeconds")} s after a member's kill; woken and verified {Largest(rounds, "wokenAfterSeconds")} s after the last control plane was on");

    private static async Task MustBearMemberLossAsync(Round round, Bench bench, string file, CancellationToken cancellationToken)
    {
        await bench.Lab.DoAsync(cancellationToken, "kill", Members[1]);
        var seconds = await WriteAsync(round, bench, Kept, cancellationToken);
        round.Must(seconds <= LimitSeconds, $"with {Members[1]} without power a write took {seconds} s");

        var verify = await bench.Program.VerifyOnLabAsync(file, cancellationToken);
        round.Saw("verifyWithoutMember", verify.Code);
        round.Must(verify.Code == 1 && verify.All.Split('\n').Any(line => line.Contains("reachable", StringComparison.Ordinal) && line.Contains(Members[1], StringComparison.Ordinal)), $"with {Members[1]} without power the verification ended with {verify.Code}: {verify.Tail}");
        await bench.Lab.DoAsync(cancellationToken, "start", Members[1]);
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(5), cancellationToken, file);
    }

    private static async Task MustTakeWipedMemberAsync(Round round, Bench bench, string file, CancellationToken cancellationToken)
    {
        await bench.Lab.DoAsync(cancellationToken, "wipe", Members[2]);
        await bench.Lab.DoAsync(cancellationToken, "pin", Members[2]);
        var apply = (await bench.Program.ApplyOnLabAsync(file, cancellationToken)).Must();
        var announced = ReferenceProgram.ChangedByLast().Where(step => step.Contains("/etcd/add/", StringComparison.Ordinal)).ToList();
        round.Saw("applyAfterWipeSeconds", Rounded(apply.Seconds));
        round.Saw("announced", string.Join(' ', announced));
        round.Must(announced.Count == 1 && announced[0].EndsWith(Members[2], StringComparison.Ordinal), $"after the wipe of {Members[2]} it announced {announced.Count} members");
        await MustVerifyFileAsync(round, bench, file, "verifiedAfterWipe", cancellationToken);
        await MustBeKeptAsync(round, Kept, "the wipe of a member", cancellationToken);
    }

    private static async Task MustWakeAsync(Round round, Bench bench, string file, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Members.Select(machine => bench.Lab.DoAsync(cancellationToken, "kill", machine)));
        foreach (var machine in Members)
        {
            await bench.Lab.DoAsync(cancellationToken, "start", machine);
        }

        await StopAsync(cancellationToken);
        await MustWakeControlPlanesAsync(round, bench, file, cancellationToken);
        await MustBeKeptAsync(round, Kept, "the blackout", cancellationToken);
    }

    private static async Task MustNotStartEmptyAsync(Round round, Bench bench, string file, CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        foreach (var machine in Members)
        {
            await DataCentre.AskAsync(machine, "rm -rf /var/lib/etcd/member /etc/kubernetes/manifests/etcd.yaml", cancellationToken);
        }

        var apply = await bench.Program.ApplyOnLabAsync(file, cancellationToken);
        round.Saw("applyWithoutData", apply.Code);
        round.Must(apply.Code != 0 && apply.All.Contains("an empty etcd would be put under them", StringComparison.Ordinal), $"where all data was gone apply ended with {apply.Code}: {apply.Tail}");
        foreach (var machine in Members)
        {
            var there = await DataCentre.AskAsync(machine, "ls -d /var/lib/etcd/member /etc/kubernetes/manifests/etcd.yaml 2>/dev/null | wc -l", cancellationToken);
            round.Must(there == "0", $"{machine} has a member again");
        }
    }

    /// <summary>Whatever kubelets did meanwhile: it is the apply that wakes.</summary>
    private static async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var machine in Members)
        {
            await DataCentre.AskAsync(machine, "systemctl stop kubelet; crictl pods -q | while read -r pod; do crictl stopp $pod; crictl rmp -f $pod; done >/dev/null 2>&1; true", cancellationToken);
        }
    }
}
