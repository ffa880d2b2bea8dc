namespace KubeHa.Templates;

/// <summary>The virtual IP on the control planes, and what comes through it.</summary>
internal static class EndpointChecks
{
    public static void Run(CheckSheet sheet)
    {
        var pools = sheet.Cluster.LvsPair.Directors.Select(director => IpvsTable.Of(sheet, director)).ToList();
        foreach (var machine in sheet.Cluster.ControlPlanes.Where(sheet.Reached))
        {
            ApiServerIsReady(sheet, machine);
            var listed = pools.Any(pool => PoolRules.ServersOf(sheet.Cluster, machine).Any(pool.Serves));
            if (Forwarding.Of(sheet.Cluster).Binds)
            {
                TrafficComesOnlyWhileBound(sheet, machine, listed);
                GateIsOpenWhileBound(sheet, machine);
                UnitsKeepTheEndpoint(sheet, machine);

                // By ARP alone can somebody answer for what another of its interfaces bears.
                if (!sheet.Cluster.Endpoint.VirtualAddresses.All(address => address.IsIpv6()))
                {
                    IsSilentAboutVirtualAddress(sheet, machine);
                }
            }
            else
            {
                TrafficComesOnlyWhileReady(sheet, machine, listed);
                BearsNoVirtualAddress(sheet, machine);
            }
        }

        foreach (var service in PoolRules.Services(sheet.Cluster))
        {
            EveryControlPlaneAnswers(sheet, service);
        }
    }

    private static void ApiServerIsReady(CheckSheet sheet, ControlPlane machine)
    {
        var said = sheet.Block(machine, FactNames.ControlPlane)["readyz"];
        sheet.Judge("apiserver-ready", machine.Name, said == "ok", said == "ok" ? "its own apiserver answers /readyz" : $"its own apiserver says: {said}",
            "See crictl ps -a and the logs of kube-apiserver and etcd there." + (Forwarding.Of(sheet.Cluster).Binds ? " While it stays down, stopping kubeha-vip lets the machine reach the other apiservers." : string.Empty));
    }

    /// <summary>The first invariant.</summary>
    private static void TrafficComesOnlyWhileBound(CheckSheet sheet, ControlPlane machine, bool listed)
    {
        var block = sheet.Block(machine, FactNames.ControlPlane);
        var (bound, ready) = (IsBound(sheet, block), block.Is("readyz", "ok"));
        sheet.Judge("traffic-only-while-bound", machine.Name, !listed || (bound && ready),
            listed ? $"in a pool, {Bound(bound)}, {(ready ? "ready" : "NOT ready")}" : "in no pool",
            "Connections that a director sends there are lost: stop kubeha-vip there (systemctl stop kubeha-vip), then apply again.");
    }

    /// <summary>The first invariant, where nothing is bound.</summary>
    private static void TrafficComesOnlyWhileReady(CheckSheet sheet, ControlPlane machine, bool listed)
    {
        var ready = sheet.Block(machine, FactNames.ControlPlane).Is("readyz", "ok");
        sheet.Judge("traffic-only-while-ready", machine.Name, !listed || ready, listed ? $"in a pool, {(ready ? "ready" : "NOT ready")}" : "in no pool",
            "Right after it failed that is no fault: look again. If it stays, see journalctl -u keepalived on the directors.");
    }

    /// <summary>The second one: it would talk to itself, as in an earlier life with another way of forwarding.</summary>
    private static void BearsNoVirtualAddress(CheckSheet sheet, ControlPlane machine)
    {
        var bound = sheet.Block(machine, FactNames.ControlPlane).Number("vip-bound") is not 0;
        sheet.Judge("no-virtual-ip-bound", machine.Name, !bound, bound ? "the virtual IP is bound on it" : "it dials the directors",
            "It talks to itself when it dials the endpoint: remove the address, and what binds it at boot (systemctl disable --now kubeha-vip, where that is left of another way of forwarding).");
    }

