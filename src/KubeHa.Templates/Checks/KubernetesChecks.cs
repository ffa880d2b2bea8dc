using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Controllers, nodes, addons, versions, and the clients' way in.</summary>
internal static class KubernetesChecks
{
    /// <summary>A kubelet renews every 10 s; after 40 s (node-monitor-grace-period) its node counts as lost.</summary>
    private const int LateSeconds = 20;
    private const int LostSeconds = 40;

    public static void Run(CheckSheet sheet)
    {
        ControllersHaveOneHolderEach(sheet);
        NodesAreReady(sheet);
        NodesRenewTheirLeases(sheet);
        KubeProxyRunsEverywhere(sheet);
        DnsRuns(sheet);
        VersionsFit(sheet);
        ClientsSeeTheNodes(sheet);
    }

    private static void ControllersHaveOneHolderEach(CheckSheet sheet)
    {
        var blocks = sheet.Cluster.ControlPlanes.Select(machine => sheet.Block(machine, FactNames.Leases)).ToList();
        foreach (var lease in (string[])["kube-controller-manager", "kube-scheduler"])
        {
            var holders = blocks.Select(block => block["second-" + lease].Split(' ')[0]).Where(holder => holder.Length > 0).Distinct().ToList();
            var renewing = blocks.Any(block => block["first-" + lease].Length > 0 && block["first-" + lease] != block["second-" + lease]);
            sheet.Judge("one-leader-renewing", string.Empty, holders.Count == 1 && renewing,
                $"{lease}: {(holders.Count == 0 ? "no holder" : string.Join(", ", holders))}{(renewing ? string.Empty : ", not renewing")}",
                $"See the logs of {lease} on the control planes.");
        }
    }

    private static void NodesAreReady(CheckSheet sheet)
    {
        var nodes = Nodes(sheet);
        foreach (var machine in sheet.Cluster.Nodes)
        {
            var known = nodes.TryGetValue(machine.Name, out var node);
            sheet.Judge("node-ready", machine.Name, known && node!.Ready, known ? (node!.Ready ? "Ready" : "not Ready") : "no such node",
                known ? "See journalctl -u kubelet there; a node without a network plugin stays not Ready." : "Apply again: it has not joined.");
        }
    }

