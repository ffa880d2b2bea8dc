namespace KubeHa;

/// <summary>What is done to machines beside what the cluster needs (KHA4052).</summary>
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
    }
}