    private static void GateIsOpenWhileBound(CheckSheet sheet, ControlPlane machine)
    {
        var block = sheet.Block(machine, FactNames.ControlPlane);
        sheet.Judge("gate-open-while-bound", machine.Name, IsBound(sheet, block) && block.Is("gate", "open"), $"{Bound(IsBound(sheet, block))}, gate {block["gate"]}",
            "Apply again: the machine binds the virtual IP and opens its gate when its own apiserver is ready.");
    }

    /// <summary>What stands now would stand again: both units did their work, and the file without which the next boot binds nothing is there.</summary>
    private static void UnitsKeepTheEndpoint(CheckSheet sheet, ControlPlane machine)
    {
        var block = sheet.Block(machine, FactNames.ControlPlane);
        var (gate, vip, marker) = (block["gate-unit"], block["vip-unit"], block.Is("real-server"));
        sheet.Judge("endpoint-units", machine.Name, gate == "active" && vip == "active" && marker,
            $"kubeha-gate {gate}, kubeha-vip {vip}, {FilePaths.RealServer} {(marker ? "is there" : "is MISSING")}",
            "Apply again: it starts the units and writes the file. Without them the machine keeps the virtual IP only until it restarts.");
    }

    private static void IsSilentAboutVirtualAddress(CheckSheet sheet, ControlPlane machine)
    {
        var block = sheet.Block(machine, FactNames.ControlPlane);
        sheet.Judge("silent-about-vip", machine.Name, block.Is("arp-ignore", "1") && block.Is("arp-announce", "2"), $"arp_ignore={block["arp-ignore"]} arp_announce={block["arp-announce"]}",
            "Without arp_ignore=1 and arp_announce=2 it answers ARP for the virtual IP and takes it from the directors. Apply again.");
    }

    private static void EveryControlPlaneAnswers(CheckSheet sheet, PoolService service)
    {
        var witness = sheet.Cluster.Clients.Cast<Machine>().Concat(sheet.Cluster.Workers).FirstOrDefault(machine => sheet.Observed[machine.Name, service.ConnectionsFact] is not null);
        if (witness is null)
        {
            sheet.Add("every-server-answers", string.Empty, CheckStatus.Warns, $"no client or worker could try {service.Address}", "Only a machine that neither owns nor directs the virtual IP, and has an address of its family, can say; add a client.");
            return;
        }

        var block = sheet.Block(witness, service.ConnectionsFact);
        if (block.Is("missing", "openssl"))
        {
            sheet.Add("every-server-answers", witness.Name, CheckStatus.Warns, "openssl is not installed there", "Install openssl on it; nothing else can hold connections open and read their certificates.");
            return;
        }

        var connections = block.All("connection");
        var through = sheet.Cluster.Endpoint.SecondVirtualAddress is null ? string.Empty : $" to {service.Address}";
        var hanging = connections.Count(connection => connection == "hanging");
        var unseen = sheet.Cluster.ControlPlanes.Where(machine => !connections.Contains(sheet.Block(machine, FactNames.ControlPlane)["certificate"])).Select(machine => machine.Name).ToList();
        sheet.Judge("no-connection-hangs", witness.Name, hanging == 0 && connections.Count > 0, $"{hanging} of {connections.Count} new connections{through} hung",
            "A control plane gets connections that it does not answer: see traffic-only-while-bound.");
        sheet.Judge("every-server-answers", witness.Name, unseen.Count == 0,
            unseen.Count == 0 ? $"{sheet.Cluster.ControlPlanes.Count} serving certificates in {connections.Count} connections{through}" : $"never reached{through}: {string.Join(", ", unseen)}",
            "See pool-complete; a server that is listed and never chosen has a served certificate other than its file (restart kube-apiserver).");
    }

    private static bool IsBound(CheckSheet sheet, FactBlock block) => block.Number("vip-on-" + Forwarding.Of(sheet.Cluster).Device) >= sheet.Cluster.Endpoint.VirtualAddresses.Count;

    private static string Bound(bool bound) => bound ? "bound" : "NOT bound";
}
