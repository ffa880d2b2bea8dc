using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Directors that masquerade, and translate the endpoint's port to the apiservers' own.</summary>
internal sealed class Masquerade : Proof
{
    private const int EndpointPort = 443;

    private const int LimitSeconds = 10;

    public override string Name => "masquerade";

    public override string Shows => "directors that masquerade, the endpoint at port 443 and apiservers at 6443: the cluster comes up, verifies, and applied again nothing changes; no control plane bears the virtual IP; when the director that has it is killed a client is answered through the other one, and the cluster verifies once it is back";

    public override int Rounds => 1;

    public override string Bound => Text($"0 steps changed again; answered within {LimitSeconds} s of the kill");

    public override JsonObject Settings => new() { ["endpointPort"] = EndpointPort, ["apiServerPort"] = Machines.Port, ["firewall"] = "the directors' kernel has no nf_tables: their iptables is the older one" };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken);
        foreach (var director in Machines.Directors)
        {
            await DataCentre.AskAsync(director, "update-alternatives --set iptables /usr/sbin/iptables-legacy", cancellationToken);
        }

        var file = await WrittenAsync(
            bench,
            ReferenceProgram.NewFolder(Name),
            cluster => ClusterBuilder.From(cluster).WithLvsPair(Machines.Vip, lvs => lvs.WithForwarding(new LvsForwarding.Masquerade())).WithEndpoint(port: EndpointPort, apiServerPort: Machines.Port),
            cancellationToken);
        await MustComeUpAsync(round, bench, file, cancellationToken);
        foreach (var machine in Machines.ControlPlanes)
        {
            var seen = await DataCentre.AskAsync(machine, $"ip -o addr show to {Machines.Vip}; ss -H -l -t -n '( sport = :{EndpointPort} )'", cancellationToken);
            round.Must(seen.Length == 0, $"{machine} has something of the endpoint's: {seen}");
        }

        // The choice of the older iptables is the machine's own and lasts.
        await MustAnswerAfterKillAsync(round, bench, file, TimeSpan.FromSeconds(LimitSeconds), cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"answered {Largest(rounds, "answeredAfterSeconds")} s after the kill");
}
