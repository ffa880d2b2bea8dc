using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Secrets encrypted in etcd, whose data is in another folder than the usual one.</summary>
internal sealed class EncryptedElsewhere : Proof
{
    // Below the lab's memory for etcd, where each machine's is as if it had a disk of its own.
    private const string Folder = "/var/lib/etcd/elsewhere";

    private const string Hidden = "words-that-nobody-shall-read";

    public override string Name => "encrypted-elsewhere";

    public override string Shows => "etcd's data in another folder, secrets encrypted in it: the cluster comes up, verifies, and applied again nothing changes; a secret's words are not in etcd; after all control planes lost their power an apply wakes the cluster, founds none and undoes none, and the secret is read";

    public override int Rounds => 1;

    public override string Bound => "0 steps changed again; the secret encrypted in etcd, and read after the blackout";

    public override JsonObject Settings => new() { ["dataDirectory"] = Folder, ["encrypted"] = "secrets" };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken);
        var file = await WrittenAsync(
            bench,
            ReferenceProgram.NewFolder(Name),
            cluster => ClusterBuilder.From(cluster).WithKubeadm(cluster.Kubeadm with { EncryptedResources = ["secrets"] }).WithEtcd(new EtcdTopology.Stacked { DataDirectory = Folder }),
            cancellationToken);
        await MustComeUpAsync(round, bench, file, cancellationToken);
        foreach (var machine in Machines.ControlPlanes)
        {
            var places = await DataCentre.AskAsync(machine, $"ls -d {Folder}/member /var/lib/etcd/member 2>/dev/null; true", cancellationToken);
            round.Must(places == $"{Folder}/member", $"on {machine} etcd's data is in '{places}'");
        }

        await DataCentre.AskAsync("client", $"kubectl create secret generic hidden --from-literal=value={Hidden}", cancellationToken);
        var stored = await DataCentre.AskAsync("master2", "e=/etc/kubernetes/pki/etcd; crictl exec $(crictl ps -q --name etcd) etcdctl --endpoints https://127.0.0.1:2379 --cacert $e/ca.crt --cert $e/server.crt --key $e/server.key get /registry/secrets/default/hidden | tr -dc '[:print:]'", cancellationToken);
        round.Saw("storedBegins", stored[..Math.Min(stored.Length, 70)]);
        round.Must(stored.Contains("k8s:enc:secretbox:v1:", StringComparison.Ordinal) && !stored.Contains(Hidden, StringComparison.Ordinal), $"etcd has the secret as it is");

        await MustWakeControlPlanesAsync(round, bench, file, cancellationToken);
        var read = await DataCentre.ShellAsync("client", "kubectl get secret hidden -o 'jsonpath={.data.value}' | base64 -d", cancellationToken);
        round.Must(read.Output.Trim() == Hidden, $"after the blackout the secret is not read: {read.Tail}");
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"woken and verified {Largest(rounds, "wokenAfterSeconds")} s after the last control plane was on");
}
