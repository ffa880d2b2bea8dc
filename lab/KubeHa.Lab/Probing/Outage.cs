namespace KubeHa.Lab;

/// <summary>
/// How long an endpoint was away: from the fault to the start of the first attempt after which all succeed in time.
/// Where no attempt was begun for too long nothing was seen, and that counts as away.
/// </summary>
/// <param name="Milliseconds">The outage; null when it did not end within the attempts.</param>
/// <param name="Bad">Attempts that failed or were late, of those that ended after the fault.</param>
/// <param name="BadBefore">Attempts that had failed or been late before the fault: with any, the measurement says nothing.</param>
/// <param name="WatchedMilliseconds">How long attempts went on after the outage.</param>
internal sealed record Outage(double? Milliseconds, int Bad, int BadBefore, double WatchedMilliseconds)
{
    public const double GoodMilliseconds = 250;

    public const double GapMilliseconds = 250;

    /// <param name="attempts">In any order.</param>
    /// <param name="fault">When the fault was made, on the attempts' clock.</param>
    public static Outage Measure(IEnumerable<Attempt> attempts, double fault)
    {
        var ordered = attempts.OrderBy(attempt => attempt.Started).ToList();
        var badBefore = ordered.Count(attempt => attempt.Ended <= fault && IsBad(attempt));
        var touched = ordered.Where(attempt => attempt.Ended > fault).ToList();
        double? back = touched.Count > 0 ? fault : null;
        var seen = fault;
        var bad = 0;
        for (var index = 0; index < touched.Count; index++)
        {
            var attempt = touched[index];
            if (attempt.Started - seen > GapMilliseconds)
            {
                back = attempt.Started;
            }

            seen = Math.Max(seen, attempt.Started);
            if (IsBad(attempt))
            {
                bad++;
                back = index + 1 < touched.Count ? touched[index + 1].Started : null;
            }
        }

        return new Outage(back is null ? null : Math.Max(0, back.Value - fault), bad, badBefore, back is null ? 0 : seen - Math.Max(back.Value, fault));
    }

    /// <summary>Whether attempts were made since then, and all were good.</summary>
    /// <param name="attempts">In any order.</param>
    /// <param name="since">On the attempts' clock.</param>
    public static bool IsCalm(IEnumerable<Attempt> attempts, double since)
    {
        var ended = attempts.Where(attempt => attempt.Ended >= since).ToList();
        return ended.Count > 0 && !ended.Any(IsBad);
    }

    private static bool IsBad(Attempt attempt) => !attempt.Ok || attempt.Milliseconds > GoodMilliseconds;
}
