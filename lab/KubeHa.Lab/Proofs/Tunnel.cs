using System.Globalization;
using System.Text.Json.Nodes;
using KubeHa.Templates;

namespace KubeHa.Lab;

/// <summary>Directors that tunnel. The kernel of the lab's containers has no ipip, so the real servers are machines with a kernel of their own, and a small server answers there in an apiserver's place.</summary>
internal sealed class Tunnel : Proof
{
    private const int Connections = 60;

    private const int Transfers = 10;

    private const int Bytes = 1024 * 1024;

    private const int LimitSeconds = 10;

    private const string Table = "tunnel";

    private static readonly string Endpoint = $"https://{Machines.Vip}:{Machines.Port}";

    /// <summary>What makes a real server of a control plane; all else of one is left out.</summary>
    private static readonly IReadOnlyList<string> OfRealServer = ["file/etc/modules-load.d/", "file/etc/sysctl.d/", "file/etc/systemd/system/kubeha-", "file/usr/libexec/kubeha/", "kernel/modules", "kernel/sysctls", "endpoint/gate", "endpoint/serve"];

    private static readonly IReadOnlyDictionary<string, string> Addresses = Machines.Parse(File.ReadLines(Path.Join(Layout.Root, "lab", $"machines.{Table}")));

    private static readonly IReadOnlyList<string> Servers = [.. Addresses.Keys.Where(machine => machine.StartsWith("rs", StringComparison.Ordinal))];

    public override string Name => "tunnel";

    public override string Shows => "directors that tunnel to real servers, which are User-Mode Linux with a small TLS server in an apiserver's place (the containers' kernel has no ipip, and a control plane would be too slow there): the plan's own steps for directors and real servers bring the endpoint up, run again they change nothing; a client's connections are answered by every server, which sees the client's address; 1 MB goes there and back whole, once the client has learned by ICMP how large a packet may be; a real server that lost its power comes back into the pool by its units; when the director that has the virtual IP is killed the client is answered through the other one";

    public override int Rounds => 1;

    public override string Bound => Text($"0 steps changed again; all {Connections} connections answered and {Transfers} of {Transfers} transfers whole before and after the kill; answered within {LimitSeconds} s of it");

