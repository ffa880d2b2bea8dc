namespace KubeHa;

/// <summary>What directors can do and what fits together on them (KHA407x).</summary>
internal static class LvsRules
{
    // keepalived and the kernel take no more.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    // Kubernetes' clients ask a silent connection for a sign after 30 s and give it 15 s for the answer.
    private static readonly TimeSpan ShortestTcp = TimeSpan.FromMinutes(1);

    public static IEnumerable<Diagnostic> ConnectCheckHasGate(ClusterDraft draft)
    {
        if (draft.Lvs is { HealthCheck.Kind: HealthCheckKind.Connect, Forwarding: LvsForwarding.Masquerade })
        {
            yield return Found.Warning(
                DiagnosticCodes.ConnectCheckWithoutGate, "lvsPair.healthCheck.kind",
                "With masquerade no gate keeps directors away until an apiserver is ready: by this check it gets traffic as soon as it listens.",
                "Use HealthCheckKind.Ready unless apiservers tell nobody whether they are ready.");
        }
    }

    public static IEnumerable<Diagnostic> KeepalivedKnowsTheTimers(ClusterDraft draft)
    {
        if (draft.Lvs?.HealthCheck is not { } check || Old(draft, release => release.HasFractionalTimers) is not { } old)
        {
            yield break;
        }

        foreach (var (name, time) in new[] { ("interval", check.Interval), ("retryDelay", check.RetryDelay), ("connectTimeout", check.ConnectTimeout) })
        {
            if (!IsWhole(time))
            {
                yield return Found.Error(
                    DiagnosticCodes.KeepalivedWantsWholeSeconds, $"lvsPair.healthCheck.{name}",
                    $"{old} cannot take the time {Found.Show(time)}: it knows whole seconds only.",
                    "Use whole seconds, as HealthCheckSettings.Default has, or install keepalived 2.0 or newer on every director.");
            }
        }
    }

    public static IEnumerable<Diagnostic> KeepalivedSpeaksTheVersion(ClusterDraft draft)
    {
        if (draft.Lvs?.Vrrp is { Version: 3 } && Old(draft, release => release.HasSubSecondAdverts) is { } old)
        {
            yield return Found.Error(
                DiagnosticCodes.KeepalivedWithoutVrrp3, "lvsPair.vrrp.version",
                $"{old} cannot be relied on with VRRP version 3.",
                "Use VrrpSettings.Compatible, or leave the choice to the directors' versions, or install keepalived 2.0 or newer on every director.");
        }
    }

    public static IEnumerable<Diagnostic> IpvsTimeoutsAreInRange(ClusterDraft draft)
    {
        if (draft.Lvs?.Ipvs is not { } ipvs)
        {
            yield break;
        }

        foreach (var (name, time, least) in new[] { ("tcpTimeout", ipvs.TcpTimeout, ShortestTcp), ("tcpFinTimeout", ipvs.TcpFinTimeout, TimeSpan.FromSeconds(1)) })
        {
            if (time is { } set && (set < least || set > Longest || !IsWhole(set)))
            {
                yield return Found.Error(
                    DiagnosticCodes.IpvsTimeoutOutOfRange, $"lvsPair.ipvs.{name}",
                    $"The time {Found.Show(set)} is outside {Found.Show(least)} to 31 days or has parts of a second.",
                    "Use whole seconds in that range, or leave it to the kernel.");
            }
        }
    }

    /// <summary>The first director known to have a keepalived without something.</summary>
    internal static string? Old(ClusterDraft draft, Func<KeepalivedRelease, bool> has) => draft.Of(MachineRole.Director)
        .Where(machine => machine.Facts.Keepalived is { } version && KeepalivedCatalogue.Find(version) is { } release && !has(release))
        .Select(machine => $"keepalived {machine.Facts.Keepalived} on {Found.Show(machine.Name)}").FirstOrDefault();

    private static bool IsWhole(TimeSpan time) => time.Ticks % TimeSpan.TicksPerSecond == 0;
}
