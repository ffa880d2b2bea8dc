using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>A cluster whose etcd others run, on three machines of their own.</summary>
internal sealed class EtcdRunByOthers : Proof
{
    private const string Kept = "before";

    public override string Name => "etcd-of-others";

    public override string Shows => "a cluster whose etcd others run, on three machines: without the client's key nothing is begun; with it the cluster comes up, verifies, and applied again nothing changes; a stopped member is named by the verification and costs nothing; after all control planes lost their power the cluster is woken with what it had; and bare control planes found no second cluster over it";

    public override int Rounds => 1;

    public override string Bound => "what was stored before is there after the blackout; init refused where etcd holds a cluster";

    public override JsonObject Settings => new()
    {
        ["members"] = string.Join(' ', EtcdOfOthers.Members),
        ["etcd"] = "Debian 12's, by units of the machines' own, certificates of an authority of its own",
    };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken);
        var etcd = await EtcdOfOthers.StartAsync(cancellationToken);
        var folder = ReferenceProgram.NewFolder(Name);
        var file = await WrittenAsync(
            bench,
            folder,
            cluster => ClusterBuilder.From(cluster).Remove(EtcdOfOthers.Members[0]).WithKubeadm(cluster.Kubeadm with { EtcdArguments = [] })
                .WithEtcd(new EtcdTopology.ExternalEndpoints { Endpoints = EtcdOfOthers.Endpoints, CertificateAuthority = etcd.Authority, ClientCertificate = etcd.ClientCertificate }),
            cancellationToken);

        var without = await bench.Program.ApplyOnLabAsync(file, cancellationToken);
        round.Saw("applyWithoutKey", without.Code);
        round.Must(without.Code != 0 && without.All.Contains("etcd/client.key", StringComparison.Ordinal) && await EtcdOfOthers.KeysAsync(cancellationToken) == 0, $"without the key apply ended with {without.Code}: {without.Tail}");

        var key = Path.Join(folder, "client.key");
        await File.WriteAllTextAsync(key, etcd.ClientKey, cancellationToken);
        await bench.Program.KeepSecretAsync("etcd/client.key", key, cancellationToken);
        await MustComeUpAsync(round, bench, file, cancellationToken);
        round.Saw("keys", await EtcdOfOthers.KeysAsync(cancellationToken));
        await MustHaveNoEtcdAsync(round, "master", cancellationToken);

        await MustBearMemberLossAsync(round, bench, file, cancellationToken);
        await MustWakeAsync(round, bench, file, cancellationToken);
        await MustNotFoundAnotherAsync(round, bench, file, cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"woken and verified {Largest(rounds, "wokenAfterSeconds")} s after the last control plane was on");

    private static async Task MustBearMemberLossAsync(Round round, Bench bench, string file, CancellationToken cancellationToken)
    {
        var member = EtcdOfOthers.Members[1];
        await DataCentre.AskAsync(member, "systemctl kill -s STOP etcd-of-others", cancellationToken);

        // The stopped one may have led, and an apiserver may be on its way from it to another.
        await WriteAsync(round, bench, Kept, cancellationToken);
        var verify = await bench.Program.VerifyOnLabAsync(file, cancellationToken);
        await DataCentre.AskAsync(member, "systemctl kill -s CONT etcd-of-others", cancellationToken);
        var named = verify.All.Split('\n').Count(line => line.Contains("etcd-endpoints", StringComparison.Ordinal) && line.Contains(Machines.Addresses[member], StringComparison.Ordinal));
        round.Saw("memberNamedBy", named);
        round.Must(verify.Code == 1 && named == Machines.ControlPlanes.Count, $"with {member} stopped the verification ended with {verify.Code} and named it {named} times: {verify.Tail}");
    }

    private static async Task MustWakeAsync(Round round, Bench bench, string file, CancellationToken cancellationToken)
    {
        await MustWakeControlPlanesAsync(round, bench, file, cancellationToken);
        await MustBeKeptAsync(round, Kept, "the blackout", cancellationToken);
    }

    /// <summary>All control planes are replaced by bare machines: what is left of the cluster is in etcd, and no machine tells.</summary>
    private static async Task MustNotFoundAnotherAsync(Round round, Bench bench, string file, CancellationToken cancellationToken)
    {
        var before = await EtcdOfOthers.KeysAsync(cancellationToken);
        foreach (var machine in Machines.ControlPlanes)
        {
            await bench.Lab.DoAsync(cancellationToken, "wipe", machine);
            await bench.Lab.DoAsync(cancellationToken, "pin", machine);
        }

        var apply = await bench.Program.ApplyOnLabAsync(file, cancellationToken);
        round.Saw("applyOverCluster", apply.Code);
        round.Must(apply.Code != 0 && apply.All.Contains("refusing to found another one", StringComparison.Ordinal), $"over a cluster apply ended with {apply.Code}: {apply.Tail}");
        var after = await EtcdOfOthers.KeysAsync(cancellationToken);
        round.Saw("keysBefore", before);
        round.Saw("keysAfter", after);
        round.Must(after > 0 && await EtcdOfOthers.KeepsAsync(Kept, "kept", cancellationToken), $"what the cluster had stored is gone from etcd");
    }
}
