using System.Threading.Channels;

namespace KubeHa;

/// <summary>
/// Starts every step as soon as what it waits for has ended well and its machine has room: one command that may change something and three that
/// only look, at once. Steps of one machine that wait for nothing else travel as one command. There are no barriers. All state belongs to the one
/// loop in <see cref="RunAsync"/>.
/// </summary>
internal sealed class StepScheduler : IDisposable
{
    private const int LooksPerMachine = 3;

    private readonly IReadOnlyList<PlanStep> steps;
    private readonly IStepExecutor executor;
    private readonly EventPump events;
    private readonly CancellationTokenSource halt;
    private readonly CancellationToken killToken;
    private readonly Dictionary<string, MachineLane> lanes;
    private readonly Dictionary<string, int> index;
    private readonly StepResult[] results;
    private readonly int[] waiting;
    private readonly IReadOnlyList<int>[] followers;
    private readonly Dictionary<(string Host, string Fact), string?> assumed;
    private readonly HashSet<int> guards;
    private readonly Queue<int> instant = new();
    private readonly bool[] taken;
    private readonly PriorityQueue<MachineLane, int> idle = new();
    private readonly Queue<MachineLane> atWork = new();
    private readonly Channel<News> news = Channel.CreateUnbounded<News>(new UnboundedChannelOptions { SingleReader = true });
    private int freeMachines;
    private int running;

    public StepScheduler(Plan plan, IReadOnlyDictionary<string, MachineConnection> machines, IStepExecutor executor, EventPump events, int machinesAtOnce, CancellationToken stopToken, CancellationToken killToken)
    {
        steps = plan.Steps;
        this.executor = executor;
        this.events = events;
        this.killToken = killToken;
        freeMachines = machinesAtOnce;
        halt = CancellationTokenSource.CreateLinkedTokenSource(stopToken, killToken);
        lanes = machines.ToDictionary(machine => machine.Key, machine => new MachineLane(machine.Value), StringComparer.Ordinal);
        results = [.. steps.Select(step => new StepResult(step, IsSetAside(step) ? StepStatus.SetAside : StepStatus.NotStarted, TimeSpan.Zero))];
        assumed = plan.Assumptions.DistinctBy(assumption => (assumption.Host, assumption.Fact)).ToDictionary(assumption => (assumption.Host, assumption.Fact), assumption => assumption.Value);
        guards = [.. Enumerable.Range(0, steps.Count).Where(i => steps[i].After.Count == 0 && steps[i].Action is StepAction.Observe observe && assumed.ContainsKey((steps[i].Host, observe.Fact)))];

        index = steps.Select((step, i) => (step.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        waiting = new int[steps.Count];
        taken = new bool[steps.Count];
        var lists = steps.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var before in steps[i].After.Distinct(StringComparer.Ordinal))
            {
                waiting[i]++;
                lists[index[before]].Add(i);
            }
        }

        followers = [.. lists];
    }

    /// <summary>What became of each step, in plan order.</summary>
    public IReadOnlyList<StepResult> Results => results;

    /// <summary>What was observed.</summary>
    public Dictionary<(string Host, string Fact), string> Facts { get; } = [];

    /// <summary>The message of the first step that went wrong.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether steps were left because the run was cancelled.</summary>
    public bool Stopped { get; private set; }

    private bool Halted => halt.IsCancellationRequested;

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
            TakeTurns();
            if (running == 0)
            {
                break;
            }

