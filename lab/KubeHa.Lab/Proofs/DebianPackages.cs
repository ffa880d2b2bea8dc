using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Kubernetes and containerd by apt, from signed repositories, on machines that have neither.</summary>
internal sealed class DebianPackages : Proof
{
    private static readonly IReadOnlyList<string> Nodes = [.. Machines.ControlPlanes, .. Machines.Workers];

    public override string Name => "debian-packages";

    public override string Shows => "machines without kubeadm, kubelet, kubectl and without Docker's containerd get exactly the model's versions by apt from two signed repositories, in which newer ones lie beside them; the cluster comes up, verifies, and applied again nothing changes; apt-get upgrade and dist-upgrade then move no package, though without the holds they would";

    public override int Rounds => 1;

    public override string Bound => "the model's versions on all machines, 0 steps changed again, 0 packages moved";

    public override JsonObject Settings => new() { ["repositories"] = "lab/debian-repository: the lab's packages, signed by a key of their own, served by HTTP in the lab", ["machines"] = string.Join(' ', Nodes.Append("client")) };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken);
        var folder = ReferenceProgram.NewFolder(Name);
        (await Child.RunAsync(Path.Join(Layout.Root, "lab", "debian-repository"), [Path.Join(folder, "apt")], cancellationToken)).Must();
        var key = new RepositoryKey.Armored(await File.ReadAllTextAsync(Path.Join(folder, "apt", "key.asc"), cancellationToken));
        var address = Machines.Addresses["nfs"];
        var mirror = new PackageMirror(new Uri($"http://{address}/kubernetes"), new Uri($"http://{address}/docker")) { KubernetesKey = key, DockerKey = key, DockerSuite = "/" };
        var file = await WrittenAsync(bench, folder, cluster => ClusterBuilder.From(cluster).WithPlatform(new Platform.Debian(12, mirror)), cancellationToken);
        await MustComeUpAsync(round, bench, file, cancellationToken);

        foreach (var machine in Nodes)
        {
            const string Installed = "dpkg-query -W -f '${binary:Package} ${Version} ${db:Status-Abbrev}\n'";
            var before = await DataCentre.AskAsync(machine, Installed, cancellationToken);
            foreach (var (name, version) in (IEnumerable<(string, string)>)[("kubeadm", "1.20.2-0"), ("kubelet", "1.20.2-0"), ("kubectl", "1.20.2-0"), ("containerd.io", "1.6.20-1")])
            {
                round.Must(before.Split('\n').Any(line => line.Trim() == $"{name} {version} hi"), $"{machine} does not hold {name} {version}");
            }

            var would = await DataCentre.AskAsync(machine, "apt-get -q update >/dev/null 2>&1; apt-get -s --ignore-hold upgrade | grep -c '^Inst ' || true", cancellationToken);
            round.Must(would == "4", $"without holds apt-get upgrade would move {would} packages on {machine}, and not 4");
            await DataCentre.AskAsync(machine, "export DEBIAN_FRONTEND=noninteractive; apt-get -q -y upgrade && apt-get -q -y dist-upgrade", cancellationToken);
            var after = await DataCentre.AskAsync(machine, Installed, cancellationToken);
            round.Must(after == before, $"apt-get upgrade moved packages on {machine}");
        }

        var client = await DataCentre.AskAsync("client", "dpkg-query -W -f '${Version} ${db:Status-Abbrev}' kubectl", cancellationToken);
        round.Must(client.Trim() == "1.20.2-0 hi", $"the client has kubectl {client}");
        round.SawLines("held", (await DataCentre.AskAsync("master", "apt-mark showhold", cancellationToken)).Split('\n'));
        await MustVerifyFileAsync(round, bench, file, "verifiedAfterUpgrade", cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"up in {Largest(rounds, "applySeconds")} s, {Largest(rounds, "changedAgain")} steps changed again");
}
