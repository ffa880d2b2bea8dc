namespace KubeHa.Templates;

/// <summary>
/// How long the endpoint was away: from a moment to the start of the first attempt after which none fails, and from which on for two seconds all are answered in time. An answer
/// that is late after that, alone, is no outage: a cluster in use has some, and one at the end of the window would make it all of the window. They are counted by themselves.
/// A pause of the prober itself is nobody's outage: an attempt that was late only because of one is not judged, and how much of the time was not seen is told.
/// </summary>
/// <param name="Length">The outage; zero where nothing failed, null where it did not end within the attempts.</param>
/// <param name="Calm">From the moment to the start of the first attempt after which none failed or was late at all; null where there was none.</param>
/// <param name="Bad">Attempts that failed or were late, of those that ended after the moment.</param>
/// <param name="BadBefore">Attempts that failed or were late and had ended before it: with more than a few, something else is measured.</param>
/// <param name="Unseen">How much of the outage, and of the five seconds after it, the prober itself did not run.</param>
/// <param name="Watched">For how long attempts went on after the outage, without the prober's own pauses.</param>
/// <param name="After">Attempts after the outage.</param>
/// <param name="Late">How many of those were answered late.</param>
internal sealed record DrillOutage(TimeSpan? Length, TimeSpan? Calm, int Bad, int BadBefore, TimeSpan Unseen, TimeSpan Watched, int After, int Late)
{
    /// <summary>An attempt that takes longer is late.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromMilliseconds(250);

    /// <summary>For how long attempts must be good before an outage counts as over.</summary>
    public static readonly TimeSpan Over = TimeSpan.FromSeconds(2);

    /// <summary>For how long attempts must have been watched after an outage.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromSeconds(5);

    // The beat of the prober and what it does next after a pause.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    private const string TimedOut = "timeout";

    /// <param name="attempts">Offsets from the fault, in any order.</param>
    /// <param name="pauses">When the prober itself did not run.</param>
    /// <param name="moment">From when on, as an offset from the fault.</param>
    /// <param name="until">Attempts begun later say nothing of it any more.</param>
    /// <param name="before">How long before the moment attempts must have been good.</param>
    public static DrillOutage Measure(IEnumerable<DrillAttempt> attempts, IReadOnlyList<DrillSpan> pauses, TimeSpan moment, TimeSpan until, TimeSpan before)
    {
        var ordered = attempts.Where(attempt => attempt.Start < until && attempt.Start >= moment - before).OrderBy(attempt => attempt.Start).ToList();
        var judged = ordered.Where(attempt => !IsBad(attempt) || !IsExcused(attempt, pauses)).ToList();
        var badBefore = judged.Count(attempt => attempt.End <= moment && IsBad(attempt));
        var touched = judged.Where(attempt => attempt.End > moment).ToList();
        var first = End(touched);
        var back = Begins(touched, first, moment);
        var calm = Begins(touched, touched.FindLastIndex(IsBad) + 1, moment);
        var unseen = Sum(pauses, moment, (back ?? until) + Watch);
        var after = touched[Math.Min(first, touched.Count)..];
        return new DrillOutage(back - moment, calm - moment, touched.Count(IsBad), badBefore, unseen, back is { } from ? touched[^1].Start - from - Sum(pauses, from, touched[^1].Start) : TimeSpan.Zero, after.Count, after.Count(IsBad));
    }

    /// <summary>The place of the first attempt after the outage; behind the last one where it does not end.</summary>
    private static int End(List<DrillAttempt> touched)
    {
        var first = touched.FindLastIndex(attempt => !attempt.Succeeded) + 1;
        for (var at = first; at < touched.Count; at++)
        {
            if (IsBad(touched[at]) && touched[at].Start - touched[first].Start < Over)
            {
                first = at + 1;
            }
        }

        return first;
    }

    private static TimeSpan? Begins(List<DrillAttempt> touched, int first, TimeSpan moment) => first >= touched.Count ? null : first == 0 ? moment : Max(touched[first].Start, moment);

    public static bool IsBad(DrillAttempt attempt) => !attempt.Succeeded || attempt.Duration > Good;

    /// <summary>
    /// Whether it would have been answered in time had the prober run. What was answered had to wait for the prober's next beat as well; what was refused was refused, whoever slept.
    /// </summary>
    private static bool IsExcused(DrillAttempt attempt, IReadOnlyList<DrillSpan> pauses) => attempt switch
    {
        { Succeeded: true } => attempt.Duration - Sum(pauses.Select(pause => new DrillSpan(pause.Start - Slack, pause.Length + (2 * Slack))), attempt.Start, attempt.End) <= Good,
        { Error: TimedOut } => attempt.Duration - Sum(pauses, attempt.Start, attempt.End) <= Good,
        _ => false,
    };

    /// <summary>How much of a stretch they take together; they may overlap.</summary>
    private static TimeSpan Sum(IEnumerable<DrillSpan> pauses, TimeSpan from, TimeSpan to)
    {
        var (sum, seen) = (TimeSpan.Zero, from);
        foreach (var pause in pauses.OrderBy(pause => pause.Start))
        {
            var (start, end) = (Max(pause.Start, seen), Min(pause.End, to));
            sum += Max(TimeSpan.Zero, end - start);
            seen = Max(seen, end);
        }

        return sum;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
