namespace KubeHa.Templates;

/// <summary>How a verification saw each machine.</summary>
internal static class VerificationState
{
    public static TopologyState Of(Cluster cluster, CheckReport report)
    {
        var observed = report.Run.Observations;
        var tables = cluster.LvsPair.Directors.Select(director => observed[director.Name, FactNames.IpvsTable]).OfType<string>().ToList();
        var directors = cluster.LvsPair.Directors.Where(director => observed[director.Name, FactNames.Director] is not null).ToList();
        return new TopologyState(
            Of(report.Results),
            directors.Count == 0 ? null : directors.Where(director => FactBlock.Of(observed, director.Name, FactNames.Director).Number("vip") > 0).Select(director => director.Name).ToHashSet(),
            tables.Count == 0 ? null : cluster.ControlPlanes.Where(machine => tables.All(table => Lists(cluster, machine, table))).Select(machine => machine.Name).ToHashSet());
    }

    /// <summary>The worst answer for each machine that a check is about.</summary>
    public static IReadOnlyDictionary<string, MachineState> Of(IReadOnlyList<CheckResult> results) => results
        .Where(result => result.Machine.Length > 0)
        .GroupBy(result => result.Machine, StringComparer.Ordinal)
        .ToDictionary(machine => machine.Key, machine => Of([.. machine.Select(result => result.Status)]), StringComparer.Ordinal);

    private static MachineState Of(IReadOnlyList<CheckStatus> answers)
    {
        var fails = answers.Count(answer => answer == CheckStatus.Fails);
        var warns = answers.Count(answer => answer == CheckStatus.Warns);
        return fails > 0 ? new MachineState(Tone.Bad, Numbers.Count(fails, "check fails", "checks fail"))
            : warns > 0 ? new MachineState(Tone.Warn, Numbers.Count(warns, "check warns", "checks warn"))
            : new MachineState(Tone.Good, Numbers.Count(answers.Count, "check holds", "checks hold"));
    }

    /// <summary>Whether a director sends new connections to a control plane, from its table as <c>ipvsadm -S -n</c> writes it.</summary>
    private static bool Lists(Cluster cluster, ControlPlane machine, string table) => table.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Any(words => words is ["-a", "-t", var service, "-r", var server, ..]
            && service == FormattableString.Invariant($"{cluster.Endpoint.VirtualAddress}:{cluster.Endpoint.Port}")
            && server == FormattableString.Invariant($"{machine.Address}:{cluster.Endpoint.Port}")
            && !words.SkipWhile(word => word != "-w").Skip(1).Take(1).Contains("0"));
}
