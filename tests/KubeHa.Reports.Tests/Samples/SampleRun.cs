using KubeHa.Templates.Tests;

namespace KubeHa.Reports.Tests;

/// <summary>Invented runs of the reference cluster's own plan: each step takes a time of its kind, steps of a machine stand one behind the other.</summary>
internal static class SampleRun
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 23, 2, 3, 20, TimeSpan.Zero);
    private static readonly Cluster Cluster = ReferenceClusters.InTheLab;

    /// <summary>An installation from bare machines that goes well.</summary>
    public static RunRecords Done { get; } = new Maker().Look().BringUp(broken: null).Look().Settle().Records();

    /// <summary>One in which the second master cannot join, and a worker is not reached.</summary>
    public static RunRecords Failed { get; } = new Maker("node3").Look().BringUp("master2", "Join as a control plane").Records();

    /// <summary>One whose operator was killed.</summary>
    public static RunRecords Killed { get; } = new(
        [.. Done.Records.TakeWhile(record => record is not { Event: "stepEnded", Host: "master2" } || record.Step?.Contains("join", StringComparison.Ordinal) != true)],
        "line 402, the last one, is cut off: the run ended while it was written.");

    /// <summary>One without a log, that failed.</summary>
    public static RunReport Report { get; } = new(RunOutcome.Failed,
        [.. Cluster.PlanConvergence(Cluster.Render(), Observations.None, only: "node1").Steps.Select((step, i) => new StepResult(step,
            i < 12 ? StepStatus.Changed : i == 12 ? StepStatus.Failed : StepStatus.NotStarted, TimeSpan.FromMilliseconds(i < 13 ? 40 * (i + 1) : 0), Message: i == 12 ? "node1: no space left on device" : null))],
        Observations.None, "node1: no space left on device");

    private sealed class Maker(string? unreachable = null)
    {
        private readonly List<RunRecord> records = [];
        private double now;

        public RunRecords Records() => new([.. records.OrderBy(record => record.At).Select((record, i) => record with { Sequence = i + 1 })], null);

        public Maker Look() => Run(Cluster.PlanObservation(), RunOutcome.NoChange, (_, _) => StepStatus.Holds);

        public Maker BringUp(string? broken, string? title = null)
        {
            var plan = Cluster.PlanConvergence(Cluster.Render(), Observations.None);
            return Run(plan, broken is null ? RunOutcome.Changed : RunOutcome.Failed, (step, _) =>
                step.Host == broken && step.Title.StartsWith(title!, StringComparison.Ordinal) ? StepStatus.Failed
                : step.Action is StepAction.WriteFile or StepAction.RunScript ? StepStatus.Changed : StepStatus.Holds);
        }

        public Maker Settle() => Run(Cluster.PlanConvergence(Cluster.Render(), Observations.None), RunOutcome.NoChange, (_, _) => StepStatus.Holds, speed: 20);

        private Maker Run(Plan plan, RunOutcome outcome, Func<PlanStep, int, StepStatus> judge, double speed = 1)
        {
            Add(now, new RunRecord(0, default, "runStarted", plan.Name));
            var (begin, last) = (now, now);
            var free = plan.Targets.ToDictionary(target => target.Name, _ => begin + 0.4);
            var ended = new Dictionary<string, double>();
            var fails = double.MaxValue;
            if (unreachable is not null)
            {
                Add(now + 0.3, new RunRecord(0, default, "machineSetAside", plan.Name, Host: unreachable, Message: "no route to host"));
            }

            foreach (var (step, i) in plan.Steps.Select((step, i) => (step, i)))
            {
                var from = step.After.Select(id => ended.GetValueOrDefault(id, double.MaxValue)).Append(step.Host.Length > 0 ? free[step.Host] : 0).Max();
                if (from >= fails || step.Host == unreachable)
                {
                    continue;
                }

                var status = judge(step, i);
                var takes = step.Host.Length == 0 ? 0 : Takes(step, i) / (status == StepStatus.Holds ? Math.Max(speed, 1) : 1);
                ended[step.Id] = from + takes;
                last = Math.Max(last, from + takes);
                if (step.Host.Length > 0)
                {
                    free[step.Host] = from + takes;
                    Add(from, new RunRecord(0, default, "stepStarted", plan.Name, step.Id, step.Host));
                }

                var failed = status == StepStatus.Failed;
                Add(from + takes, new RunRecord(0, default, "stepEnded", plan.Name, step.Id, step.Host, status.ToString(), TimeSpan.FromSeconds(takes), failed ? 1 : 0,
                    failed ? $"{step.Host}: '{step.Title}' ({step.Id}) failed with exit code 1.\n    [preflight] Running pre-flight checks\n    error execution phase control-plane-prepare/download-certs: <timed out> & \"gone\"\n  Mend the cause and run again: what is done already holds." : null));
                if (failed)
                {
                    fails = from + takes;
                    ended.Remove(step.Id);
                }
            }

            now = last + 0.2;
            Add(now, new RunRecord(0, default, "runEnded", plan.Name, Status: outcome.ToString()));
            now += 0.3;
            return this;
        }

        private void Add(double seconds, RunRecord record) => records.Add(record with { At = Begin.AddMilliseconds(Math.Round(seconds * 1000)) });

        private static double Takes(PlanStep step, int i)
        {
            var spread = 1 + (i * 37 % 11 / 20.0);
            return spread * step switch
            {
                { Title: var title } when title.Contains("kubeadm init", StringComparison.Ordinal) => 34,
                { Title: var title } when title.Contains("kubeadm join", StringComparison.Ordinal) => 19,
                { Title: var title } when title.StartsWith("Import the image", StringComparison.Ordinal) => 14,
                { Title: var title } when title.StartsWith("Run containerd", StringComparison.Ordinal) => 2.5,
                { Title: var title } when title.StartsWith("Run keepalived", StringComparison.Ordinal) => 1.5,
                { Action: StepAction.WaitUntil } => 4,
                { Action: StepAction.RunScript } => 0.6,
                { Action: StepAction.WriteFile } => 0.03,
                _ => 0.12,
            };
        }
    }
}
