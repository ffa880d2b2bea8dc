namespace KubeHa.Templates;

/// <summary>A run as its page needs it, from its log or from its report.</summary>
internal sealed class RunHistory
{
    /// <summary>The steps, in the order of their ends.</summary>
    public required IReadOnlyList<RunBar> Bars { get; init; }

    /// <summary>Moments in the whole: plans that began, and milestones that they reached.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>Machines that were set aside, with the reason.</summary>
    public required IReadOnlyDictionary<string, string> SetAside { get; init; }

    /// <summary>How it ended; <see langword="null"/> where its end was not seen.</summary>
    public required RunOutcome? Outcome { get; init; }

    /// <summary>What went wrong first, in words.</summary>
    public string? Failure { get; init; }

    /// <summary>What of the log could not be read.</summary>
    public string? Damage { get; init; }

    /// <summary>When it began, where that is known.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Whether it is known when steps began.</summary>
    public bool HasTimes => Began is not null;

    public int Count(StepStatus status) => Bars.Count(bar => bar.Status == status);

    /// <param name="cluster">Whose steps they are. A log has only ids; their titles are those of the cluster's own plan, where it has such a step.</param>
    /// <param name="log">The log.</param>
    public static RunHistory Of(Cluster cluster, RunRecords log) => new LogReader(log, StepTitles.Of(cluster)).Read();

    /// <summary>A report knows how long steps took, not when they began: they stand one behind the other on each machine.</summary>
    public static RunHistory Of(RunReport report)
    {
        var ends = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var bars = new List<RunBar>();
        foreach (var result in report.Steps.Where(result => result.Step.Host.Length > 0))
        {
            var from = ends.GetValueOrDefault(result.Step.Host);
            ends[result.Step.Host] = from + result.Duration;
            bars.Add(new RunBar(result.Step.Host, result.Step.Id, result.Step.Title, from, from + result.Duration, result.Status, result.Message));
        }

        return new RunHistory
        {
            Bars = bars,
            SetAside = report.Observations.Unreachable,
            Outcome = report.Outcome,
            Failure = report.Failure,
            Length = ends.Values.DefaultIfEmpty().Max(),
        };
    }

    private sealed class LogReader(RunRecords log, IReadOnlyDictionary<string, string> titles)
    {
        private readonly DateTimeOffset begin = log.Records.Select(record => record.At).DefaultIfEmpty().Min();
        private readonly Dictionary<(string Machine, string Step), TimeSpan> open = [];
        private readonly List<RunBar> bars = [];
        private readonly List<ChartMark> marks = [];
        private readonly List<ChartMark> marksOfPlan = [];
        private readonly Dictionary<string, string> setAside = new(StringComparer.Ordinal);
        private RunOutcome? outcome;
        private bool planChanged;

        public RunHistory Read()
        {
            foreach (var record in log.Records)
            {
                Take(record, record.At - begin);
            }

            EndPlan();
            var length = log.Records.Select(record => record.At).DefaultIfEmpty().Max() - begin;
            bars.AddRange(open.OrderBy(step => step.Value).Select(step => new RunBar(step.Key.Machine, step.Key.Step, titles.GetValueOrDefault(step.Key.Step), step.Value, length, null, null)));
            return new RunHistory
            {
                Bars = bars,
                Marks = marks,
                SetAside = setAside,
                Outcome = Whole(),
                Failure = bars.FirstOrDefault(bar => bar.Tone == Tone.Bad && bar.Message is not null)?.Message,
                Damage = log.Damage,
                Began = log.Records.Count > 0 ? begin : null,
                Length = length,
            };
        }

        private void Take(RunRecord record, TimeSpan at)
        {
            switch (record)
            {
                case { Event: "runStarted" }:
                    EndPlan();
                    outcome = null;
                    marksOfPlan.Add(new ChartMark(at, record.Plan));
                    break;
                case { Event: "machineSetAside", Host: { } host }:
                    setAside.TryAdd(host, record.Message ?? "not reached");
                    break;
                case { Event: "stepStarted", Step: { } step, Host: { Length: > 0 } host }:
                    open[(host, step)] = at;
                    break;
                case { Event: "stepEnded", Step: { } step, Host: { Length: > 0 } host }:
                    var from = open.Remove((host, step), out var started) ? started : at - (record.Duration ?? TimeSpan.Zero);
                    bars.Add(new RunBar(host, step, titles.GetValueOrDefault(step), from, at, Enum.TryParse<StepStatus>(record.Status, out var status) ? status : null, record.Message));
                    planChanged |= status == StepStatus.Changed;
                    break;
                case { Event: "stepEnded", Step: { } milestone, Status: nameof(StepStatus.Holds) }:
                    marksOfPlan.Add(new ChartMark(at, milestone.Replace('-', ' ')));
                    break;
                case { Event: "runEnded" }:
                    outcome = Enum.TryParse<RunOutcome>(record.Status, out var ended) ? ended : null;
                    break;
            }
        }

        /// <summary>A plan that changed nothing only looked: its milestones are no news.</summary>
        private void EndPlan()
        {
            if (planChanged)
            {
                marks.AddRange(marksOfPlan);
            }

            marksOfPlan.Clear();
            planChanged = false;
        }

        /// <summary>An apply is several runs: the last one says whether it went well, all of them whether something was changed.</summary>
        private RunOutcome? Whole() => outcome switch
        {
            RunOutcome.NoChange or RunOutcome.Changed when setAside.Count > 0 => RunOutcome.WorkersSetAside,
            RunOutcome.NoChange when bars.Any(bar => bar.Status == StepStatus.Changed) => RunOutcome.Changed,
            _ => outcome,
        };
    }
}
