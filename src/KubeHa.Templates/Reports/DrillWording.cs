namespace KubeHa.Templates;

/// <summary>A drill's names as words for people.</summary>
internal static class DrillWording
{
    private static readonly Dictionary<string, string> Figures = new(StringComparer.Ordinal)
    {
        [DrillFigures.Outage] = "Outage",
        [DrillFigures.Calm] = "Until no request was slow any more",
        [DrillFigures.LateAfterwards] = "Slow answers after the outage",
        [DrillFigures.LongestWait] = "Longest wait of a request without a limit",
        [DrillFigures.WatchGap] = "Longest silence of the watch",
        [DrillFigures.FailedRequests] = "Requests that failed or were slow",
        [DrillFigures.LostWrites] = "Acknowledged writes lost",
        [DrillFigures.OutOfPool] = "Dead server out of the pools",
        [DrillFigures.VirtualIpMoved] = "VIP on another director",
        [DrillFigures.LeaderMoved] = "Leadership on another machine",
        [DrillFigures.Verified] = "Everything verified again",
    };

    /// <summary>For example <c>Director loss</c>.</summary>
    public static string Scenario(DrillReport report) => Names.Sentence(report.Scenario);

    public static Figure Of(DrillMeasurement figure)
    {
        return new Figure(
            Name(figure.Name),
            Value(figure.Measured, figure.Unit),
            figure.Bound switch { null => string.Empty, 0 => Value(0, figure.Unit), { } bound => "at most " + Value(bound, figure.Unit) },
            figure.Bound is null ? Tone.Calm : figure.Holds ? Tone.Good : Tone.Bad,
            figure is { Measured: { } measured, Bound: > 0 and var most } ? measured / most : null,
            figure.Formula);
    }

    public static string Value(double? number, string unit) => number switch
    {
        null => "not seen",
        { } seconds when unit == "s" => Numbers.Time(TimeSpan.FromSeconds(seconds)),
        { } count => Numbers.Text(count) + (unit.Length > 0 ? " " + unit : string.Empty),
    };

    /// <summary>A few words, since half of a phone's width must hold them.</summary>
    public static string Of(DrillEvent happened) => happened.Kind switch
    {
        DrillEventKind.PoolLeft => $"{happened.Machine} drops {happened.Subject}",
        DrillEventKind.PoolJoined => $"{happened.Machine} takes {happened.Subject} back",
        DrillEventKind.VirtualIpGained => $"VIP on {happened.Machine}",
        DrillEventKind.VirtualIpLost => $"VIP gone from {happened.Machine}",
        DrillEventKind.LeaderMoved => Leader(happened.Subject),
        _ => happened.Subject.Length > 0 ? happened.Subject : happened.Machine,
    };

    /// <summary>A lease and who holds it, for example <c>kube-scheduler master2</c>.</summary>
    private static string Leader(string subject) => subject.Split(' ') is [var lease, var holder]
        ? $"{holder} leads {lease switch { "kube-scheduler" => "scheduler", "kube-controller-manager" => "controllers", _ => lease }}"
        : $"leader moved: {subject}";

    private static string Name(string figure)
    {
        var atRejoin = figure.EndsWith(DrillFigures.AtRejoin, StringComparison.Ordinal);
        var plain = atRejoin ? figure[..^DrillFigures.AtRejoin.Length] : figure;
        return Figures.GetValueOrDefault(plain, Names.Sentence(plain)) + (atRejoin ? ", at the rejoin" : string.Empty);
    }
}
