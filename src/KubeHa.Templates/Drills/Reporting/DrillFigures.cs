namespace KubeHa.Templates;

/// <summary>The names of the figures that drills bring. A scenario that is seen twice, at the cut and at the rejoin, brings some with <see cref="AtRejoin"/> behind them.</summary>
public static class DrillFigures
{
    /// <summary>From the fault to the start of the first attempt after which none fails, and from which on for 2 s all are answered within 250 ms; 0 where none failed.</summary>
    public const string Outage = "outage";

    /// <summary>From the fault to the start of the first attempt after which all that were judged succeed within 250 ms; 0 where none failed. One late answer makes it long, and as the last one leaves it without a value.</summary>
    public const string Calm = "calm";

    /// <summary>How many attempts after the outage were answered, but later than within 250 ms.</summary>
    public const string LateAfterwards = "late-afterwards";

    /// <summary>The longest that a request without a limit waited.</summary>
    public const string LongestWait = "longest-wait";

    /// <summary>The longest time between two changes that the watch brought.</summary>
    public const string WatchGap = "watch-gap";

    /// <summary>How many attempts failed or took longer than 250 ms, from the fault on.</summary>
    public const string FailedRequests = "failed-requests";

    /// <summary>Acknowledged writes that were gone in the end.</summary>
    public const string LostWrites = "lost-writes";

    /// <summary>From the fault until every director's pool was without the dead server.</summary>
    public const string OutOfPool = "out-of-pool";

    /// <summary>From the fault until another director had the virtual IP.</summary>
    public const string VirtualIpMoved = "vip-moved";

    /// <summary>From the fault until a lease had another holder.</summary>
    public const string LeaderMoved = "leader-moved";

    /// <summary>From the undoing until everything verified again.</summary>
    public const string Verified = "verified";

    /// <summary>Behind a name: the same, from the moment at which a cut machine was heard again.</summary>
    public const string AtRejoin = "-at-rejoin";
}
