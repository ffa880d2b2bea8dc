namespace KubeHa.Templates;

/// <summary>
/// What a drill did, saw and measured. Plain data: times are offsets from the moment of the fault, on one clock. As JSON it is <c>kubeha.drill/1</c>.
/// </summary>
public sealed record DrillReport
{
    /// <summary>The cluster's name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The scenario's name, for example <c>director-maintenance</c>.</summary>
    public required string Scenario { get; init; }

    /// <summary>The machine that the fault was made on.</summary>
    public required string Target { get; init; }

    /// <summary>The machine that the prober ran on; empty where it was not started.</summary>
    public required string Client { get; init; }

    /// <summary>When the drill began, by the operator's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The moment of the fault by the operator's clock: that from which all offsets count. <see langword="null"/> where no fault was made.</summary>
    public DateTimeOffset? FaultAt { get; init; }

    /// <summary>How the moment of the fault is known and how wrong it may be; empty where no fault was made.</summary>
    public string FaultAccuracy { get; init; } = string.Empty;

    /// <summary>When the fault was undone or the cut machine was back, from the fault; <see langword="null"/> where that was not seen.</summary>
    public TimeSpan? UndoneAt { get; init; }

    /// <summary>When everything verified again, from the fault; <see langword="null"/> where it did not.</summary>
    public TimeSpan? VerifiedAt { get; init; }

    /// <summary>The kernel of the client, whose TCP decides when an unanswered request is asked again.</summary>
    public string ClientKernel { get; init; } = string.Empty;

    /// <summary>The clocks of the machines whose times are in the report.</summary>
    public IReadOnlyList<DrillClock> Clocks { get; init; } = [];

    /// <summary>The attempts on the clock, every 50 ms with a limit of one second, in the order in which they were begun.</summary>
    public IReadOnlyList<DrillAttempt> Attempts { get; init; } = [];

    /// <summary>Requests without a limit, one after another, begun at the same time.</summary>
    public IReadOnlyList<DrillAttempt> UnlimitedRequests { get; init; } = [];

    /// <summary>When the prober itself did not run for 250 ms or longer: nothing is known of these times, and they are nobody's outage.</summary>
    public IReadOnlyList<DrillSpan> ProberGaps { get; init; } = [];

    /// <summary>When the client heard of no change for one second or longer, by its watch or by asking anew after three silent seconds; the writer changes every 200 ms.</summary>
    public IReadOnlyList<DrillSpan> WatchGaps { get; init; } = [];

    /// <summary>The writer's changes.</summary>
    public DrillWrites Writes { get; init; } = DrillWrites.None;

    /// <summary>The figures, each beside its bound.</summary>
    public IReadOnlyList<DrillMeasurement> Measurements { get; init; } = [];

    /// <summary>What was seen to happen, in order.</summary>
    public IReadOnlyList<DrillEvent> Events { get; init; } = [];

    /// <summary>The verification before the fault.</summary>
    public IReadOnlyList<CheckResult> Before { get; init; } = [];

    /// <summary>The last verification after it.</summary>
    public IReadOnlyList<CheckResult> After { get; init; } = [];

    /// <summary>How the drill ended.</summary>
    public required DrillVerdict Verdict { get; init; }

    /// <summary>Why it did not pass, every reason; empty where it did.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Whether it passed.</summary>
    public bool Passed => Verdict == DrillVerdict.Passed;

    /// <summary>The outage from the fault on, as a stretch; <see langword="null"/> where there was none or it was not measured.</summary>
    public DrillSpan? Outage => Figure(DrillFigures.Outage) is { Measured: > 0 and var seconds } ? new DrillSpan(TimeSpan.Zero, TimeSpan.FromSeconds(seconds)) : null;

    /// <summary>The figure of a name; <see langword="null"/> where the scenario has none.</summary>
    /// <param name="name">One of <see cref="DrillFigures"/>.</param>
    public DrillMeasurement? Figure(string name) => Measurements.FirstOrDefault(figure => figure.Name == name);

    /// <summary>The report as a document.</summary>
    public string ToJson() => DrillReportWriter.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote. Strict: a member that this version does not know is refused.</summary>
    /// <param name="json">The document.</param>
    /// <exception cref="InvalidDocumentException">It cannot be used; every problem is told.</exception>
    public static DrillReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return DrillReportReader.Read(json);
    }
}
