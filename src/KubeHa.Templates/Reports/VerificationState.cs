namespace KubeHa.Templates;

/// <summary>How a verification saw each machine.</summary>
internal static class VerificationState
{
    /// <summary>From the answers alone: those of a document have no facts behind them.</summary>
    public static TopologyState Of(Cluster cluster, CheckReport report)
    {
        var owners = report.Results.FirstOrDefault(result => result.Check == "vip-on-one-director");
        var pools = report.Results.Where(result => result.Check == "pool-complete").ToList();
        return new TopologyState(
            Of(report.Results),
            owners is null ? null : cluster.LvsPair.Directors.Select(director => director.Name).Where(name => Names(owners, name)).ToHashSet(),
            pools.Count == 0 ? null : cluster.ControlPlanes.Select(machine => machine.Name).Where(name => !pools.Any(pool => pool.Status == CheckStatus.Fails && Names(pool, name))).ToHashSet());
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

    /// <summary>Whether what was seen names a machine.</summary>
    private static bool Names(CheckResult result, string machine) => result.Seen.Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries).Contains(machine);
}
