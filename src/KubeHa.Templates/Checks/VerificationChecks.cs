using System.Globalization;
using System.Text.Json;

namespace KubeHa.Templates;

/// <summary>Whether a running cluster is as the model says. Pure: one method a check, over observations only.</summary>
internal sealed class VerificationChecks
{
    private readonly Cluster cluster;
    private readonly Observations observed;
    private readonly List<CheckResult> results = [];

    private VerificationChecks(Cluster cluster, Observations observed)
    {
        this.cluster = cluster;
        this.observed = observed;
    }

    /// <param name="cluster">The cluster.</param>
    /// <param name="observed">What machines said.</param>
    /// <param name="workload">Whether the workload was looked at too.</param>
    public static IReadOnlyList<CheckResult> Run(Cluster cluster, Observations observed, bool workload)
    {
        var checks = new VerificationChecks(cluster, observed);
        checks.MachinesAreReached();
        checks.VirtualAddressIsOnOneDirector();
        checks.DirectorsListEveryControlPlane();
        checks.ControlPlanesServeOnlyWhileBoundAndReady();
        checks.EveryControlPlaneAnswersThroughTheVirtualAddress();
        checks.EtcdIsWhole();
        checks.ControllersHaveOneHolderEach();
        checks.NodesAreReady();
        checks.ClientsSeeTheNodes();
        if (workload)
        {
            checks.WorkloadReachesEverything();
        }

        return checks.results;
    }

    private void MachinesAreReached()
    {
        foreach (var (machine, reason) in observed.Unreachable)
        {
            Add("reachable", machine, CheckStatus.Fails, $"not reached: {reason}", "Bring it back, or take it out of the model.");
        }
    }

    private void VirtualAddressIsOnOneDirector()
    {
        var owners = cluster.LvsPair.Directors.Where(director => Director(director).Number("vip") > 0).Select(director => director.Name).ToList();
        Judge("vip-on-one-director", string.Empty, owners.Count == 1,
            owners.Count == 0 ? $"no director has {cluster.Endpoint.VirtualAddress}" : $"{cluster.Endpoint.VirtualAddress} is on {string.Join(" and ", owners)}",
            owners.Count == 0 ? "See whether keepalived runs on the directors (systemctl status keepalived)." : "The directors do not hear each other: see whether a firewall drops IP protocol 112 between them.");
        foreach (var director in cluster.LvsPair.Directors.Where(Reached))
        {
            Judge("keepalived-runs", director.Name, Director(director).Is("keepalived", "active"), $"keepalived is {Director(director)["keepalived"]}", "Apply again, or see journalctl -u keepalived.");
        }
    }

    private void DirectorsListEveryControlPlane()
    {
        var service = $"{cluster.Endpoint.VirtualAddress}:{cluster.Endpoint.Port}";
        foreach (var director in cluster.LvsPair.Directors.Where(Reached))
        {
            var pool = Pool(director, service);
            var missing = cluster.ControlPlanes.Where(machine => !pool.Contains(Server(machine))).Select(machine => machine.Name).ToList();
            var foreign = Pool(director, service, alsoDrained: true).Except(cluster.ControlPlanes.Select(Server)).ToList();
            Judge("pool-complete", director.Name, missing.Count == 0,
                missing.Count == 0 ? $"lists {string.Join(", ", pool)}" : $"does not list {string.Join(", ", missing)}",
                "See gate and /readyz of the missing ones; keepalived takes a server in after two good checks.");
            if (foreign.Count > 0)
            {
                Add("pool-foreign", director.Name, CheckStatus.Fails, $"lists {string.Join(", ", foreign)}, which is no control plane", "Somebody edited the table by hand: remove it with ipvsadm -d.");
            }
        }
    }

