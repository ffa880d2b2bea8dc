namespace KubeHa.Templates;

/// <summary>Turns what was seen into figures beside their bounds, and into a verdict. Pure.</summary>
internal sealed class DrillJudge(DrillScenario scenario, Machine target, DrillBounds bounds, DrillSeen seen)
{
    /// <summary>What an attempt begun shortly before the fault must have been.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);

    /// <summary>How many attempts before the fault may have been late, of forty: what was late then makes the outage that is measured longer, never shorter.</summary>
    private const int MostBadBefore = 2;

    /// <summary>One of so many attempts after the outage may be answered late: as many as before the fault.</summary>
    private const int OneLateOf = 20;

    /// <summary>How long before the fault's end its undoing may be felt already, at most.</summary>
    private static readonly TimeSpan MostDisturbed = TimeSpan.FromSeconds(2);

    /// <summary>How much of an outage the prober may have slept through before the figure says nothing.</summary>
    private static readonly TimeSpan MostUnseen = TimeSpan.FromSeconds(0.5);

    private readonly List<DrillMeasurement> figures = [];
    private readonly List<string> reasons = [];

    /// <param name="undoing">When the undoing was begun on the machine, from the fault; null where nothing is done there.</param>
    /// <param name="undone">When the fault was undone, from the fault.</param>
    /// <param name="verifying">When the first verification after it began, from the fault.</param>
    /// <param name="verified">When everything verified again, from the fault.</param>
    /// <param name="limit">How long that may take.</param>
    public (IReadOnlyList<DrillMeasurement> Figures, IReadOnlyList<string> Reasons) Judge(TimeSpan? undoing, TimeSpan? undone, TimeSpan? verifying, TimeSpan? verified, TimeSpan limit)
    {
        var end = seen.Attempts is [.., { } last] ? last.Start + TimeSpan.FromTicks(1) : TimeSpan.Zero;

        var until = scenario is DrillScenario.SecondControlPlaneLoss ? end : Undisturbed(undoing, undone) ?? end;
        var outage = DrillOutage.Measure(seen.Attempts, seen.Pauses, TimeSpan.Zero, until, Before);
        OutageAndRequests(outage, until);
        Moves();
        Add(DrillMeasurement.Bounded(DrillFigures.LostWrites, string.Empty, seen.Writes is { ReadBack: true, Acknowledged: > 0 } ? seen.Writes.Lost.Count : null, 0, "none may be lost of those that were acknowledged, and there must be some"));

        // A machine that was without power comes back while everything is verified already, which clients feel too: that would be told of the wrong cause.
        if (undone is { } back && !scenario.NeedsInjector)
        {
            Rejoin(back, verifying - DrillOutage.Good ?? end);
        }

        Add(DrillMeasurement.Bounded(DrillFigures.Verified, "s", Seconds(verified - (undone ?? TimeSpan.Zero)), limit.TotalSeconds, "from the undoing; the limit that was given"));
        return (figures, reasons);
    }

    /// <summary>Until when attempts were begun that had their time before the undoing: that is work on the machine, and what is under way feels it.</summary>
    private static TimeSpan? Undisturbed(TimeSpan? undoing, TimeSpan? undone)
    {
        if (undoing is null || undone is null)
        {
            return undone;
        }

        if (undone <= undoing)
        {
            return undone - DrillOutage.Good; // The timer was there first.
        }

        var disturbed = undone.Value - undoing.Value;
        return undone - (disturbed > MostDisturbed ? MostDisturbed : disturbed) - DrillOutage.Good;
    }

