using System.Text.Json.Nodes;
using KubeHa.Templates;

namespace KubeHa.Lab;

/// <summary>Nodes that run their containers by Docker, to which the kubelet speaks itself.</summary>
internal sealed class DockerShim : Proof
{
    private const string Version = "20.10.24";

    private static readonly IReadOnlyList<string> Nodes = [.. Machines.ControlPlanes, "node1"];

    private static readonly IReadOnlyList<string> Others = ["node2", "node3"];

    public override string Name => "docker";

    public override string Shows => "nodes whose runtime is Docker through the kubelet's dockershim: the cluster comes up, verifies, and applied again nothing changes; Docker runs with the file that was rendered, Docker and kubelet both leave cgroups to systemd, and a pod's container is Docker's, in the cgroup that the kubelet chose; a control plane that lost its power is back by itself; one that is half-made is undone by Docker and joins again";

    public override int Rounds => 1;

    public override string Bound => "0 steps changed again; every node tells docker:// and its version; verified within 5 min of a control plane's return; the half-made one stopped, reset and joined";

    public override JsonObject Settings => new()
    {
        ["docker"] = $"Debian's docker.io {Version}, with its containerd and runc",
        ["nodes"] = string.Join(' ', Nodes),
        ["deviations"] = "lab/recipes/docker: a runc in front of Debian's makes zero of every oom_score_adj below zero and gives nobody CAP_SYS_MODULE, CAP_SYS_RESOURCE and CAP_SYS_TIME, for the machine withholds them; /opt/cni/bin is a link to where Debian has network plugins",
    };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken);
        await DataCentre.InstallAsync("docker", Nodes, cancellationToken);
        var file = await WrittenAsync(
            bench,
            ReferenceProgram.NewFolder(Name),
            cluster => Others.Aggregate(ClusterBuilder.From(cluster).WithRuntime(new ContainerRuntime.Docker(Version)), (builder, machine) => builder.Remove(machine)),
            cancellationToken);
        await MustComeUpAsync(round, bench, file, cancellationToken);
        await MustRunByDockerAsync(round, ClusterFile.Load(file).Build().Render(), cancellationToken);
        await MustRunPodAsync(round, cancellationToken);

        await bench.Lab.DoAsync(cancellationToken, "kill", Machines.ControlPlanes[1]);
        await bench.Lab.DoAsync(cancellationToken, "start", Machines.ControlPlanes[1]);
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(5), cancellationToken, file);
        await MustTakeHalfMadeAsync(round, bench, file, cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"up in {Largest(rounds, "applySeconds")} s, {Largest(rounds, "changedAgain")} steps changed again; verified {Largest(rounds, "verifiedAfterSeconds")} s after a control plane's return; a half-made one undone and joined in {Largest(rounds, "rejoinSeconds")} s");

    private static async Task MustRunByDockerAsync(Round round, ConfigSet configs, CancellationToken cancellationToken)
    {
        var told = (await DataCentre.AskAsync("client", """kubectl get nodes -o 'jsonpath={range .items[*]}{.metadata.name} {.status.nodeInfo.containerRuntimeVersion}{"\n"}{end}'""", cancellationToken)).Split('\n');
        round.SawLines("nodesTell", told);
        round.Must(told.Length == Nodes.Count && told.All(line => line.Contains($" docker://{Version}", StringComparison.Ordinal)), $"nodes tell {string.Join(", ", told)}");

        var engines = new List<string>();
        foreach (var machine in Nodes)
        {
            engines.Add(machine + " " + await DataCentre.AskAsync(machine, "docker info --format '{{.ServerVersion}} {{.CgroupDriver}} {{.Driver}} {{.LoggingDriver}}'; sed -n 's/^cgroupDriver: /kubelet /p' /var/lib/kubelet/config.yaml; ps -o args= -C kubelet | grep -o -e '--network-plugin=[a-z]*'", cancellationToken));
            var written = await DataCentre.AskAsync(machine, $"cat {FilePaths.Docker}", cancellationToken);
            round.Must(written == configs[machine, FilePaths.Docker].Content.ToString().Trim(), $"on {machine} {FilePaths.Docker} is not what was rendered: {written}");
        }

        var lines = engines.Select(engine => engine.Replace('\n', ' ')).ToList();
        round.SawLines("engines", lines);
        round.Must(lines.All(line => line.Contains(" systemd overlay2 json-file kubelet systemd --network-plugin=cni", StringComparison.Ordinal)), $"Docker and kubelet run otherwise than they were told: {string.Join(", ", lines)}");
    }

    /// <summary>A pod on the worker, asked through the kubelet, and seen there as a container of Docker's.</summary>
    private static async Task MustRunPodAsync(Round round, CancellationToken cancellationToken)
    {
        await DataCentre.AskAsync("client", """kubectl run by-docker --image kubeha.local/workload:1 --overrides '{"spec":{"nodeName":"node1"}}' --command -- sleep 86400 && kubectl wait --for condition=Ready --timeout 120s pod/by-docker""", cancellationToken);
        var asked = await DataCentre.AskAsync("client", "kubectl exec by-docker -- hostname", cancellationToken);
        var seen = await DataCentre.AskAsync("node1", "docker inspect -f '{{.State.Status}} {{.HostConfig.CgroupParent}}' $(docker ps -q --filter name=k8s_by-docker_by-docker_)", cancellationToken);
        round.Saw("container", seen);
        round.Must(asked == "by-docker" && seen.StartsWith("running kubepods-besteffort-pod", StringComparison.Ordinal) && seen.EndsWith(".slice", StringComparison.Ordinal), $"the pod answers '{asked}', its container is '{seen}'");
    }

    /// <summary>A control plane without an apiserver that the cluster does not know: its etcd and the rest still run, and dockershim, which could tell of them, ends with the kubelet.</summary>
    private static async Task MustTakeHalfMadeAsync(Round round, Bench bench, string file, CancellationToken cancellationToken)
    {
        var machine = Machines.ControlPlanes[2];

        // The bridge of the lab's pod network goes too: one whose join broke has run no pods, and a node that is new gets another range of addresses.
        await DataCentre.AskAsync(machine, "rm /etc/kubernetes/manifests/kube-apiserver.yaml; systemctl stop kubelet; docker rm -f $(docker ps -q --filter name=k8s_kube-apiserver); ip link del cni0", cancellationToken);
        await DataCentre.AskAsync("client", $"kubectl delete node {machine}", cancellationToken);
        round.Saw("rejoinSeconds", Rounded((await bench.Program.ApplyOnLabAsync(file, cancellationToken)).Must().Seconds));
        var changed = ReferenceProgram.ChangedByLast();
        foreach (var step in (IEnumerable<string>)["clean-up/kubelet", "clean-up/reset", "join"])
        {
            round.Must(changed.Contains($"{machine}/{step}"), $"{machine} was not undone and joined again: {string.Join(' ', changed)}");
        }

        await MustVerifyFileAsync(round, bench, file, "verifiedAfterRejoin", cancellationToken);
    }
}