    /// <summary>Both invariants: in the pool only while bound and ready; and bound with an open gate, or neither.</summary>
    private void ControlPlanesServeOnlyWhileBoundAndReady()
    {
        var service = $"{cluster.Endpoint.VirtualAddress}:{cluster.Endpoint.Port}";
        var pools = cluster.LvsPair.Directors.SelectMany(director => Pool(director, service)).ToHashSet();
        foreach (var machine in cluster.ControlPlanes.Where(Reached))
        {
            var block = ControlPlane(machine);
            var (bound, ready, open) = (block.Number("vip-on-lo") > 0, block.Is("readyz", "ok"), block.Is("gate", "open"));
            Judge("apiserver-ready", machine.Name, ready, ready ? "its own apiserver answers /readyz" : $"its own apiserver says: {block["readyz"]}", "See crictl ps -a and the logs of kube-apiserver and etcd there. While it stays down, stopping kubeha-vip lets the machine reach the other apiservers.");
            Judge("traffic-only-while-bound", machine.Name, !pools.Contains(Server(machine)) || (bound && ready),
                pools.Contains(Server(machine)) ? $"in a pool, {(bound ? "bound" : "NOT bound")}, {(ready ? "ready" : "NOT ready")}" : "in no pool",
                "Connections that a director sends there are lost: stop kubeha-vip there (systemctl stop kubeha-vip), then apply again.");
            Judge("gate-open-while-bound", machine.Name, bound && open, $"{(bound ? "bound" : "NOT bound")}, gate {block["gate"]}", "Apply again: the machine binds the virtual IP and opens its gate when its own apiserver is ready.");
            Judge("silent-about-vip", machine.Name, block.Is("arp-ignore", "1") && block.Is("arp-announce", "2"), $"arp_ignore={block["arp-ignore"]} arp_announce={block["arp-announce"]}", "Without arp_ignore=1 and arp_announce=2 it answers ARP for the virtual IP and takes it from the directors. Apply again.");
        }
    }

    private void EveryControlPlaneAnswersThroughTheVirtualAddress()
    {
        var witness = cluster.Clients.Cast<Machine>().Concat(cluster.Workers).FirstOrDefault(machine => observed[machine.Name, FactNames.Connections] is not null);
        if (witness is null)
        {
            Add("every-server-answers", string.Empty, CheckStatus.Warns, "no client or worker could try", "Only a machine that neither owns nor directs the virtual IP can say; add a client.");
            return;
        }

        var block = FactBlock.Of(observed, witness.Name, FactNames.Connections);
        if (block.Is("missing", "openssl"))
        {
            Add("every-server-answers", witness.Name, CheckStatus.Warns, "openssl is not installed there", "Install openssl on it; nothing else can hold connections open and read their certificates.");
            return;
        }

        var connections = block.All("connection");
        var hanging = connections.Count(connection => connection == "hanging");
        var unseen = cluster.ControlPlanes.Where(machine => !connections.Contains(ControlPlane(machine)["certificate"])).Select(machine => machine.Name).ToList();
        Judge("no-connection-hangs", witness.Name, hanging == 0 && connections.Count > 0, $"{hanging} of {connections.Count} new connections hung", "A control plane gets connections that it does not answer: see traffic-only-while-bound.");
        Judge("every-server-answers", witness.Name, unseen.Count == 0,
            unseen.Count == 0 ? $"{cluster.ControlPlanes.Count} serving certificates in {connections.Count} connections" : $"never reached: {string.Join(", ", unseen)}",
            "See pool-complete; a server that is listed and never chosen has a served certificate other than its file (restart kube-apiserver).");
    }

    private void EtcdIsWhole()
    {
        var lists = cluster.ControlPlanes.Select(machine => EtcdMember.ReadList(observed[machine.Name, FactNames.EtcdMembers])).ToList();
        var members = lists.FirstOrDefault(list => list.Count > 0) ?? [];
        var expected = cluster.ControlPlanes.Select(machine => machine.Address).ToHashSet();
        var right = members.Count == expected.Count && members.All(member => member.HasStarted && member.PeerAddress is not null && expected.Contains(member.PeerAddress));
        Judge("etcd-members", string.Empty, right,
            $"{members.Count} members: {string.Join(", ", members.Select(member => member.HasStarted ? member.Name : $"{member.PeerAddress} (not started)"))}",
            "The members must be the control planes, no more and no fewer. Apply again: stale members are removed, missing ones joined.");

        var statuses = cluster.ControlPlanes.Where(Reached).Select(machine => (machine, Status: Status(observed[machine.Name, FactNames.EtcdStatus]))).ToList();
        foreach (var (machine, status) in statuses)
        {
            Judge("etcd-answers", machine.Name, status is { Errors: 0 }, status is null ? "its etcd does not answer" : $"answers, {status.Value.Errors} errors", "See the logs of etcd there, and disk space.");
        }

        var leaders = statuses.Select(item => item.Status?.Leader ?? string.Empty).Distinct().ToList();
        Judge("etcd-one-leader", string.Empty, leaders is [not ("" or "0")], leaders is [not ("" or "0")] ? "all name the same leader" : $"{leaders.Count} opinions", "The members do not agree: see whether ports 2379 and 2380 are open between all control planes.");
    }