    public override JsonObject Settings => new()
    {
        ["realServers"] = $"{string.Join(' ', Servers)}: User-Mode Linux, no control planes; lab/recipes/stand-in answers at {Machines.Port} by TLS",
        ["steps"] = $"of the plan for bare machines all of the directors', and of the control planes' {string.Join(' ', OfRealServer)}",
        ["connections"] = Connections,
        ["transfers"] = Transfers,
        ["transferBytes"] = Bytes,
        ["firewall"] = "this kernel has no nf_tables: its iptables is the older one",
    };

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        await bench.Lab.RenewAsync(cancellationToken, Table);
        try
        {
            await MustForwardAsync(round, bench, cancellationToken);
        }
        finally
        {
            // These machines are no use to any other proof.
            await bench.Lab.DoAsync(CancellationToken.None, "down");
        }
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"1 MB there and back in {Largest(rounds, "transferSeconds")} s, after the kill in {Largest(rounds, "transferSecondsAfterKill")} s; a real server back in the pool {Largest(rounds, "backAfterSeconds")} s after its start; answered {Largest(rounds, "answeredAfterSeconds")} s after the kill");

    private async Task MustForwardAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        foreach (var server in Servers)
        {
            await DataCentre.AskAsync(server, "update-alternatives --set iptables /usr/sbin/iptables-legacy", cancellationToken);
        }

        await DataCentre.InstallAsync("stand-in", Servers, cancellationToken);
        await Task.WhenAll(Servers.Select(server => DataCentre.AskAsync(server, "systemctl enable -q --now stand-in", cancellationToken)));
        await MustComeUpAsync(round, bench, cancellationToken);

        var owner = await DataCentre.VipOwnerAsync(Machines.Directors, cancellationToken);
        await MustAnswerAsync(round, "answers", cancellationToken);
        await MustTransferAsync(round, "transferSeconds", cancellationToken);
        await MustHaveTunnelledAsync(round, owner, "beforeKill", cancellationToken);
        await MustComeBackAsync(round, bench, Servers[0], cancellationToken);
        await MustAnswerAfterKillAsync(round, bench, owner, cancellationToken);
    }

    /// <summary>Runs the plan's own steps for directors and real servers, and runs them again.</summary>
    private async Task MustComeUpAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var folder = ReferenceProgram.NewFolder(Name);
        var file = await WrittenAsync(bench, folder, Tunnelled, cancellationToken);
        var cluster = ClusterFile.Load(file).Build();
        var plan = PartOfPlan.Of(cluster.PlanConvergence(cluster.Render(), Observations.None), IsOfPath);
        var planFile = Path.Join(folder, "plan.json");
        await File.WriteAllTextAsync(planFile, plan.ToJson(), cancellationToken);
        round.SawLines("steps", plan.Steps.Select(step => step.Id));

        round.Saw("applySeconds", Rounded((await bench.Program.ApplyPlanAsync(file, planFile, cancellationToken)).Must().Seconds));
        (await bench.Program.ApplyPlanAsync(file, planFile, cancellationToken)).Must();
        var again = ReferenceProgram.ChangedByLast();
        round.Saw("changedAgain", again.Count);
        round.Must(again.Count == 0, $"run again the plan changed {string.Join(' ', again)}");
    }

    /// <summary>The lab's cluster with other control planes and no workers.</summary>
    private static ClusterBuilder Tunnelled(Cluster cluster)
    {
        var builder = ClusterBuilder.From(cluster)
            .WithRuntime(new ContainerRuntime.Prepared("unix:///run/containerd/containerd.sock")).WithImages(new ImageSource.Registry())
            .WithKernelModules("overlay", "br_netfilter")
            .WithLvsPair(Machines.Vip, lvs => lvs.WithForwarding(new LvsForwarding.Tunnel()));
        builder = Machines.ControlPlanes.Concat(Machines.Workers).Aggregate(builder, (before, machine) => before.Remove(machine));
        return Servers.Aggregate(builder, (before, machine) => before.AddControlPlane(machine, Addresses[machine]));
    }

    private static bool IsOfPath(PlanStep step) =>
        step.Action is not StepAction.Observe && (Machines.Directors.Contains(step.Host) || (Servers.Contains(step.Host) && OfRealServer.Any(topic => step.Id.StartsWith($"{step.Host}/{topic}", StringComparison.Ordinal))));

    /// <summary>New connections are answered, by every server in turn, each of which sees who asks.</summary>
    private static async Task MustAnswerAsync(Round round, string name, CancellationToken cancellationToken)
    {
        var lines = (await DataCentre.AskAsync("client", $"for i in $(seq {Connections}); do curl -sk -m 5 -o /dev/null -D - --data-binary asked {Endpoint}/cgi-bin/echo | tr -d '\\r' | sed -n 's/^X-Server: /by /p; s/^X-Caller: /to /p' | tr '\\n' ' '; echo; done | sort | uniq -c", cancellationToken)).Split('\n').Select(line => line.Trim()).ToList();
        round.SawLines(name, lines);
        var answers = lines.Select(line => line.Split(' ')).Where(words => words is [_, "by", _, "to", _]).ToDictionary(words => words[2], words => (Count: int.Parse(words[0], CultureInfo.InvariantCulture), Caller: words[4]), StringComparer.Ordinal);
        round.Must(answers.Values.Sum(answer => answer.Count) == Connections && answers.Values.All(answer => answer.Caller == Addresses["client"]) && answers.Keys.Order(StringComparer.Ordinal).SequenceEqual(Servers), $"{name}: {string.Join(", ", lines)}");
    }

    /// <summary>What is sent comes back whole: both ways packets are as large as they may be. What a director told the client of them before is forgotten first.</summary>
    private static async Task MustTransferAsync(Round round, string name, CancellationToken cancellationToken)
    {
        var lines = (await DataCentre.AskAsync("client", $"ip route flush cache; head -c {Bytes} /dev/urandom >/tmp/sent; for i in $(seq {Transfers}); do rm -f /tmp/got; curl -sk -m 30 -o /tmp/got -w '%{{time_total}} ' -H 'Expect:' --data-binary @/tmp/sent {Endpoint}/cgi-bin/echo; cmp -s /tmp/sent /tmp/got && echo whole || echo broken; done", cancellationToken)).Split('\n').Select(line => line.Split(' ')).ToList();
        round.Saw(name, lines.Max(words => Rounded(double.Parse(words[0], CultureInfo.InvariantCulture), 2)));
        round.Must(lines.Count == Transfers && lines.All(words => words[1] == "whole"), $"{name}: {string.Join(", ", lines.Select(words => string.Join(' ', words)))}");
    }

    /// <summary>The director's table says Tunnel and counts requests only; what it wrapped came out of tunl0 on every server, where the address is.</summary>
    private static async Task MustHaveTunnelledAsync(Round round, string owner, string when, CancellationToken cancellationToken)
    {
        var table = (await DataCentre.AskAsync(owner, "ipvsadm -Ln | sed -n 's/^  -> //p'", cancellationToken)).Split('\n').Where(line => line.Contains($":{Machines.Port}", StringComparison.Ordinal)).Select(Words).ToList();
        var counted = (await DataCentre.AskAsync(owner, "ipvsadm -Ln --stats --exact | sed -n 's/^  -> //p'", cancellationToken)).Split('\n').Where(line => line.Contains($":{Machines.Port}", StringComparison.Ordinal)).Select(Words).ToList();
        round.SawLines($"{when}Table", table.Select(words => string.Join(' ', words.Take(2))));
        round.SawLines($"{when}ConnectionsPacketsInOutBytesInOut", counted.Select(words => string.Join(' ', words)));
        round.Must(table.Count == Servers.Count && table.All(words => words[1] == "Tunnel"), $"{owner} does not tunnel to all");

        // What goes out through it is its own word that a packet was too large, and no answer.
        round.Must(counted.Count == Servers.Count && counted.All(words => Number(words[4]) > Bytes && Number(words[5]) < Bytes / 100), $"{owner} counts otherwise than where servers answer callers themselves");

        var servers = new List<string>();
        foreach (var server in Servers)
        {
            var seen = await DataCentre.AskAsync(server, $"cat /sys/class/net/tunl0/statistics/rx_packets; {FilePaths.Vip} state; {FilePaths.Gate} state; ip -o -4 addr show to {Machines.Vip} | awk '{{print $2}}'; uname -r", cancellationToken);
            servers.Add($"{server} {seen.Replace('\n', ' ')}");
            round.Must(seen.Split('\n') is [var packets, "bound", "open", "tunl0", _] && Number(packets) > 0, $"{server} is no real server of a tunnel: {seen}");
        }

        round.SawLines($"{when}Servers", servers);
        var route = (await DataCentre.AskAsync("client", $"ip -o route get {Machines.Vip}", cancellationToken)).Replace('\\', ' ');
        round.Saw($"{when}RouteOfClient", route);
        round.Must(route.EndsWith(" mtu 1480", StringComparison.Ordinal), $"{owner} has not told the client how large a packet may be: {route}");

        static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    private static async Task MustComeBackAsync(Round round, Bench bench, string server, CancellationToken cancellationToken)
    {
        await bench.Lab.DoAsync(cancellationToken, "kill", server);
        await Task.WhenAll(Machines.Directors.Select(director => MustListAsync(director, Servers.Count - 1, cancellationToken)));
        await bench.Lab.DoAsync(cancellationToken, "start", server);
        var start = bench.Talk.Seconds;
        await Task.WhenAll(Machines.Directors.Select(director => MustListAsync(director, Servers.Count, cancellationToken)));
        round.Saw("backAfterSeconds", Rounded(bench.Talk.Seconds - start));
        await MustAnswerAsync(round, "answersAfterReturn", cancellationToken);
    }

    private static async Task MustAnswerAfterKillAsync(Round round, Bench bench, string owner, CancellationToken cancellationToken)
    {
        await MustAnswerWithoutAsync(round, bench, owner, $"curl -skf -m 1 {Endpoint}/readyz", TimeSpan.FromSeconds(LimitSeconds), cancellationToken);
        await MustAnswerAsync(round, "answersAfterKill", cancellationToken);
        await MustTransferAsync(round, "transferSecondsAfterKill", cancellationToken);
        await MustHaveTunnelledAsync(round, Machines.Directors.Single(director => director != owner), "afterKill", cancellationToken);
    }

    private static async Task MustListAsync(string director, int servers, CancellationToken cancellationToken) =>
        await DataCentre.AskAsync(director, $"for i in $(seq 600); do [ \"$(ipvsadm -Ln | grep -c ':{Machines.Port} .*Tunnel')\" = {servers} ] && exit 0; sleep 0.2; done; ipvsadm -Ln >&2; exit 1", cancellationToken);
}