            Hear(await news.Reader.ReadAsync().ConfigureAwait(false));
            while (news.Reader.TryRead(out var more))
            {
                Hear(more);
            }
        }

        Stopped = Failure is null && results.Any(result => result.Status is StepStatus.NotStarted or StepStatus.Unknown);
        if (Stopped && results.Where(result => result.Status == StepStatus.Unknown).ToList() is { Count: > 0 } killed)
        {
            Failure = $"The run was killed. How far these steps came is not known; look, then run again:\n  {string.Join("\n  ", killed.Select(result => StepMessages.Name(result.Step)))}";
        }
    }

    public void Dispose() => halt.Dispose();

    private bool IsSetAside(PlanStep step) => step.Action is not StepAction.Milestone && !lanes.ContainsKey(step.Host);

    private void BecomeReady(int step)
    {
        if (steps[step].Action is StepAction.Milestone || IsSetAside(steps[step]))
        {
            instant.Enqueue(step);
            return;
        }

        var lane = lanes[steps[step].Host];
        lane.Ready(BatchRules.Changes(steps[step].Action)).Add(step);
        Queue(lane);
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

    private void Queue(MachineLane lane)
    {
        if (lane.IsQueued)
        {
            return;
        }

        lane.IsQueued = true;
        if (lane.IsAtWork)
        {
            atWork.Enqueue(lane);
        }
        else
        {
            idle.Enqueue(lane, lane.First);
        }
    }

    private void TakeTurns()
    {
        while (!Halted)
        {
            if (!atWork.TryDequeue(out var lane) && (freeMachines == 0 || !idle.TryDequeue(out lane, out _)))
            {
                return;
            }

            lane.IsQueued = false;
            if (freeMachines == 0 && !lane.IsAtWork)
            {
                Queue(lane);
                continue;
            }

            while (lane.Looks < LooksPerMachine && lane.Ready(changes: false).Count > 0)
            {
                Start(lane, changes: false);
            }

            if (!lane.Changing && guards.Count == 0 && lane.Ready(changes: true).Count > 0)
            {
                Start(lane, changes: true);
            }
        }
    }

    private void Start(MachineLane lane, bool changes)
    {
        if (!lane.IsAtWork)
        {
            freeMachines--;
        }

        var batch = new StepBatch(steps, waiting, followers).Take(lane.Ready(changes));
        foreach (var step in batch)
        {
            taken[step] = true;
        }

        lane.Begin(changes);
        running++;
        var listener = new Listener(news.Writer, index);
        _ = Task.Run(async () =>
        {
            await executor.ExecuteAsync([.. batch.Select(i => steps[i])], lane.Connection, listener, halt.Token, killToken).ConfigureAwait(false);
            news.Writer.TryWrite(new News.Over(lane, changes));
        });
    }

    private void Hear(News heard)
    {
        switch (heard)
        {
            case News.Began began:
                events.Tell((number, at) => new RunEvent.StepStarted(number, at, steps[began.Step]));
                break;
            case News.Ended ended:
                End(ended.Step, ended.Result, ended.Fact);
                break;
            case News.Over over:
                running--;
                over.Lane.End(over.Changes);
                if (!over.Lane.IsAtWork)
                {
                    freeMachines++;
                }

                if (over.Lane.HasReady)
                {
                    Queue(over.Lane);
                }

                break;
        }
    }

    private void End(int step, StepResult result, string? fact)
    {
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
            halt.Cancel();
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
        if (guards.Remove(step) && guards.Count == 0)
        {
            foreach (var lane in lanes.Values.Where(lane => lane.HasReady))
            {
                Queue(lane);
            }
        }

        foreach (var follower in followers[step])
        {
            // Steps that travel together are begun by their machine.
            if (--waiting[follower] == 0 && !taken[follower])
            {
                BecomeReady(follower);
            }
        }
    }

    private abstract record News
    {
        public sealed record Began(int Step) : News;

        public sealed record Ended(int Step, StepResult Result, string? Fact) : News;

        public sealed record Over(MachineLane Lane, bool Changes) : News;
    }

    private sealed class Listener(ChannelWriter<News> news, Dictionary<string, int> index) : IStepListener
    {
        public void Started(PlanStep step) => news.TryWrite(new News.Began(index[step.Id]));

        public void Ended(StepResult result, string? fact) => news.TryWrite(new News.Ended(index[result.Step.Id], result, fact));
    }
}
