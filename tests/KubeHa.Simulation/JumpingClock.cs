namespace KubeHa.Simulation;

/// <summary>The system's clock, until somebody jumps: then every timer whose time has come fires. So a step times out at once, and the pauses between two tries to connect are none.</summary>
public sealed class JumpingClock : TimeProvider
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);
    private readonly Lock gate = new();
    private readonly List<JumpingTimer> timers = [];
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => TimeProvider.System.GetUtcNow() + ahead;

    public override long GetTimestamp() => TimeProvider.System.GetTimestamp() + (long)(ahead.TotalSeconds * TimestampFrequency);

    /// <summary>Lets time pass at once.</summary>
    public void Jump(TimeSpan by)
    {
        JumpingTimer[] waiting;
        lock (gate)
        {
            ahead += by;
            waiting = [.. timers];
        }

        foreach (var timer in waiting)
        {
            timer.Jumped(by);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new JumpingTimer(this, callback, state, dueTime, period);
        lock (gate)
        {
            timers.Add(timer);
        }

        return timer;
    }

    private void Forget(JumpingTimer timer)
    {
        lock (gate)
        {
            timers.Remove(timer);
        }
    }

    // Who waits for a moment only hopes that a machine comes back meanwhile: one that is gone stays gone, whatever the time.
    private static TimeSpan Shortened(TimeSpan due) => due > TimeSpan.Zero && due <= Moment ? TimeSpan.FromMilliseconds(1) : due;

    private sealed class JumpingTimer : ITimer
    {
        private readonly JumpingClock clock;
        private readonly ITimer real;
        private TimeSpan due;
        private long set;

        public JumpingTimer(JumpingClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            this.clock = clock;
            due = dueTime;
            set = System.GetTimestamp();
            real = System.CreateTimer(callback, state, Shortened(dueTime), period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            due = dueTime;
            set = System.GetTimestamp();
            return real.Change(dueTime, period);
        }

        public void Jumped(TimeSpan by)
        {
            if (due == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            var left = due - System.GetElapsedTime(set) - by;
            due -= by;
            real.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            clock.Forget(this);
            real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
