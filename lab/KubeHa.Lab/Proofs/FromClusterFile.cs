using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>The lab's cluster brought up from a file, and then seen by the builder as its own.</summary>
internal sealed class FromClusterFile : Proof
{
    /// <summary>What a network plugin's manifest is made of. It runs nowhere: the lab has a pod network, and no image of a plugin.</summary>
    private const string Manifest = """

        podNetwork:
          kind: text
          documents: |
            apiVersion: v1
            kind: Namespace
            metadata:
              name: plugin
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: plugin
              namespace: plugin
            data:
              net-conf.json: |
                { "Network": "10.244.0.0/16", "Backend": { "Type": "vxlan" } }
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata:
              name: plugin
              namespace: plugin
            spec:
              selector:
                matchLabels: { app: plugin }
              template:
                metadata:
                  labels: { app: plugin }
                spec:
                  nodeSelector: { example.com/no-node: "has-it" }
                  containers:
                    - name: plugin
                      image: plugin:1
                      resources:
                        requests: { cpu: 100m, memory: 0.05Gi }
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: pools.plugin.example.com
            spec:
              group: plugin.example.com
              scope: Cluster
              names: { plural: pools, singular: pool, kind: Pool, listKind: PoolList }
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true }
            ---
            apiVersion: plugin.example.com/v1
            kind: Pool
            metadata:
              name: default
            spec:
              cidr: 10.244.0.0/16

        """;

    private const string Drift = """kubectl --kubeconfig /etc/kubernetes/admin.conf -n plugin patch configmap plugin --type merge -p '{"data":{"net-conf.json":"{}"}}'""";

    public override string Name => "cluster-file";

    public override string Shows => "the lab's topology is written as a cluster file and brought up from it on bare machines; applied again by the builder nothing is changed but what the file has no word for (the lab's pod network), applied again from the file nothing at all, and it verifies; a plugin's manifest in the file is then applied once, left alone, and applied again where an object of it was changed by hand";

    public override int Rounds => 1;

    public override string Bound => "0 steps changed but the pod network's; the manifest: its step and its files, nothing, its step";

    public override JsonObject Settings => new() { ["counted"] = "steps that the log of the run says to have changed something" };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken);
        var file = Path.Join(ReferenceProgram.NewFolder("cluster-file"), "cluster.yaml");
        var text = await bench.Program.ClusterFileAsync(cancellationToken);
        await File.WriteAllTextAsync(file, text, cancellationToken);
        round.SawLines("file", text.Split('\n'));

        var apply = (await bench.Program.ApplyFileAsync(file, cancellationToken)).Must();
        round.Saw("applySeconds", Rounded(apply.Seconds));
        round.Saw("changedFromFile", ReferenceProgram.ChangedByLast().Count);

        (await bench.Program.ApplyAsync(cancellationToken)).Must();
        var (network, ours) = Split(ReferenceProgram.ChangedByLast());
        round.Saw("changedByBuilder", ours);
        round.Saw("changedPodNetwork", network.Count);
        round.Must(ours.Count == 0, $"the builder changed {string.Join(' ', ours.Select(step => (string)step!))}");
        round.Must(network.Count > 0, $"the builder did not bring the pod network, so it changed nothing at all");

        (await bench.Program.ApplyFileAsync(file, cancellationToken)).Must();
        var again = ReferenceProgram.ChangedByLast();
        round.Saw("changedAgain", again.Count);
        round.Must(again.Count == 0, $"the file changed {string.Join(' ', again)} again");
        await MustTakeManifestAsync(round, bench, file, cancellationToken);
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(2), cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) =>
        Text($"{rounds.Sum(round => round["changedByBuilder"]?.AsArray().Count ?? 0)} steps changed, beside {Largest(rounds, "changedPodNetwork")} of the pod network");

    private static async Task MustTakeManifestAsync(Round round, Bench bench, string file, CancellationToken cancellationToken)
    {
        await File.AppendAllTextAsync(file, Manifest, cancellationToken);
        var steps = new List<IReadOnlyList<string>>();
        foreach (var before in (string[])["true", "true", Drift])
        {
            _ = await DataCentre.AskAsync("master", before, cancellationToken);
            (await bench.Program.ApplyFileAsync(file, cancellationToken)).Must();
            steps.Add(ReferenceProgram.ChangedByLast());
        }

        round.SawLines("changedByManifest", steps.Select(changed => string.Join(' ', changed)));
        var files = Machines.ControlPlanes.Select(machine => $"{machine}/file/etc/kubernetes/pod-network.yaml");
        round.Must(steps[0].Order(StringComparer.Ordinal).SequenceEqual(files.Append("master/pod-network").Order(StringComparer.Ordinal)), $"the manifest changed {string.Join(' ', steps[0])}");
        round.Must(steps[1].Count == 0, $"the manifest changed {string.Join(' ', steps[1])} again");
        round.Must(steps[2] is ["master/pod-network"], $"after a change by hand it changed {string.Join(' ', steps[2])}");
    }

    private static (JsonArray Network, JsonArray Ours) Split(IReadOnlyList<string> steps)
    {
        var network = steps.Where(step => step.Contains("/pod-network/", StringComparison.Ordinal)).ToList();
        return (new([.. network.Select(step => (JsonNode)step)]), new([.. steps.Except(network).Select(step => (JsonNode)step)]));
    }
}
