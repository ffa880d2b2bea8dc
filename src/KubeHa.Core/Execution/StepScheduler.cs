using System.Threading.Channels;

namespace KubeHa;

/// <summary>
/// Starts every step as soon as what it waits for has ended well and its machine has room: one step that changes something and three that
/// only look, at once. There are no barriers. All state belongs to the one loop in <see cref="RunAsync"/>.
/// </summary>
internal sealed class StepScheduler
{
    private const int LooksPerMachine = 3;

    private readonly IReadOnlyList<PlanStep> steps;
    private readonly StepExecutor executor;
    private readonly EventPump events;
    private readonly CancellationToken stopToken;
    private readonly CancellationToken killToken;
    private readonly Dictionary<string, Lane> lanes;
    private readonly StepResult[] results;
    private readonly int[] waiting;
    private readonly List<int>[] followers;
    private readonly Dictionary<(string Host, string Fact), string?> assumed;
    private readonly HashSet<int> guards;
    private readonly Queue<int> instant = new();
    private readonly SortedSet<int> startable = [];
    private readonly Channel<(int Step, StepResult Result, string? Fact)> ended = Channel.CreateUnbounded<(int, StepResult, string?)>();
    private int running;

    public StepScheduler(Plan plan, IReadOnlyDictionary<string, MachineConnection> machines, StepExecutor executor, EventPump events, CancellationToken stopToken, CancellationToken killToken)
    {
        steps = plan.Steps;
        this.executor = executor;
        this.events = events;
        this.stopToken = stopToken;
        this.killToken = killToken;
        lanes = machines.ToDictionary(machine => machine.Key, machine => new Lane(machine.Value), StringComparer.Ordinal);
        results = [.. steps.Select(step => new StepResult(step, IsSetAside(step) ? StepStatus.SetAside : StepStatus.NotStarted, TimeSpan.Zero))];
        assumed = plan.Assumptions.DistinctBy(assumption => (assumption.Host, assumption.Fact)).ToDictionary(assumption => (assumption.Host, assumption.Fact), assumption => assumption.Value);
        guards = [.. Enumerable.Range(0, steps.Count).Where(i => steps[i].After.Count == 0 && steps[i].Action is StepAction.Observe observe && assumed.ContainsKey((steps[i].Host, observe.Fact)))];

        var index = steps.Select((step, i) => (step.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        waiting = new int[steps.Count];
        followers = [.. steps.Select(_ => new List<int>())];
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var before in steps[i].After.Distinct(StringComparer.Ordinal))
            {
                waiting[i]++;
                followers[index[before]].Add(i);
            }
        }
    }

    /// <summary>What became of each step, in plan order.</summary>
    public IReadOnlyList<StepResult> Results => results;

    /// <summary>What was observed.</summary>
    public Dictionary<(string Host, string Fact), string> Facts { get; } = [];

    /// <summary>The message of the first step that went wrong.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether steps were left because the run was cancelled.</summary>
    public bool Stopped { get; private set; }

    private bool Halted => Failure is not null || stopToken.IsCancellationRequested || killToken.IsCancellationRequested;