    private static (string Leader, int Errors)? Status(string? json)
    {
        try
        {
            if (json is null)
            {
                return null;
            }

            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return (root.TryGetProperty("leader", out var leader) ? leader.GetString() ?? string.Empty : string.Empty, root.TryGetProperty("errors", out var errors) ? errors.GetArrayLength() : 0);
        }
        catch (Exception noStatus) when (noStatus is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void ControllersHaveOneHolderEach()
    {
        var blocks = cluster.ControlPlanes.Select(machine => FactBlock.Of(observed, machine.Name, FactNames.Leases)).ToList();
        foreach (var lease in (string[])["kube-controller-manager", "kube-scheduler"])
        {
            var holders = blocks.Select(block => block["second-" + lease].Split(' ')[0]).Where(holder => holder.Length > 0).Distinct().ToList();
            var renewing = blocks.Any(block => block["first-" + lease].Length > 0 && block["first-" + lease] != block["second-" + lease]);
            Judge("one-leader-renewing", string.Empty, holders.Count == 1 && renewing, $"{lease}: {(holders.Count == 0 ? "no holder" : string.Join(", ", holders))}{(renewing ? string.Empty : ", not renewing")}", $"See the logs of {lease} on the control planes.");
        }
    }

    private void NodesAreReady()
    {
        var nodes = cluster.ControlPlanes.Select(machine => observed[machine.Name, FactNames.Nodes]).Where(text => text is not null).Select(NodeLine.Read).FirstOrDefault() ?? [];
        foreach (var machine in cluster.Nodes)
        {
            var known = nodes.TryGetValue(machine.Name, out var node);
            Judge("node-ready", machine.Name, known && node!.Ready, known ? (node!.Ready ? "Ready" : "not Ready") : "no such node", known ? "See journalctl -u kubelet there; a node without a network plugin stays not Ready." : "Apply again: it has not joined.");
        }
    }

    private void ClientsSeeTheNodes()
    {
        foreach (var client in cluster.Clients.Where(Reached))
        {
            var block = FactBlock.Of(observed, client.Name, FactNames.ClientNodes);
            var server = block["server"];
            var count = block.All("node").Count;
            Judge("client-kubectl", client.Name, server == $"https://{cluster.Endpoint.HostAndPort}" && count == cluster.Nodes.Count(),
                string.Create(CultureInfo.InvariantCulture, $"kubectl lists {count} nodes through {(server.Length > 0 ? server : "nothing")}"), "Apply again: the client gets a kubeconfig of its own.");
        }
    }

    private void WorkloadReachesEverything()
    {
        var lines = cluster.ControlPlanes.Select(machine => observed[machine.Name, WorkloadRunbook.Fact]).FirstOrDefault(text => text is not null);
        if (lines is null)
        {
            Add("workload", string.Empty, CheckStatus.Fails, "the workload did not come up", "See the events in its namespace; image and pod network must work on every node.");
            return;
        }

        var wanted = cluster.Nodes.Count() + 1;
        var byNode = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        foreach (var machine in cluster.Nodes)
        {
            var said = byNode[machine.Name].ToList();
            var reached = said.Count(line => line.StartsWith("reached=", StringComparison.Ordinal));
            var not = said.Where(line => !line.StartsWith("reached=", StringComparison.Ordinal) && line != "logs=ok").ToList();
            Judge("workload", machine.Name, reached == wanted && not.Count == 0 && said.Contains("logs=ok"),
                string.Create(CultureInfo.InvariantCulture, $"its pod reached {reached} of {wanted} (every pod, and the service){(not.Count > 0 ? "; " + string.Join("; ", not.Take(4)) : string.Empty)}"),
                "Pods that do not reach each other across nodes: see the pod network. Logs or exec that fail: see whether port 10250 is open from the control planes.");
        }
    }

    private HashSet<string> Pool(Director director, string service, bool alsoDrained = false) => (observed[director.Name, FactNames.IpvsTable] ?? string.Empty).Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words is ["-a", "-t", var of, "-r", _, ..] && of == service && (alsoDrained || !words.SkipWhile(word => word != "-w").Skip(1).Take(1).Contains("0")))
        .Select(words => words[4])
        .ToHashSet();

    private string Server(ControlPlane machine) => $"{machine.Address}:{cluster.Endpoint.Port}";

    private bool Reached(Machine machine) => observed[machine.Name, FactNames.System] is not null;

    private FactBlock Director(Director machine) => FactBlock.Of(observed, machine.Name, FactNames.Director);

    private FactBlock ControlPlane(ControlPlane machine) => FactBlock.Of(observed, machine.Name, FactNames.ControlPlane);

    private void Judge(string check, string machine, bool holds, string seen, string hint) =>
        Add(check, machine, holds ? CheckStatus.Holds : CheckStatus.Fails, seen, holds ? string.Empty : hint);

    private void Add(string check, string machine, CheckStatus status, string seen, string hint) => results.Add(new CheckResult(check, machine, status, seen, hint));
}
