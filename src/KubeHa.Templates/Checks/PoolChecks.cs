namespace KubeHa.Templates;

/// <summary>The directors' tables against the model and against each other.</summary>
internal static class PoolChecks
{
    public static void Run(CheckSheet sheet)
    {
        foreach (var director in sheet.Cluster.LvsPair.Directors.Where(sheet.Reached))
        {
            ServiceIsPresent(sheet, director);
            PoolIsComplete(sheet, director);
            PoolIsAsModelled(sheet, director);
            PoolHasNoStranger(sheet, director);
        }

        DirectorsAgree(sheet);
    }

    private static void ServiceIsPresent(CheckSheet sheet, Director director)
    {
        var there = IpvsTable.Of(sheet, director).Services;
        var missing = PoolRules.Services(sheet.Cluster).Select(service => service.Text).Where(service => !there.Any(line => line.StartsWith($"-A -t {service} ", StringComparison.Ordinal))).ToList();
        sheet.Judge("service-present", director.Name, missing.Count == 0,
            missing.Count == 0 ? string.Join("; ", there) : $"its table has no service {string.Join(" and ", missing)}",
            $"keepalived does not notice that: put it back with ipvsadm -R <{FilePaths.IpvsRules}, or restart keepalived there (on the backup first).");
    }

    private static void PoolIsComplete(CheckSheet sheet, Director director)
    {
        var table = IpvsTable.Of(sheet, director);
        if (table.Services.Count == 0)
        {
            return; // There is nothing to list a server in; service-present says so.
        }

        var forwarding = Forwarding.Of(sheet.Cluster);
        var missing = sheet.Cluster.ControlPlanes.Where(machine => !PoolRules.ServersOf(sheet.Cluster, machine).All(table.Serves)).Select(machine => machine.Name).ToList();
        sheet.Judge("pool-complete", director.Name, missing.Count == 0,
            missing.Count == 0 ? $"lists {string.Join(", ", table.Servers.Keys)}" : $"does not list {string.Join(", ", missing)}",
            $"See {(forwarding.Binds ? "gate and " : string.Empty)}/readyz of the missing ones; keepalived takes a server in after two good checks.");
    }

    /// <summary>Scheduler, forwarding method and weights of what is listed.</summary>
    private static void PoolIsAsModelled(CheckSheet sheet, Director director)
    {
        var table = IpvsTable.Of(sheet, director);
        if (table.Services.Count == 0)
        {
            return;
        }

        var wrong = new List<string>();
        var forwarding = Forwarding.Of(sheet.Cluster);
        foreach (var service in PoolRules.Services(sheet.Cluster))
        {
            var line = PoolRules.LineOf(sheet.Cluster, service);
            wrong.AddRange(table.Services.Where(listed => listed != line && listed.StartsWith($"-A -t {service.Text} ", StringComparison.Ordinal)).Select(listed => $"its service is '{listed}', not '{line}'"));
        }

        wrong.AddRange(sheet.Cluster.ControlPlanes
            .SelectMany(machine => PoolRules.ServersOf(sheet.Cluster, machine).Select(server => (machine.Name, How: table.Servers.GetValueOrDefault(server))))
            .Where(server => server.How is not null && server.How != forwarding.Listing)
            .Select(server => $"{server.Name} is listed with '{server.How}', not '{forwarding.Listing}'"));
        sheet.Judge("pool-as-modelled", director.Name, wrong.Count == 0,
            wrong.Count == 0 ? $"scheduler {sheet.Cluster.LvsPair.Scheduler}, {forwarding.Name}, weight 1" : string.Join("; ", wrong),
            "Somebody edited the table by hand: set it right with ipvsadm -E and -e; keepalived does not compare.");
    }

    private static void PoolHasNoStranger(CheckSheet sheet, Director director)
    {
        var foreign = IpvsTable.Of(sheet, director).Servers.Keys.Except(sheet.Cluster.ControlPlanes.SelectMany(machine => PoolRules.ServersOf(sheet.Cluster, machine))).ToList();
        if (foreign.Count > 0)
        {
            sheet.Add("pool-foreign", director.Name, CheckStatus.Fails, $"lists {string.Join(", ", foreign)}, which is no control plane", "Somebody edited the table by hand: remove it with ipvsadm -d.");
        }
    }

    /// <summary>Every director has the same table: after a takeover clients find the same servers.</summary>
    private static void DirectorsAgree(CheckSheet sheet)
    {
        var tables = sheet.Cluster.LvsPair.Directors.Where(sheet.Reached).Select(director => (director.Name, Lines: IpvsTable.Of(sheet, director).Lines)).ToList();
        var all = tables.SelectMany(table => table.Lines).ToHashSet(StringComparer.Ordinal);
        var differing = all.Where(line => tables.Any(table => !table.Lines.Contains(line)))
            .Select(line => $"'{line}' only on {string.Join(", ", tables.Where(table => table.Lines.Contains(line)).Select(table => table.Name))}")
            .Order(StringComparer.Ordinal).ToList();
        sheet.Judge("directors-agree", string.Empty, differing.Count == 0,
            differing.Count == 0 ? $"{tables.Count} directors have the same table" : string.Join("; ", differing),
            "A takeover would change who is served: see pool-complete, pool-as-modelled and pool-foreign of each; where all else holds it is a check in progress, look again.");
    }
}
