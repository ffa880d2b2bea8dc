using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;

namespace KubeHa.Tests.Engine;

/// <summary>Long steps, in real shells.</summary>
public sealed class JobTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_long_step_goes_on_without_its_connection_and_is_found_again(string name)
    {
        using var shell = new RealShell(name);
        var losing = new Losing(shell);
        var run = new PlanRunner(losing).RunAsync(Plan.Create("test", [RealShell.Here], [Long(shell)]));
        await BeginsAsync(shell);

        await losing.LoseAsync();
        await losing.Again.Task.WaitAsync(Soon);
        await File.WriteAllTextAsync(shell.At("go"), "");

        var report = await run.WaitAsync(Soon);
        report.Outcome.Should().Be(RunOutcome.Changed, report.Failure);
        (await File.ReadAllTextAsync(shell.At("done"))).Should().Be("once\n");
        Left(shell).Should().NotContain("job");
    }

    /// <summary>Of a connection that died without a word the command on the machine lives on and waits as well.</summary>
    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task What_a_long_step_did_is_told_to_the_command_that_came_back_for_it(string name)
    {
        using var shell = new RealShell(name);
        await using var session = await shell.ConnectAsync(RealShell.Here);
        var command = new ExecRequest(RemoteJob.Command(Long(shell), "run.1", reads: false));
        var old = session.ExecuteAsync(command);
        await BeginsAsync(shell);
        var front = Path.Combine(shell.Run, "job", "front");
        var first = await ReadAsync(text => text.Length > 0);

        var back = session.ExecuteAsync(command);
        await ReadAsync(text => text.Length > 0 && text != first);
        await File.WriteAllTextAsync(shell.At("go"), "");

        (await back.WaitAsync(Soon)).Succeeded.Should().BeTrue();
        (await old.WaitAsync(Soon)).Succeeded.Should().BeFalse();
        Left(shell).Should().NotContain("job");

        async Task<string> ReadAsync(Func<string, bool> isWanted)
        {
            using var patience = new CancellationTokenSource(Soon);
            while (true)
            {
                var text = File.Exists(front) ? await File.ReadAllTextAsync(front, patience.Token) : string.Empty;
                if (isWanted(text))
                {
                    return text;
                }

                await Task.Delay(20, patience.Token);
            }
        }
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task The_long_step_of_a_run_that_is_gone_is_let_end_before_the_next_run_looks(string name)
    {
        using var shell = new RealShell(name);
        await AbandonAsync(shell, Long(shell));
        var waits = new TaskCompletionSource<RunEvent.WaitsForJob>(TaskCreationOptions.RunContinuationsAsynchronously);

        var run = shell.RunAsync(
            new RunOptions { LockAlways = true, OnEvent = happened => _ = happened is RunEvent.WaitsForJob found && waits.TrySetResult(found) },
            new PlanStep("here/look", "here", "Look", new StepAction.Observe("done", Sh($"cat {shell.At("done")}"))));
        var waited = await waits.Task.WaitAsync(Soon);
        waited.Title.Should().Be("Work long");
        waited.AtMost.Should().BeCloseTo(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(1));
        run.IsCompleted.Should().BeFalse();
        await File.WriteAllTextAsync(shell.At("go"), "");

        (await run.WaitAsync(Soon)).Observations["here", "done"].Should().Be("once");
        Left(shell).Should().NotContain("job");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_long_step_of_a_run_that_is_gone_is_ended_when_its_time_is_over(string name)
    {
        using var shell = new RealShell(name);
        await AbandonAsync(shell, Long(shell) with { Timeout = TimeSpan.FromSeconds(1) });

        var report = await shell.RunAsync(Long(shell, "other", Sh($": >{shell.At("next")}"))).WaitAsync(Soon);

        report.Outcome.Should().Be(RunOutcome.Changed, report.Failure);
        Alive(shell).Should().BeFalse();
        File.Exists(shell.At("done")).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_short_step_of_a_run_that_is_gone_is_ended_before_the_next_run_looks(string name)
    {
        using var shell = new RealShell(name);
        await using var lost = await shell.ConnectAsync(RealShell.Here);
        var left = lost.ExecuteAsync(new ExecRequest(StepScripts.Command(Long(shell).Action)));
        await BeginsAsync(shell);

        await shell.RunAsync(new RunOptions { LockAlways = true }, new PlanStep("here/look", "here", "Look", new StepAction.Observe("x", Sh($"echo x")))).WaitAsync(Soon);

        (await left.WaitAsync(Soon)).Succeeded.Should().BeFalse();
        File.Exists(shell.At("done")).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_long_step_that_is_killed_by_its_run_leaves_nothing_at_work(string name)
    {
        using var shell = new RealShell(name);
        using var kill = new CancellationTokenSource();
        var run = shell.RunAsync(new RunOptions { KillToken = kill.Token }, Long(shell));
        await BeginsAsync(shell);

        await kill.CancelAsync();

        (await run.WaitAsync(Soon)).Steps[0].Status.Should().Be(StepStatus.Unknown);
        Alive(shell).Should().BeFalse();
        Left(shell).Should().NotContain("job");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_long_step_that_was_killed_on_its_machine_fails_and_says_so(string name)
    {
        using var shell = new RealShell(name);
        var run = shell.RunAsync(Long(shell));
        await BeginsAsync(shell);

        using (var killer = System.Diagnostics.Process.Start("kill", ["-KILL", "--", "-" + (await File.ReadAllTextAsync(Path.Combine(shell.Run, "group"))).Trim()]))
        {
            await killer.WaitForExitAsync();
        }

        var report = await run.WaitAsync(Soon);
        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("It was killed on the machine.");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_long_step_reads_its_secret_and_leaves_it_nowhere(string name)
    {
        using var shell = new RealShell(name);
        var secrets = ClusterSecrets.ForTests;
        var key = SecretNames.CaKey;
        var reads = new PlanStep("here/reads", "here", "Read", new StepAction.RunScript(
            Sh($"cat >{shell.At("read")}; grep -rl -f {shell.At("read")} {shell.Run} >{shell.At("found")}; ps -eo args >{shell.At("processes")}; true"), StandardInput: Content.Secret(key)))
        { Timeout = TimeSpan.FromMinutes(11) };

        (await shell.RunAsync(new RunOptions { Secrets = secrets }, reads)).Outcome.Should().Be(RunOutcome.Changed);

        var secret = await File.ReadAllTextAsync(shell.At("read"));
        secret.Should().NotBeEmpty();
        (await File.ReadAllTextAsync(shell.At("found"))).Should().BeEmpty();
        (await File.ReadAllTextAsync(shell.At("processes"))).Should().NotContain(secret.Trim());
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task What_a_failed_long_step_said_is_told(string name)
    {
        using var shell = new RealShell(name);

        var report = await shell.RunAsync(Long(shell, "fails", Sh($"echo no room >&2; exit 9")));

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("failed with exit code 9").And.Contain("no room");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_long_step_whose_time_is_over_is_ended_and_what_it_said_last_is_told(string name)
    {
        using var shell = new RealShell(name);
        var clock = new ImpatientClock();
        var run = new PlanRunner(shell, timeProvider: clock).RunAsync(Plan.Create("late", [RealShell.Here], [Long(shell, "late", Sh($"echo waits for somebody >&2; echo $$ >{shell.At("pid")}; until [ -e {shell.At("go")} ]; do sleep 0.1; done"))]));
        await BeginsAsync(shell);

        clock.EndLongTimers();

        (await run.WaitAsync(Soon)).Failure.Should().Contain("did not end within 900 s").And.Contain("waits for somebody");
        Alive(shell).Should().BeFalse();
        Left(shell).Should().NotContain("job");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_step_that_falls_silent_for_longer_than_it_may_is_ended_and_what_it_said_last_is_told(string name)
    {
        using var shell = new RealShell(name);
        var silent = Long(shell, "silent", Sh($"echo waits for somebody; echo $$ >{shell.At("pid")}; until [ -e {shell.At("go")} ]; do sleep 0.1; done"))
            with { Timeout = TimeSpan.FromMinutes(2), NoOutputTimeout = TimeSpan.FromSeconds(2) };

        var report = await shell.RunAsync(silent).WaitAsync(Soon);

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("It wrote nothing for 2 s and was ended.").And.Contain("waits for somebody");
        Alive(shell).Should().BeFalse();
        Left(shell).Should().NotContain("job");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_step_that_says_something_now_and_then_may_take_longer_than_it_may_be_silent(string name)
    {
        using var shell = new RealShell(name);
        var talking = Long(shell, "talking", Sh($"for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo $i >&2; sleep 0.5; done; : >{shell.At("done")}"))
            with { Timeout = TimeSpan.FromMinutes(2), NoOutputTimeout = TimeSpan.FromSeconds(4) };

        (await shell.RunAsync(talking).WaitAsync(Soon)).Outcome.Should().Be(RunOutcome.Changed);

        File.Exists(shell.At("done")).Should().BeTrue();
    }

    private static PlanStep Long(RealShell shell) => Long(shell, "long", Sh($$"""
        echo $$ >{{shell.At("pid")}}
        until [ -e {{shell.At("go")}} ]; do sleep 0.1; done
        echo once >>{{shell.At("done")}}
        """), Sh($"[ -e {shell.At("done")} ]"));

    private static PlanStep Long(RealShell shell, string id, ShellScript script, ShellScript? unless = null) =>
        new($"here/{id}", "here", $"Work {id}", new StepAction.RunScript(script, unless)) { Timeout = TimeSpan.FromMinutes(15) };

    private static async Task AbandonAsync(RealShell shell, PlanStep step)
    {
        await using var lost = await shell.ConnectAsync(RealShell.Here);
        var left = lost.ExecuteAsync(new ExecRequest(RemoteJob.Command(step, "gone.1", reads: false)));
        await BeginsAsync(shell);
        await lost.DisposeAsync();
        (await left.WaitAsync(Soon)).Outcome.Should().Be(ExecOutcome.Unknown);
        Alive(shell).Should().BeTrue();
    }

    private static async Task BeginsAsync(RealShell shell)
    {
        using var patience = new CancellationTokenSource(Soon);
        while (!File.Exists(shell.At("pid")) || (await File.ReadAllTextAsync(shell.At("pid"), patience.Token)).Length == 0)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private static bool Alive(RealShell shell)
    {
        var status = $"/proc/{File.ReadAllText(shell.At("pid")).Trim()}/status";
        return File.Exists(status) && !File.ReadAllText(status).Contains("State:\tZ", StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Left(RealShell shell) => Directory.EnumerateFileSystemEntries(shell.Run).Select(Path.GetFileName);

    /// <summary>Timers of more than ten minutes end when they are told to.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        private readonly List<ITimer> timers = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.FromMinutes(10))
            {
                timers.Add(timer);
            }

            return timer;
        }

        public void EndLongTimers() => timers.ForEach(timer => timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    private sealed class Losing(ITransport inner) : ITransport
    {
        private IHostSession? last;
        private int sessions;

        public TaskCompletionSource Again { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default)
        {
            last = await inner.ConnectAsync(target, cancellationToken);
            if (++sessions == 2)
            {
                Again.SetResult();
            }

            return last;
        }

        public ValueTask LoseAsync() => last!.DisposeAsync();
    }
}
