using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeHa.Templates;

namespace KubeHa.Lab;

/// <summary>A cluster of IPv6 alone, one whose pods and services have both families, and one whose endpoint has both.</summary>
internal sealed partial class Ipv6 : Proof
{
    private const string Network = "fd00:33::";

    private const string Vip = Network + "130";

    private const int LimitSeconds = 10;

    public override string Name => "ipv6";

    public override string Shows => "a cluster of which nobody says an IPv4 address (round 1: machines, virtual IP, pods, services and the operator's SSH are IPv6): it comes up, verifies with pods that reach each other and a service, and applied again nothing changes; nobody but the director that has the virtual IP answers for it; the drill director-loss ends within its bounds; and a cluster whose pods and services have both families (round 2, Kubernetes 1.20 with its gate), in which every pod reaches every other and the service by both; and the same with a virtual IP of each family (round 3), both on one director and answered by every control plane: one that stops serving leaves both pools, and when the director is killed a client is answered at both addresses";

    public override int Rounds => 3;

    public override string Bound => Text($"0 steps changed again; the drill within its computed bounds; answered within {LimitSeconds} s of the kill");

    public override JsonObject Settings => new()
    {
        ["machines"] = "each has an IPv6 address beside the lab's own, with its number in the lab; the lab itself switches, kills and looks by the old ones",
        ["endpoint"] = "IPv6 in round 1, IPv4 in round 2, both in round 3",
    };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken);
        await Task.WhenAll(Machines.OfCluster.Select(machine => DataCentre.AskAsync(machine, WithAddress(AddressOf(machine)), cancellationToken)));
        await bench.Lab.DoAsync(cancellationToken, "run", "ip", "addr", "replace", Network + "254/64", "dev", "eth0", "nodad");
        var folder = ReferenceProgram.NewFolder(Name);
        var usual = await bench.Program.ClusterFileAsync(cancellationToken);
        await (round.Number switch
        {
            1 => AloneAsync(round, bench, folder, usual, cancellationToken),
            2 => BothAsync(round, bench, folder, usual, cancellationToken),
            _ => TwoVirtualIpsAsync(round, bench, folder, usual, cancellationToken),
        });
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"up in {Largest(rounds, "applySeconds")} s; answered at both addresses {Largest(rounds, "answeredAfterSeconds")} s after the kill; director-loss {Largest(rounds, DrillFigures.Outage)} s");

    private static async Task AloneAsync(Round round, Bench bench, string folder, string usual, CancellationToken cancellationToken)
    {
        bench.Program.Inventory = await WithIpv6Async(folder, cancellationToken);
        var cluster = ClusterFile.Parse(InIpv6(usual).Replace("prefixLength: 24", "prefixLength: 64", StringComparison.Ordinal))
            .WithNetwork(pods: "fd00:10:244::/56", services: "fd00:10:96::/112", machines: Network + "/64");
        var file = await WriteAsync(folder, cluster, cancellationToken);
        round.Must(!Ipv4().IsMatch(await File.ReadAllTextAsync(file, cancellationToken)), $"the cluster's file has an IPv4 address");

        await MustComeUpAsync(round, bench, file, cancellationToken);
        await NodesMustHaveAsync(round, 0, cancellationToken);
        await MustAnswerForItAloneAsync(round, cancellationToken);

        // The prober speaks IPv6, and so does what guards and judges a drill.
        var report = Path.Join(ReferenceProgram.NewFolder("ipv6-drill"), "report.json");
        var ended = await bench.Program.DrillOnLabAsync(file, DrillTools.Arguments(new DrillScenario.DirectorLoss(), await DrillTools.MakeAsync(cancellationToken), report), cancellationToken);
        if (!File.Exists(report))
        {
            throw new LabException($"the drill ended with {ended.Code} and wrote no report: {ended.Tail}");
        }

        Drills.Judge(round, DrillReport.FromJson(await File.ReadAllTextAsync(report, cancellationToken)), fast: false);
    }

    private static async Task BothAsync(Round round, Bench bench, string folder, string usual, CancellationToken cancellationToken)
    {
        bench.Program.Inventory = Layout.Inventory;
        var file = await WriteAsync(folder, DualStack(NodeAddress().Replace(usual, SecondAddress)), cancellationToken);

        await MustComeUpAsync(round, bench, file, cancellationToken);
        await NodesMustHaveAsync(round, 1, cancellationToken);
    }

    private static async Task TwoVirtualIpsAsync(Round round, Bench bench, string folder, string usual, CancellationToken cancellationToken)
    {
        bench.Program.Inventory = Layout.Inventory;
        var cluster = DualStack(AnyAddress().Replace(usual, SecondAddress)).WithLvsPair(Machines.Vip, lvs => lvs.WithSecondVirtualAddress(Vip));
        var file = await WriteAsync(folder, cluster, cancellationToken);
        await MustComeUpAsync(round, bench, file, cancellationToken);

        var owner = await DataCentre.VipOwnerAsync(Machines.Directors, cancellationToken);
        round.Must(await DataCentre.VipOwnerAsync(Machines.Directors, cancellationToken, Vip) == owner, $"{owner} has the first virtual IP and not the second");
        var last = Machines.ControlPlanes[^1];
        await DataCentre.AskAsync(last, "systemctl stop kubeha-vip", cancellationToken);
        round.Saw("pools without " + last, await ServersMustBeAsync(round, owner, Machines.ControlPlanes.Count - 1, cancellationToken));
        await DataCentre.AskAsync(last, "systemctl start kubeha-vip", cancellationToken);
        round.Saw("pools with it again", await ServersMustBeAsync(round, owner, Machines.ControlPlanes.Count, cancellationToken));

        // In the family of each; the serving certificate names both.
        const string ask = "kubectl --request-timeout=2s get --raw /readyz";
        await MustAnswerWithoutAsync(round, bench, owner, $"{{ {ask} && {ask} --server https://[{Vip}]:6443; }}", TimeSpan.FromSeconds(LimitSeconds), cancellationToken);
        await bench.Lab.DoAsync(cancellationToken, "start", owner);
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(5), cancellationToken, file);
    }

    private static ClusterBuilder DualStack(string usual) => ClusterFile.Parse(usual)
        .WithNetwork(pods: "10.244.0.0/16,fd00:10:244::/56", services: "10.96.0.0/12,fd00:10:96::/112", machines: $"192.168.33.0/24,{Network}/64");

    private static async Task<string> WriteAsync(string folder, ClusterBuilder cluster, CancellationToken cancellationToken)
    {
        var file = Path.Join(folder, "cluster.yaml");
        await File.WriteAllTextAsync(file, ClusterFile.Write(cluster.Build()), cancellationToken);
        return file;
    }

    /// <summary>How many servers each of a director's services has, once that is as many as it should be.</summary>
    private static async Task<string> ServersMustBeAsync(Round round, string director, int count, CancellationToken cancellationToken)
    {
        const string servers = "ipvsadm -Sn | sed -n 's/^-a -t \\([^ ]*\\) .*/\\1/p' | sort | uniq -c | sed 's/^ *//'";
        var said = await DataCentre.AskAsync(director, $"for i in $(seq 100); do [ \"$({servers} | grep -c '^{count} ')\" = 2 ] && break; sleep 0.2; done; {servers}", cancellationToken);
        round.Must(said.Split('\n') is [var one, var other] && one.StartsWith($"{count} ", StringComparison.Ordinal) && other.StartsWith($"{count} ", StringComparison.Ordinal), $"{director} should list {count} servers of each: {said}");
        return said;
    }

    /// <summary>What the API says of every node's addresses.</summary>
    private static async Task NodesMustHaveAsync(Round round, int ipv4, CancellationToken cancellationToken)
    {
        var said = (await DataCentre.AskAsync("client", "kubectl get nodes -o 'jsonpath={.items[*].status.addresses[?(@.type==\"InternalIP\")].address}'", cancellationToken)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        round.Saw("nodes", string.Join(' ', said));
        var nodes = Machines.ControlPlanes.Count + Machines.Workers.Count;
        var ipv6 = said.Count(address => address.StartsWith(Network, StringComparison.Ordinal));
        round.Must(ipv6 == nodes && said.Length - ipv6 == ipv4 * nodes, $"the nodes' addresses are {string.Join(' ', said)}");
    }

    /// <summary>Asked anew, the client finds the virtual IP at the network card of the director that has it.</summary>
    private static async Task MustAnswerForItAloneAsync(Round round, CancellationToken cancellationToken)
    {
        var owner = await DataCentre.VipOwnerAsync(Machines.Directors, cancellationToken, Vip);
        var card = await DataCentre.AskAsync(owner, "cat /sys/class/net/eth0/address", cancellationToken);
        var found = await DataCentre.AskAsync(
            "client",
            $"for i in $(seq 20); do ip neigh flush to {Vip} >/dev/null 2>&1; kubectl get --raw /readyz >/dev/null; ip neigh show to {Vip} | sed -n 's/.* lladdr \\([^ ]*\\) .*/\\1/p'; done | sort | uniq -c",
            cancellationToken);
        round.Saw("answersForVirtualIp", found);
        round.Must(found.Split('\n') is [var line] && line.EndsWith(card, StringComparison.Ordinal), $"the virtual IP, which is {owner}'s ({card}), was found at {found}");
    }

    /// <summary>The address comes at every start of the machine, before anything listens. (A director's kernel has IPv6 as a module.)</summary>
    private static string WithAddress(string address) => $$"""
        cat >/etc/systemd/system/ipv6-address.service <<'UNIT'
        [Unit]
        DefaultDependencies=no
        After=kubeha-lab-net.service
        Before=network-pre.target network.target ssh.service
        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=/bin/sh -c 'modprobe -q ipv6; ip addr replace {{address}}/64 dev eth0 nodad'
        [Install]
        WantedBy=sysinit.target
        UNIT
        systemctl daemon-reload && systemctl enable -q --now ipv6-address && systemctl restart ssh
        """;

    private static string AddressOf(string machine) => InIpv6(Machines.Addresses[machine]);

    private static string InIpv6(string text) => text.Replace("192.168.33.0/24", Network + "/64", StringComparison.Ordinal).Replace("192.168.33.", Network, StringComparison.Ordinal);

    /// <summary>The operator's inventory and host keys, by the machines' IPv6 addresses.</summary>
    private static async Task<string> WithIpv6Async(string folder, CancellationToken cancellationToken)
    {
        var (inventory, hosts) = (Path.Join(folder, "inventory.yaml"), Path.Join(folder, "known_hosts"));
        await File.WriteAllTextAsync(hosts, InIpv6(await File.ReadAllTextAsync(Path.Join(Layout.Operator, "known_hosts"), cancellationToken)), cancellationToken);
        var text = InIpv6(await File.ReadAllTextAsync(Layout.Inventory, cancellationToken));
        await File.WriteAllTextAsync(
            inventory,
            text.Replace("privateKeyFile: ", $"privateKeyFile: {Layout.Operator}/", StringComparison.Ordinal).Replace("address: ", "address: \"", StringComparison.Ordinal).Replace(" }", "\" }", StringComparison.Ordinal),
            cancellationToken);
        return inventory;
    }

    private const string SecondAddress = $"$0$1secondAddress: \"{Network}$2\"\n";

    [GeneratedRegex("( +)address: \"?192\\.168\\.33\\.(\\d+)\"?\\n")]
    private static partial Regex AnyAddress();

    // Of nodes only: the others are called lvs and client.
    [GeneratedRegex("(?<=name: (?:master|node)\\d?\\n)( +)address: \"?192\\.168\\.33\\.(\\d+)\"?\\n")]
    private static partial Regex NodeAddress();

    [GeneratedRegex("\\d+\\.\\d+\\.\\d+\\.\\d+")]
    private static partial Regex Ipv4();
}
