namespace KubeHa;

/// <summary>What is done to machines beside what the cluster needs (KHA4052, KHA4053).</summary>
internal static class PreparationRules
{
    public static IEnumerable<Diagnostic> FirewallKnowsItsNetwork(ClusterDraft draft)
    {
        if (draft.Preparation.Firewall != FirewallSetting.LeftAlone && draft.MachinesText is null)
        {
            yield return Found.Error(
                DiagnosticCodes.FirewallNeedsNetwork, "preparation.firewall",
                "Firewalls are opened for the machines' network only, and it is not said which that is.",
                "Give it: WithNetwork(machines: ...).");
        }
        else if (draft.Preparation.Firewall != FirewallSetting.LeftAlone && draft.SecondMachinesNetwork is null && draft.Machines.Any(machine => machine.SecondAddressText is not null))
        {
            yield return Found.Error(
                DiagnosticCodes.FirewallNeedsNetwork, "preparation.firewall",
                "Firewalls are opened for the machines' networks only, machines have second addresses, and it is not said which network those are in.",
                "Give both, with a comma between them: WithNetwork(machines: ...).");
        }
    }

    public static IEnumerable<Diagnostic> TimeServersAreNames(ClusterDraft draft)
    {
        foreach (var (server, index) in draft.Preparation.TimeServers.Select((server, index) => (server, index)))
        {
            if (IpText.ParseAddress(server) is null && Grammar.DnsNameProblem(server) is { } problem)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedDnsName, $"preparation.timeServers[{index}]", $"The time server {Found.Show(server)} {problem}.",
                    "Write a DNS name in lower case, or an address.");
            }
        }
    }

    public static IEnumerable<Diagnostic> TimeServersAreAsked(ClusterDraft draft)
    {
        if (draft.Preparation is { SynchroniseTime: false, TimeServers.Count: > 0 })
        {
            yield return Found.Error(
                DiagnosticCodes.TimeServersUnused, "preparation.timeServers",
                "Time servers are named, and nobody asks them: the machines' clocks are left alone.",
                "Set SynchroniseTime, or name no servers.");
        }
    }
}
