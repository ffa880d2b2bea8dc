namespace KubeHa.Templates;

/// <summary>
/// How long the endpoint was away: from a moment to the start of the first attempt after which all succeed in time. A pause of the prober itself is
/// nobody's outage: what overlaps one is not judged, and how much of the time was not seen is told.
/// </summary>
/// <param name="Length">The outage; zero where nothing failed, null where it did not end within the attempts.</param>
/// <param name="Bad">Attempts that failed or were late, of those that ended after the moment.</param>
/// <param name="BadBefore">Attempts that failed or were late and had ended before it: with more than a few, something else is measured.</param>
/// <param name="Unseen">How much of the outage, and of the calm right after it, the prober itself did not run.</param>
/// <param name="Watched">How long attempts went on after the outage.</param>
internal sealed record DrillOutage(TimeSpan? Length, int Bad, int BadBefore, TimeSpan Unseen, TimeSpan Watched)
{
    /// <summary>An attempt that takes longer is late.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromMilliseconds(250);

    // The beat of the prober and what it does next after a pause.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    /// <param name="attempts">Offsets from the fault, in any order.</param>
    /// <param name="pauses">When the prober itself did not run.</param>
    /// <param name="moment">From when on, as an offset from the fault.</param>
    /// <param name="until">Attempts begun later say nothing of it any more.</param>
    /// <param name="before">How long before the moment attempts must have been good.</param>
    public static DrillOutage Measure(IEnumerable<DrillAttempt> attempts, IReadOnlyList<DrillSpan> pauses, TimeSpan moment, TimeSpan until, TimeSpan before)
    {
        var ordered = attempts.Where(attempt => attempt.Start < until && attempt.Start >= moment - before).OrderBy(attempt => attempt.Start).ToList();
        var judged = ordered.Where(attempt => !IsBad(attempt) || !pauses.Any(pause => Overlap(attempt, pause))).ToList();
        var badBefore = judged.Count(attempt => attempt.End <= moment && IsBad(attempt));
        var touched = judged.Where(attempt => attempt.End > moment).ToList();
        var last = touched.FindLastIndex(IsBad);
        TimeSpan? back = last < 0 ? (touched.Count > 0 ? moment : null) : last + 1 < touched.Count ? touched[last + 1].Start : null;
        var length = back is null ? (TimeSpan?)null : TimeSpan.FromTicks(Math.Max(0, (back.Value - moment).Ticks));
        var end = (back ?? until) + Good;
        var unseen = pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + Cut(pause, moment, end));
        return new DrillOutage(length, touched.Count(IsBad), badBefore, unseen, back is null ? TimeSpan.Zero : touched[^1].Start - Max(back.Value, moment));
    }

    public static bool IsBad(DrillAttempt attempt) => !attempt.Succeeded || attempt.Duration > Good;

    private static bool Overlap(DrillAttempt attempt, DrillSpan pause) => attempt.Start < pause.End + Slack && attempt.End > pause.Start - Slack;

    private static TimeSpan Cut(DrillSpan pause, TimeSpan from, TimeSpan to) => Max(TimeSpan.Zero, Min(pause.End, to) - Max(pause.Start, from));

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
