using KubeHa.Templates;

namespace KubeHa.Reports.Tests;

/// <summary>Invented drills of the reference cluster.</summary>
internal static class SampleDrill
{
    /// <summary>A director is lost, the other takes over in time.</summary>
    public static DrillReport DirectorLoss { get; } = DirectorLossAfter(1080);

    /// <summary>The same, too late, and writes are lost.</summary>
    public static DrillReport TooLate { get; } = DirectorLossAfter(2140) with
    {
        Verdict = DrillVerdict.Failed,
        Reasons = ["outage 2.14 s, NOT within 1.636 s = 3 x 0.3 s + (256 - 140) / 256 x 0.3 s + 0.5 s", "2 acknowledged writes were gone in the end: <17>, 18"],
        Writes = new DrillWrites(180, 171, [17, 18], true),
        ProberGaps = [new DrillSpan(Milliseconds(3600), Milliseconds(320))],
    };

    /// <summary>An apiserver is killed: no request fails for longer than a check takes.</summary>
    public static DrillReport ApiServerCrash { get; } = Crash();

    /// <summary>A guard did not hold.</summary>
    public static DrillReport Refused { get; } = new()
    {
        Cluster = "reference", Scenario = "second-control-plane-loss", Target = "master2", Client = "", StartedAt = new DateTimeOffset(2026, 11, 23, 2, 40, 0, TimeSpan.Zero),
        Verdict = DrillVerdict.Refused, Reasons = ["quorum would be lost (1 of 3 members), and nobody consented to that"],
    };

    private static DrillReport DirectorLossAfter(double outage)
    {
        const double Bound = 1.636;
        var seconds = outage / 1000;
        return new DrillReport
        {
            Cluster = "reference",
            Scenario = "director-loss",
            Target = "lvs01",
            Client = "client",
            ClientKernel = "6.1.0-40-amd64",
            StartedAt = new DateTimeOffset(2026, 11, 23, 2, 30, 0, TimeSpan.Zero),
            FaultAt = new DateTimeOffset(2026, 11, 23, 2, 30, 31, 250, TimeSpan.Zero),
            FaultAccuracy = "known to 2 ms",
            UndoneAt = Milliseconds(21_000),
            VerifiedAt = Milliseconds(31_800),
            Verdict = DrillVerdict.Passed,
            Clocks = [new DrillClock("client", Milliseconds(-1.5), Milliseconds(0.4)), new DrillClock("lvs02", Milliseconds(0.7), Milliseconds(0.4))],
            Attempts = [.. Enumerable.Range(-100, 800).Select(tick => Attempt(tick, outage))],
            UnlimitedRequests = [.. Enumerable.Range(0, 40).Select(i => new DrillAttempt(Milliseconds(-200 + (i * 5)), Milliseconds(4.5), Milliseconds(0.5), null)), new DrillAttempt(Milliseconds(12), Milliseconds(Math.Ceiling(outage / 1000) * 1000 + 14), Milliseconds(outage), null)],
            WatchGaps = [new DrillSpan(Milliseconds(-120), Milliseconds(outage + 420))],
            Writes = new DrillWrites(180, 172, [], true),
            Measurements =
            [
                DrillMeasurement.Bounded(DrillFigures.Outage, "s", seconds, Bound, "3 x 0.3 s + (256 - 140) / 256 x 0.3 s + 0.5 s"),
                DrillMeasurement.Bounded(DrillFigures.VirtualIpMoved, "s", seconds - 0.045, Bound, "3 x 0.3 s + (256 - 140) / 256 x 0.3 s + 0.5 s"),
                DrillMeasurement.Bounded(DrillFigures.LostWrites, "", outage > 2000 ? 2 : 0, 0, "an acknowledged write is never lost"),
                DrillMeasurement.Bounded(DrillFigures.Verified, "s", 10.8, 300, "300 s"),
                DrillMeasurement.Told(DrillFigures.LongestWait, "s", Math.Ceiling(seconds) + 0.014, "a SYN without an answer is sent again after 1, 3 and 7 s"),
                DrillMeasurement.Told(DrillFigures.WatchGap, "s", seconds + 0.42, "the writer writes every 200 ms"),
                DrillMeasurement.Told(DrillFigures.FailedRequests, "", Math.Ceiling(outage / 50), "one is begun every 50 ms"),
            ],
            Events =
            [
                new DrillEvent(Milliseconds(-3000), "lvs01", DrillEventKind.VirtualIpGained, ""),
                new DrillEvent(TimeSpan.Zero, "lvs01", DrillEventKind.VirtualIpLost, ""),
                new DrillEvent(Milliseconds(outage - 45), "lvs02", DrillEventKind.VirtualIpGained, ""),
                new DrillEvent(Milliseconds(21_000), "lvs01", DrillEventKind.Done, "lvs01 is powered on"),
            ],
            Before = [new CheckResult("vip-on-one-director", "", CheckStatus.Holds, "192.168.33.130 is on lvs01", ""), new CheckResult("keepalived-runs", "lvs01", CheckStatus.Holds, "keepalived is active", "")],
            After = SampleVerification.Holds.Results,
        };
    }

    private static DrillReport Crash() => DirectorLossAfter(1080) with
    {
        Scenario = "api-server-crash",
        Target = "master2",
        Attempts = [.. Enumerable.Range(-100, 500).Select(tick => tick is > 0 and < 70 && tick % 3 == 0 ? new DrillAttempt(Milliseconds(tick * 50), Milliseconds(0.8), null, "refused") : Attempt(tick, 0))],
        UnlimitedRequests = [],
        WatchGaps = [],
        Measurements =
        [
            DrillMeasurement.Bounded(DrillFigures.Outage, "s", 3.48, 5.5, "3 s between checks + 2 s between 1 try again + 0.5 s"),
            DrillMeasurement.Bounded(DrillFigures.OutOfPool, "s", 3.41, 5.5, "3 s between checks + 2 s between 1 try again + 0.5 s"),
            DrillMeasurement.Bounded(DrillFigures.LostWrites, "", 0, 0, "an acknowledged write is never lost"),
        ],
        Events =
        [
            new DrillEvent(Milliseconds(3210), "lvs01", DrillEventKind.PoolLeft, "master2"),
            new DrillEvent(Milliseconds(3410), "lvs02", DrillEventKind.PoolLeft, "master2"),
            new DrillEvent(Milliseconds(4100), "", DrillEventKind.LeaderMoved, "kube-scheduler master3"),
        ],
    };

    private static DrillAttempt Attempt(int tick, double outage)
    {
        // Sizes as they were seen on a quiet machine, and spread without chance.
        var start = tick * 50.0;
        var usual = 3.2 + (tick * 7919 % 97 / 40.0) + (tick * 104729 % 211 == 0 ? 60 : 0);
        return start < 0 || start >= outage ? new DrillAttempt(Milliseconds(start), Milliseconds(usual), Milliseconds(0.5), null)
            : start > outage - 90 ? new DrillAttempt(Milliseconds(start), Milliseconds(outage - start + 12), Milliseconds(outage - start + 6), null)
            : new DrillAttempt(Milliseconds(start), Milliseconds(1000), null, "timeout");
    }

    private static TimeSpan Milliseconds(double number) => TimeSpan.FromMicroseconds(Math.Round(number * 1000));
}
