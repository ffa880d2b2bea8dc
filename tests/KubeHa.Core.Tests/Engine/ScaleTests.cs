using System.Diagnostics;
using System.Net;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Xunit.Abstractions;
using static KubeHa.ShellScript;

namespace KubeHa.Tests.Engine;

/// <summary>A thousand machines, without one: the scheduler over its own seam, where every step takes its time and nothing else.</summary>
[Collection("alone")]
public sealed class ScaleTests(ITestOutputHelper output)
{
    private const int Machines = 1000;
    private const int StepsPerMachine = 30;
    private const int AtOnce = 64;

    [Fact]
    public async Task A_thousand_machines_take_little_longer_than_their_steps_and_little_memory()
    {
        var plan = PlanOf(Machines);
        using var heap = new HeapWatch();

        var (seconds, executor) = await RunAsync(plan, TimeSpan.FromMilliseconds(20));

        var ideal = 0.02 * Machines * StepsPerMachine / AtOnce;
        output.WriteLine($"{seconds:0.0} s, ideal {ideal:0.0} s, ratio {seconds / ideal:0.00}; a step took {executor.AverageStep * 1000:0.0} ms; {heap.MostMegabytes} MB");
        executor.MostAtOnce.Should().Be(AtOnce);
        executor.Steps.Should().Be(Machines * StepsPerMachine);

        // A timer on a busy machine fires late, which is no matter of ours: the ideal is that of the steps as long as they really were.
        seconds.Should().BeLessThan(1.2 * Math.Max(ideal, executor.AverageStep * Machines * StepsPerMachine / AtOnce));
        heap.MostMegabytes.Should().BeLessThan(300);
    }

    [Fact]
    public async Task Ten_times_the_machines_cost_ten_times_the_work()
    {
        await CostAsync(Machines, plans: 1);

        // As many steps on both sides, and enough of them: the kernel counts processor time in ticks of some milliseconds.
        var apart = await CostAsync(Machines / 10, plans: 50);
        var together = await CostAsync(Machines, plans: 5);

        output.WriteLine($"{apart * 1000:0} ms of processor for 50 plans of {Machines / 10} machines, {together * 1000:0} ms for 5 of {Machines}: {together / apart:0.00} times");
        (together / apart).Should().BeLessThan(2, "one is linear, ten would be quadratic");
    }

    private static async Task<double> CostAsync(int machines, int plans)
    {
        var plan = PlanOf(machines);
        GC.Collect();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var i = 0; i < plans; i++)
        {
            await RunAsync(plan, TimeSpan.Zero);
        }

        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }

    private static async Task<(double Seconds, SlowExecutor Executor)> RunAsync(Plan plan, TimeSpan step)
    {
        var executor = new SlowExecutor(step);
        await using var events = new EventPump(TimeProvider.System, NullLogger.Instance, _ => { });
        var machines = plan.Targets.ToDictionary(target => target.Name, target => new MachineConnection(target, new NoSession(), _ => throw new InvalidOperationException()));
        using var scheduler = new StepScheduler(plan, machines, executor, events, AtOnce, CancellationToken.None, CancellationToken.None);
        var clock = Stopwatch.StartNew();
        await scheduler.RunAsync();
        scheduler.Results.Should().OnlyContain(result => result.Status == StepStatus.Changed);
        return (clock.Elapsed.TotalSeconds, executor);
    }

    private static Plan PlanOf(int machines) => Plan.Create(
        "scale",
        Enumerable.Range(0, machines).Select(i => new Target($"m{i}", new IPAddress([10, 0, (byte)(i / 250), (byte)(i % 250)]))),
        Enumerable.Range(0, machines).SelectMany(i => Enumerable.Range(0, StepsPerMachine).Select(j => new PlanStep($"m{i}/{j}", $"m{i}", "Do", new StepAction.RunScript(Sh($"do it {j}"), Unless: Sh($"done {j}")))
        {
            After = j == 0 ? [] : [$"m{i}/{j - 1}"],
        })));

    private sealed class SlowExecutor(TimeSpan step) : IStepExecutor
    {
        private long ticks;
        private int running;
        private int steps;

        public int MostAtOnce { get; private set; }

        public int Steps => steps;

        /// <summary>In seconds.</summary>
        public double AverageStep => Stopwatch.GetElapsedTime(0, ticks).TotalSeconds / steps;

        public async Task ExecuteAsync(IReadOnlyList<PlanStep> batch, MachineConnection machine, IStepListener listener, CancellationToken halt, CancellationToken kill)
        {
            lock (this)
            {
                MostAtOnce = Math.Max(MostAtOnce, ++running);
            }

            foreach (var one in batch)
            {
                listener.Started(one);
                var begin = Stopwatch.GetTimestamp();
                if (step > TimeSpan.Zero)
                {
                    await Task.Delay(step, kill);
                }

                Interlocked.Add(ref ticks, Stopwatch.GetTimestamp() - begin);
                Interlocked.Increment(ref steps);
                listener.Ended(new StepResult(one, StepStatus.Changed, step), null);
            }

            lock (this)
            {
                running--;
            }
        }
    }

    private sealed class NoSession : IHostSession
    {
        public Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default) => throw new InvalidOperationException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class HeapWatch : IDisposable
    {
        private readonly Timer timer;
        private long most;

        public HeapWatch() => timer = new Timer(_ => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 50);

        public long MostMegabytes => most / 1024 / 1024;

        public void Dispose() => timer.Dispose();
    }
}
