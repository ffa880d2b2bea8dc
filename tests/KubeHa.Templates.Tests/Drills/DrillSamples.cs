namespace KubeHa.Templates.Tests.Drills;

/// <summary>Reports that look like real ones.</summary>
internal static class DrillSamples
{
    public static DrillReport DirectorLoss() => new()
    {
        Cluster = "reference",
        Scenario = "director-loss",
        Target = "lvs01",
        Client = "client",
        ClientKernel = "6.1.0-40-amd64",
        StartedAt = new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero),
        FaultAt = new DateTimeOffset(2026, 11, 23, 2, 0, 31, 250, TimeSpan.Zero),
        FaultAccuracy = "just before the injector was called",
        UndoneAt = Milliseconds(21_000),
        VerifiedAt = Milliseconds(38_500.125),
        Verdict = DrillVerdict.Passed,
        Clocks = [new DrillClock("client", Milliseconds(-1.5), Milliseconds(0.4))],
        Attempts =
        [
            .. Enumerable.Range(0, 60).Select(tick => Attempt(-20 + (tick * 50))),
        ],
        UnlimitedRequests = [new DrillAttempt(Milliseconds(30), Milliseconds(1041.5), Milliseconds(1039), null)],
        ProberGaps = [new DrillSpan(Milliseconds(2900), Milliseconds(300))],
        WatchGaps = [new DrillSpan(Milliseconds(-100), Milliseconds(1400.5))],
        Writes = new DrillWrites(104, 100, [17], true),
        Measurements =
        [
            DrillMeasurement.Bounded(DrillFigures.Outage, "s", 1.08, 1.524, "3 x 0.3 s + (256 - 140) / 256 x 0.3 s + 0.5 s"),
            DrillMeasurement.Told(DrillFigures.LongestWait, "s", 1.0415, "SYN asked again after 1, 3, 7 s"),
        ],
        Events =
        [
            new DrillEvent(Milliseconds(-3000), "lvs01", DrillEventKind.VirtualIpGained, ""),
            new DrillEvent(Milliseconds(1031.25), "lvs02", DrillEventKind.VirtualIpGained, ""),
            new DrillEvent(Milliseconds(2000), "lvs02", DrillEventKind.PoolLeft, "master"),
        ],
        Before = [new CheckResult("vip-on-one-director", "", CheckStatus.Holds, "192.168.33.130 is on lvs01", "")],
        After = [new CheckResult("clock", "node1", CheckStatus.Warns, "1.2 s <ahead> \"so\"", "Run a time service.")],
    };

    private static DrillAttempt Attempt(double start) => start is > 0 and < 1080
        ? new DrillAttempt(Milliseconds(start), Milliseconds(1000), null, "timeout")
        : new DrillAttempt(Milliseconds(start), Milliseconds(3.25), Milliseconds(0.5), null);

    private static TimeSpan Milliseconds(double number) => TimeSpan.FromMicroseconds(number * 1000);
}
