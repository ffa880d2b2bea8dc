namespace KubeHa.Prober;

/// <summary>Ticks on the clock, whatever became of the earlier ones. Late ticks are left out instead of being made up for in a burst.</summary>
internal sealed class Ticks(SteadyClock clock, double everyMilliseconds)
{
    private readonly double start = clock.Now;
    private double tick = -1;

    /// <summary>Waits for the next tick, on a thread of its own: a timer of the pool would come late when the pool is busy.</summary>
    /// <returns>Whether there is one; not after the run's end.</returns>
    public bool Next(CancellationToken cancellationToken)
    {
        tick = Math.Max(tick + 1, Math.Ceiling((clock.Now - start) / everyMilliseconds));
        return start + (tick * everyMilliseconds) - clock.Now is not (var wait and > 0)
            ? !cancellationToken.IsCancellationRequested
            : !cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(wait));
    }
}