    public async Task RunAsync()
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (waiting[i] == 0)
            {
                BecomeReady(i);
            }
        }

        while (true)
        {
            PassInstantSteps();
            StartSteps();
            if (running == 0)
            {
                break;
            }

            var (step, result, fact) = await ended.Reader.ReadAsync().ConfigureAwait(false);
            running--;
            End(step, result, fact);
        }

        Stopped = Failure is null && results.Any(result => result.Status is StepStatus.NotStarted or StepStatus.Unknown);
        if (Stopped && results.Where(result => result.Status == StepStatus.Unknown).ToList() is { Count: > 0 } killed)
        {
            Failure = $"The run was killed. How far these steps came is not known; look, then run again:\n  {string.Join("\n  ", killed.Select(result => StepMessages.Name(result.Step)))}";
        }
    }

    private static bool OnlyLooks(PlanStep step) => step.Action is StepAction.Observe or StepAction.Check or StepAction.WaitUntil;

    private bool IsSetAside(PlanStep step) => step.Action is not StepAction.Milestone && !lanes.ContainsKey(step.Host);

    private void BecomeReady(int step)
    {
        if (steps[step].Action is StepAction.Milestone || IsSetAside(steps[step]))
        {
            instant.Enqueue(step);
        }
        else
        {
            startable.Add(step);
        }
    }

    // A step of a machine that was set aside counts as ended when its turn comes, so that the order of the others stays.
    private void PassInstantSteps()
    {
        while (instant.TryDequeue(out var step))
        {
            Record(step, results[step] with { Status = IsSetAside(steps[step]) ? StepStatus.SetAside : StepStatus.Holds });
            Release(step);
        }
    }

    private void StartSteps()
    {
        foreach (var step in startable.ToList())
        {
            var lane = lanes[steps[step].Host];
            var looks = OnlyLooks(steps[step]);
            if (Halted)
            {
                return;
            }

            if (looks ? lane.Looks >= LooksPerMachine : lane.Changing || guards.Count > 0)
            {
                // Left out until its lane is free: a list of all waiting steps would be read again at every turn.
                if (guards.Count == 0 || looks)
                {
                    startable.Remove(step);
                    lane.Waiting(looks).Add(step);
                }

                continue;
            }

            startable.Remove(step);
            Start(step, lane, looks);
        }
    }

    private void Start(int step, Lane lane, bool looks)
    {
        lane.Occupy(looks, 1);
        running++;
        events.Tell((number, at) => new RunEvent.StepStarted(number, at, steps[step]));
        _ = Task.Run(async () =>
        {
            var (result, fact) = await executor.ExecuteAsync(steps[step], lane.Connection, killToken).ConfigureAwait(false);
            ended.Writer.TryWrite((step, result, fact));
        });
    }

    private void End(int step, StepResult result, string? fact)
    {
        var lane = lanes[steps[step].Host];
        var looks = OnlyLooks(steps[step]);
        lane.Occupy(looks, -1);
        if (lane.Waiting(looks) is { Count: > 0 } next)
        {
            startable.Add(next.Min);
            next.Remove(next.Min);
        }

        if (steps[step].Action is StepAction.Observe observe && result.Status == StepStatus.Holds)
        {
            result = Judge(step, observe, result, fact);
        }

        Record(step, result);
        if (result.Status is StepStatus.Holds or StepStatus.Changed)
        {
            Release(step);
        }
        else if (!killToken.IsCancellationRequested)
        {
            Failure ??= result.Message;
        }
    }

    private StepResult Judge(int step, StepAction.Observe observe, StepResult result, string? fact)
    {
        var key = (steps[step].Host, observe.Fact);
        if (fact is not null)
        {
            Facts[key] = fact;
        }

        return !assumed.TryGetValue(key, out var value) || value == fact ? result : result with
        {
            Status = StepStatus.Failed,
            Message = $"{key.Host}: the plan was made when {observe.Fact} was {Shown(value)}, and now it is {Shown(fact)}. Observe again and make a new plan.",
        };

        static string Shown(string? value) => value is null ? "absent" : $"'{value}'";
    }

    private void Record(int step, StepResult result)
    {
        results[step] = result;
        events.Tell((number, at) => new RunEvent.StepEnded(number, at, result));
    }

    private void Release(int step)
    {
        guards.Remove(step);
        foreach (var follower in followers[step])
        {
            if (--waiting[follower] == 0)
            {
                BecomeReady(follower);
            }
        }
    }

    private sealed class Lane(MachineConnection connection)
    {
        private readonly SortedSet<int> waitingLooks = [];
        private readonly SortedSet<int> waitingChanges = [];

        public MachineConnection Connection => connection;

        public int Looks { get; private set; }

        public bool Changing { get; private set; }

        public SortedSet<int> Waiting(bool looks) => looks ? waitingLooks : waitingChanges;

        public void Occupy(bool looks, int change)
        {
            if (looks)
            {
                Looks += change;
            }
            else
            {
                Changing = change > 0;
            }
        }
    }
}
