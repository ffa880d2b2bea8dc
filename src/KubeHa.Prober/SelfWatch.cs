namespace KubeHa.Prober;

/// <summary>Sees when this program itself did not run, so that nobody else is blamed for it: a thread that does nothing but wake every 10 ms.</summary>
internal static class SelfWatch
{
    private const double BeatMilliseconds = 10;

    /// <summary>How much too late is worth telling.</summary>
    public const double GapMilliseconds = 100;

    public static Thread Start(SteadyClock clock, Journal journal, CancellationToken cancellationToken)
    {
        var thread = new Thread(() =>
        {
            var last = clock.Now;
            while (!cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(BeatMilliseconds)))
            {
                var now = clock.Now;
                if (now - last > GapMilliseconds)
                {
                    Tell(journal, last, now);
                }

                last = now;
            }
        })
        { IsBackground = true, Priority = ThreadPriority.Highest };
        thread.Start();
        return thread;
    }

    /// <summary>Writes down that nothing ran between two moments.</summary>
    public static void Tell(Journal journal, double from, double to) => journal.Add("gap", from, json => json.WriteNumber("ms", Math.Round(to - from, 3)));
}