    private static void NodesRenewTheirLeases(CheckSheet sheet)
    {
        var block = sheet.Cluster.ControlPlanes.Select(machine => sheet.Block(machine, FactNames.Leases)).FirstOrDefault(block => block.Number("now") is not null);
        if (block?.Number("now") is not { } now)
        {
            sheet.Add("node-lease", string.Empty, CheckStatus.Warns, "no control plane lists the nodes' leases", "See apiserver-ready.");
            return;
        }

        var renewed = block.All("node-lease").Select(line => line.Split(' ')).Where(words => words.Length == 2).DistinctBy(words => words[0]).ToDictionary(words => words[0], words => words[1]);
        foreach (var machine in sheet.Cluster.Nodes)
        {
            var age = renewed.TryGetValue(machine.Name, out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? Math.Max(0, now - at.ToUnixTimeSeconds())
                : (long?)null;
            sheet.Add("node-lease", machine.Name, age switch { null or > LostSeconds => CheckStatus.Fails, > LateSeconds => CheckStatus.Warns, _ => CheckStatus.Holds },
                age is null ? "it has no lease" : string.Create(CultureInfo.InvariantCulture, $"renewed {age} s ago"),
                "Its kubelet does not reach the API: see journalctl -u kubelet there, and whether its clock is right.");
        }
    }

    private static void KubeProxyRunsEverywhere(CheckSheet sheet)
    {
        if (Addons(sheet, "kube-proxy-ready") is not { } block)
        {
            return;
        }

        var (wanted, ready) = Pair(block["kube-proxy"]);
        sheet.Judge("kube-proxy-ready", string.Empty, wanted > 0 && ready == wanted,
            wanted is null ? "there is no kube-proxy" : string.Create(CultureInfo.InvariantCulture, $"{ready ?? 0} of {wanted} are ready"),
            "Without it no service is reached from that node: see kubectl -n kube-system get pods -l k8s-app=kube-proxy -o wide, and the logs of those that are not ready.");
    }

    private static void DnsRuns(CheckSheet sheet)
    {
        if (!sheet.Cluster.Kubeadm.InstallDns || Addons(sheet, "dns-ready") is not { } block)
        {
            return;
        }

        var (wanted, ready) = Pair(block["dns"]);
        sheet.Judge("dns-ready", string.Empty, wanted > 0 && ready == wanted,
            wanted is null ? "there is no DNS of the cluster" : string.Create(CultureInfo.InvariantCulture, $"{ready ?? 0} of {wanted} are ready"),
            "Pods find no names: see kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide; it waits for a pod network and its image.");
    }

    /// <summary>Kubernetes' version skew policy; how far a kubelet may lag is a column of the Catalogue.</summary>
    private static void VersionsFit(CheckSheet sheet)
    {
        const string check = "version-skew";
        var servers = sheet.Said(check, sheet.Cluster.ControlPlanes, FactNames.ApiVersion)
            .Select(machine => (machine.Name, Version: Version(sheet.Block(machine, FactNames.ApiVersion)["version"])))
            .Where(server => server.Version is not null)
            .ToList();
        if (servers.Count == 0)
        {
            return;
        }

        var (oldest, newest) = (servers.Min(server => server.Version!.Minor), servers.Max(server => server.Version!.Minor));
        var wrong = new List<string>();
        if (newest - oldest > 1)
        {
            wrong.Add($"apiservers of {string.Join(", ", servers.Select(server => $"{server.Version} ({server.Name})"))}: they may be one minor version apart");
        }

        foreach (var node in Nodes(sheet).Values)
        {
            if (Version(node.KubeletVersion) is not { } kubelet)
            {
                continue;
            }

            var lag = KubernetesCatalogue.Releases.FirstOrDefault(release => release.Minor == kubelet.Minor)?.KubeletMayLag ?? KubernetesCatalogue.Releases[0].KubeletMayLag;
            if (kubelet.Minor > oldest)
            {
                wrong.Add($"the kubelet of {node.Name} ({kubelet}) is newer than an apiserver of v1.{oldest}");
            }
            else if (newest - kubelet.Minor > lag)
            {
                wrong.Add($"the kubelet of {node.Name} ({kubelet}) is more than {lag} minor versions older than an apiserver of v1.{newest}");
            }
        }

        sheet.Judge(check, string.Empty, wrong.Count == 0,
            wrong.Count == 0 ? $"apiservers {string.Join(", ", servers.Select(server => server.Version!.ToString()).Distinct())}, kubelets {string.Join(", ", Nodes(sheet).Values.Select(node => node.KubeletVersion).Distinct())}" : string.Join("; ", wrong),
            "Kubernetes' version skew policy: upgrade control planes first, one minor version at a time, then the kubelets.");
    }

    private static void ClientsSeeTheNodes(CheckSheet sheet)
    {
        foreach (var client in sheet.Said("client-kubectl", sheet.Cluster.Clients, FactNames.ClientNodes))
        {
            var block = sheet.Block(client, FactNames.ClientNodes);
            var server = block["server"];
            var count = block.All("node").Count;
            var failed = block.All("failed");
            var seen = string.Create(CultureInfo.InvariantCulture, $"kubectl lists {count} nodes through {(server.Length > 0 ? server : "nothing")}");
            if (server != $"https://{sheet.Cluster.Endpoint.HostAndPort}" || count != sheet.Cluster.Nodes.Count())
            {
                sheet.Add("client-kubectl", client.Name, CheckStatus.Fails, failed.Count == 0 ? seen : $"{seen}; it said: {failed[^1]}", "Apply again: the client gets a kubeconfig of its own.");
            }
            else
            {
                sheet.Add("client-kubectl", client.Name, failed.Count == 0 ? CheckStatus.Holds : CheckStatus.Warns,
                    failed.Count == 0 ? seen : string.Create(CultureInfo.InvariantCulture, $"{seen} after {failed.Count} failed of {failed.Count + 1} tries: {failed[0]}"),
                    "Verify again. Where it comes back, see in keepalived's log on the directors whether the virtual IP moves, and in the kubelet's whether apiservers start anew.");
            }
        }
    }

    private static Dictionary<string, NodeLine> Nodes(CheckSheet sheet) =>
        sheet.Cluster.ControlPlanes.Select(machine => sheet.Observed[machine.Name, FactNames.Nodes]).Where(text => text is not null).Select(NodeLine.Read).FirstOrDefault() ?? [];

    private static FactBlock? Addons(CheckSheet sheet, string check)
    {
        if (sheet.Cluster.ControlPlanes.FirstOrDefault(machine => sheet.Observed[machine.Name, FactNames.Addons] is not null) is { } machine)
        {
            return sheet.Block(machine, FactNames.Addons);
        }

        sheet.Add(check, string.Empty, CheckStatus.Warns, "no control plane could be asked", "See apiserver-ready.");
        return null;
    }

    private static (long? Wanted, long? Ready) Pair(string text)
    {
        var words = text.Split(' ');
        return (Number(words.ElementAtOrDefault(0)), Number(words.ElementAtOrDefault(1)));

        static long? Number(string? word) => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // Builds of distributions put more behind the number: v1.20.2-5.
    private static KubernetesVersion? Version(string text) => KubernetesVersion.TryParse(text.Split('-', '+')[0], out var version) ? version : null;
}