    private void OutageAndRequests(DrillOutage outage, TimeSpan until)
    {
        const string Meaning = "no bound: etcd has no majority until machines are back";
        Add(bounds.Outage(scenario) is { } bound
            ? DrillMeasurement.Bounded(DrillFigures.Outage, "s", Seconds(outage.Length), bound.Seconds, bound.Formula)
            : DrillMeasurement.Told(DrillFigures.Outage, "s", Seconds(outage.Length), Meaning));
        var longest = seen.Unlimited.Where(request => request.End > TimeSpan.Zero && request.Start < until).Select(request => (TimeSpan?)request.Duration).Max();
        Add(bounds.LongestWait(scenario, seen.Kernel) is { } wait
            ? DrillMeasurement.Bounded(DrillFigures.LongestWait, "s", Seconds(longest), wait.Seconds, wait.Formula)
            : DrillMeasurement.Told(DrillFigures.LongestWait, "s", Seconds(longest), $"a request without a limit, from its first SYN to its end; the client's kernel sends a SYN again after {DrillBounds.Times(SynSchedule.Of(seen.Kernel))}"));
        Add(DrillMeasurement.Told(DrillFigures.WatchGap, "s", Seconds(seen.WatchGaps.Where(gap => gap.End > TimeSpan.Zero && gap.Start < until).Select(gap => (TimeSpan?)gap.Length).Max() ?? TimeSpan.Zero), "0 where no gap was as long as 1 s; the prober asks anew after 3 s of silence, client-go notices a dead connection within 45 s"));
        Add(DrillMeasurement.Told(DrillFigures.Calm, "s", Seconds(outage.Calm), "from the fault to the last attempt that failed or took more than 250 ms, alone or not"));
        Add(DrillMeasurement.Told(DrillFigures.FailedRequests, string.Empty, outage.Bad, "attempts that failed or took more than 250 ms, from the fault to the undoing"));

        Must(outage.BadBefore <= MostBadBefore, $"{outage.BadBefore} attempts failed or were late in the two seconds before the fault: this measures something else.");
        Must(outage.Length is not null, $"The outage did not end before the fault was undone.");
        if (scenario is DrillScenario.SecondControlPlaneLoss)
        {
            Must(outage.Bad > 0, $"No request failed though etcd had lost its majority, which cannot be.");
            return;
        }

        Add(DrillMeasurement.Bounded(DrillFigures.LateAfterwards, string.Empty, outage.Late, outage.After / OneLateOf, FormattableString.Invariant($"one in {OneLateOf} of the {outage.After} attempts after the outage")));
        MustHaveRun(outage, "the outage");
        Must(outage.Length is null || outage.Watched >= DrillOutage.Watch, $"Only {outage.Watched.TotalSeconds:0.0} s were watched after the outage.");
        if (scenario is DrillScenario.DirectorLoss or DrillScenario.NetworkCut { Role: DrillRole.Director })
        {
            Must(outage.Length != TimeSpan.Zero, $"No attempt noticed the fault, which cannot be.");
        }
    }

    private void Moves()
    {
        if (bounds.OutOfPool(scenario) is { } pool)
        {
            // Every director that was watched and is still there; one alone would go on sending connections to the dead server.
            var left = seen.Directors.Select(director => First(DrillEventKind.PoolLeft, happened => happened.Machine == director && happened.Subject == target.Name)).ToList();
            Must(seen.Unread.Count == 0, $"What the prober saw on {string.Join(", ", seen.Unread)} could not be read.");
            Add(DrillMeasurement.Bounded(DrillFigures.OutOfPool, "s", left.Count == 0 || left.Contains(null) ? null : left.Max(), pool.Seconds, pool.Formula));
        }

        if (bounds.VirtualIpMoved(scenario) is { } moved)
        {
            Add(DrillMeasurement.Bounded(DrillFigures.VirtualIpMoved, "s", First(DrillEventKind.VirtualIpGained, happened => happened.Machine != target.Name), moved.Seconds, moved.Formula));
        }

        if (DrillBounds.LeaderMoved(scenario) is { } leader && scenario is DrillScenario.LeaderLoss loss)
        {
            var lease = DrillTargets.LeaseOf(loss.Leader);
            Add(DrillMeasurement.Bounded(DrillFigures.LeaderMoved, "s", First(DrillEventKind.LeaderMoved, happened => happened.Subject.StartsWith(lease + " ", StringComparison.Ordinal)), leader.Seconds, leader.Formula));
        }
    }

    /// <summary>What is undone takes no request that finds its way without it: a director that was cut off takes a takeover, anything else takes nothing.</summary>
    private void Rejoin(TimeSpan undone, TimeSpan undisturbed)
    {
        var outage = DrillOutage.Measure(seen.Attempts, seen.Pauses, undone, undisturbed, TimeSpan.Zero);
        var bound = bounds.OutageAtRejoin(scenario);
        Add(DrillMeasurement.Bounded(DrillFigures.Outage + DrillFigures.AtRejoin, "s", Seconds(outage.Length), bound.Seconds, FormattableString.Invariant($"{bound.Formula}, in the {(undisturbed - undone).TotalSeconds:0.0} s before the verification")));
        MustHaveRun(outage, "the outage at the rejoin");
    }

    private void MustHaveRun(DrillOutage outage, string which) =>
        Must(outage.Unseen <= MostUnseen, $"The prober itself did not run for {outage.Unseen.TotalSeconds:0.000} s of {which}: the machine it ran on was too busy to measure.");

    private double? First(DrillEventKind kind, Func<DrillEvent, bool> which) =>
        Seconds(seen.Events.Where(happened => happened.At >= TimeSpan.Zero && happened.Kind == kind && which(happened)).Select(happened => (TimeSpan?)happened.At).Min());

    private void Add(DrillMeasurement figure)
    {
        figures.Add(figure);
        Must(figure.Holds, $"{figure}.");
    }

    private void Must(bool holds, FormattableString otherwise)
    {
        if (!holds)
        {
            reasons.Add(FormattableString.Invariant(otherwise));
        }
    }

    private static double? Seconds(TimeSpan? time) => time is null ? null : Math.Round(time.Value.TotalSeconds, 6);
}
