using FluentAssertions;
using Xunit;
using static KubeHa.Tests.Engine.Runs;

namespace KubeHa.Tests.Engine;

public sealed class RunnerTests
{
    [Fact]
    public async Task Steps_start_as_soon_as_what_they_wait_for_has_ended_without_barriers()
    {
        var transport = new GatedTransport();
        var run = Runner(transport).RunAsync(PlanOf(Run("m1/a"), Run("m2/slow"), Milestone("first", "m1/a"), Run("m1/b", "first"), Run("m3/c", "m1/b", "m2/slow")));

        await transport.StartOf("m2/slow");
        transport.End("m1/a");
        await transport.StartOf("m1/b");
        transport.End("m1/b");
        transport.Started.Should().NotContain("m3/c");
        transport.End("m2/slow");
        await transport.StartOf("m3/c");
        transport.End("m3/c", RecordingTransport.Holds);

        (await run).Statuses().Should().Equal("m1/a Changed", "m2/slow Changed", "first Holds", "m1/b Changed", "m3/c Holds");
    }

    [Fact]
    public async Task One_change_and_three_looks_at_a_time_run_on_a_machine()
    {
        // Waits do not travel together, so each of them is a look of its own.
        PlanStep Wait(string id) => Step(id, new StepAction.WaitUntil(ShellScript.Sh($"look {id}"), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        var transport = new GatedTransport();
        var run = Runner(transport).RunAsync(PlanOf(RunBlind("m1/a"), RunBlind("m1/b"), Wait("m1/1"), Wait("m1/2"), Wait("m1/3"), Wait("m1/4")));
        foreach (var started in new[] { "m1/a", "m1/1", "m1/2", "m1/3" })
        {
            await transport.StartOf(started);
        }

        transport.Started.Should().HaveCount(4);
        transport.End("m1/3");
        await transport.StartOf("m1/4");
        transport.Started.Should().NotContain("m1/b");
        transport.End("m1/a");
        await transport.StartOf("m1/b");
        foreach (var left in new[] { "m1/b", "m1/1", "m1/2", "m1/4" })
        {
            transport.End(left);
        }

        (await run).Outcome.Should().Be(RunOutcome.Changed);
    }

    [Fact]
    public async Task After_the_first_failure_nothing_starts_what_runs_ends_and_the_first_error_is_told()
    {
        var transport = new GatedTransport();
        var run = Runner(transport).RunAsync(PlanOf(Run("m1/a"), Run("m2/b"), Run("m1/c", "m1/a"), Run("m2/d", "m2/b"), Milestone("end", "m1/c")));
        await transport.StartOf("m1/a");
        await transport.StartOf("m2/b");

        transport.End("m1/a", RecordingTransport.Exit(3, "first reason\n"));
        transport.End("m2/b", RecordingTransport.Exit(4, "second reason\n"));
        var report = await run;

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Statuses().Should().Equal("m1/a Failed", "m2/b Failed", "m1/c NotStarted", "m2/d NotStarted", "end NotStarted");
        report.Failure.Should().Match(text => text.StartsWith("m1: 'Do m1/a' (m1/a) failed with exit code 3.\n    first reason\n") || text.StartsWith("m2: 'Do m2/b' (m2/b) failed with exit code 4.\n    second reason\n"));
        report.Invoking(it => it.ThrowIfFailed()).Should().Throw<StepFailedException>().WithMessage(report.Failure!.Replace("*", "?"));
    }

    [Fact]
    public async Task The_failure_that_came_first_is_the_one_that_is_told_and_running_steps_end_well()
    {
        var transport = new GatedTransport();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = Runner(transport).RunAsync(PlanOf(Run("m1/a"), Run("m2/b"), Run("m2/c", "m2/b")), new RunOptions
        {
            OnEvent = happened =>
            {
                if (happened is RunEvent.StepEnded { Result.Status: StepStatus.Failed })
                {
                    failed.TrySetResult();
                }
            },
        });
        await transport.StartOf("m1/a");
        await transport.StartOf("m2/b");

        transport.End("m1/a", RecordingTransport.Exit(3));
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        transport.End("m2/b");

        var report = await run;
        report.Statuses().Should().Equal("m1/a Failed", "m2/b Changed", "m2/c NotStarted");
        report.Failure.Should().Contain("m1/a");
    }

    [Fact]
    public async Task The_gentle_token_lets_running_steps_end_and_the_kill_token_does_not()
    {
        using var gentle = new CancellationTokenSource();
        var transport = new GatedTransport();
        var run = Runner(transport).RunAsync(PlanOf(Run("m1/a"), Run("m1/b", "m1/a")), cancellationToken: gentle.Token);
        await transport.StartOf("m1/a");
        await gentle.CancelAsync();
        transport.End("m1/a");

        var report = await run;
        report.Outcome.Should().Be(RunOutcome.Stopped);
        report.Statuses().Should().Equal("m1/a Changed", "m1/b NotStarted");
        report.Invoking(it => it.ThrowIfFailed()).Should().Throw<StepFailedException>();

        using var kill = new CancellationTokenSource();
        transport = new GatedTransport();
        run = Runner(transport).RunAsync(PlanOf(Run("m1/a"), Run("m1/b", "m1/a")), new RunOptions { KillToken = kill.Token });
        await transport.StartOf("m1/a");
        await kill.CancelAsync();

        report = await run;
        report.Outcome.Should().Be(RunOutcome.Stopped);
        report.Statuses().Should().Equal("m1/a Unknown", "m1/b NotStarted");
        report.Failure.Should().Contain("was killed").And.Contain("(m1/a)");
    }

    [Fact]
    public async Task When_the_limit_of_a_run_is_reached_running_steps_end_and_nothing_new_starts()
    {
        var transport = new GatedTransport();
        var limit = new FiredByHand(TimeSpan.FromHours(3));
        var run = new PlanRunner(transport, timeProvider: limit).RunAsync(
            Plan.Create("test", [Machine("m1")], [Upload("m1", 1), Upload("m1", 2)]), new RunOptions { Limit = limit.Time });
        await transport.StartOf("m1-1");
        limit.Fire();
        run.IsCompleted.Should().BeFalse();

        transport.End("m1-1");

        var report = await run.WaitAsync(TimeSpan.FromSeconds(60));
        report.Outcome.Should().Be(RunOutcome.Stopped);
        report.Failure.Should().StartWith("The run was stopped because its time limit was reached. Run again to go on.");
        report.Steps.Select(step => step.Status).Should().Equal(StepStatus.Changed, StepStatus.NotStarted);
    }

    [Fact]
    public async Task Long_texts_are_sent_to_as_many_machines_at_once_as_allowed_and_no_more()
    {
        var transport = new GatedTransport();
        string[] names = ["m1", "m2", "m3", "m4", "m5"];
        var run = new PlanRunner(transport).RunAsync(
            Plan.Create("test", [.. names.Select(Machine)], [.. names.Select(name => Upload(name, 1))]), new RunOptions { MaxConcurrentUploads = 2 });

        for (var sent = 0; sent < names.Length; sent++)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (transport.Started.Count < Math.Min(sent + 2, names.Length))
            {
                await Task.Delay(10, patience.Token);
            }

            transport.Started.Should().HaveCount(Math.Min(sent + 2, names.Length));
            transport.End(transport.Started.ElementAt(sent));
        }

        (await run.WaitAsync(TimeSpan.FromSeconds(60))).Outcome.Should().Be(RunOutcome.Changed);
    }

    [Fact]
    public async Task A_step_that_takes_too_long_is_ended_and_named_even_where_the_transport_does_not_come_back()
    {
        var ended = false;
        var transport = new RecordingTransport()
            .On((target, _) => target.Name == "m1", async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => ended = true, TaskScheduler.Default);
                return RecordingTransport.Lost;
            })
            .On((target, _) => target.Name == "m2", (_, _) => new TaskCompletionSource<ExecResult>().Task);

        foreach (var machine in new[] { "m1", "m2" })
        {
            var report = await Runner(transport).RunAsync(PlanOf(Run($"{machine}/a") with { Timeout = TimeSpan.FromMilliseconds(50) }));

            report.Outcome.Should().Be(RunOutcome.Failed);
            report.Failure.Should().StartWith($"{machine}: 'Do {machine}/a' ({machine}/a) did not end within 0.05 s");
        }

        ended.Should().BeTrue();
    }

    [Fact]
    public async Task After_a_lost_connection_what_looks_first_is_done_again_and_what_does_not_is_told_as_unknown()
    {
        var transport = new RecordingTransport().LoseConnectionOnce("m1/a").LoseConnectionOnce("m1/blind").OnAny(RecordingTransport.Changed);

        var good = await Runner(transport).RunAsync(PlanOf(Run("m1/a")));
        good.Statuses().Should().Equal("m1/a Changed");
        transport.Connections.Should().HaveCount(2);
        transport.Commands.Should().HaveCount(2);

        var bad = await Runner(transport).RunAsync(PlanOf(RunBlind("m1/blind")));
        bad.Statuses().Should().Equal("m1/blind Unknown");
        bad.Outcome.Should().Be(RunOutcome.Failed);
        bad.Failure.Should().Contain("whether it was done is not known").And.Contain("no probe that could tell").And.Contain("The connection was lost.");
        transport.Commands.Should().HaveCount(3);
    }

    [Fact]
    public async Task What_certainly_did_not_start_is_done_again_even_without_a_probe_and_a_second_loss_is_the_end()
    {
        var starts = 0;
        var transport = new RecordingTransport()
            .On((_, request) => request.Command.Contains("blind", StringComparison.Ordinal), _ => starts++ == 0 ? RecordingTransport.NotStarted : RecordingTransport.Changed)
            .OnAny(RecordingTransport.Lost);

        (await Runner(transport).RunAsync(PlanOf(RunBlind("m1/blind")))).Outcome.Should().Be(RunOutcome.Changed);
        (await Runner(transport).RunAsync(PlanOf(Run("m1/a")))).Statuses().Should().Equal("m1/a Unknown");
        transport.Commands.Count(command => command.Starts("m1/a")).Should().Be(2);
    }

    [Fact]
    public async Task A_machine_that_cannot_be_reached_again_ends_the_run_with_both_reasons()
    {
        RecordingTransport transport = null!;
        transport = new RecordingTransport().OnAny(_ =>
        {
            transport.Unreachable("m1", message: "gone for good");
            return RecordingTransport.Lost;
        });

        var report = await Runner(transport).RunAsync(PlanOf(Run("m1/a")));

        report.Failure.Should().Contain("The connection was lost.").And.Contain("gone for good");
    }

    [Fact]
    public async Task A_run_in_which_all_holds_changes_nothing_and_an_unmatched_command_fails_its_step()
    {
        var transport = new RecordingTransport().On("run m1/a", RecordingTransport.Holds).On("look m1/b", RecordingTransport.Output("value\n"));

        var report = await Runner(transport).RunAsync(PlanOf(Run("m1/a"), Look("m1/b")));
        report.Outcome.Should().Be(RunOutcome.NoChange);
        report.Observations["m1", "m1/b"].Should().Be("value");

        (await Runner(transport).RunAsync(PlanOf(Run("m1/c")))).Failure.Should().Contain("No rule of the RecordingTransport matches").And.Contain("run m1/c");
        (await Runner(new RecordingTransport().OnAny(RecordingTransport.Output("hello\n"))).RunAsync(PlanOf(Run("m1/c")))).Failure.Should().Contain("swallowed the command");
    }

    [Fact]
    public async Task A_plan_whose_assumption_does_not_hold_any_more_is_refused_before_its_first_change()
    {
        var transport = new RecordingTransport().On("look m1/member", RecordingTransport.Output("yes\n")).OnAny(RecordingTransport.Changed);
        Plan With(string? value) => Plan.Create("test", [Machine("m1"), Machine("m2")], [Run("m2/a"), Look("m1/member")], [new Assumption("m1", "m1/member", value)]);

        var refused = await Runner(transport).RunAsync(With(null));
        refused.Statuses().Should().Equal("m2/a NotStarted", "m1/member Failed");
        refused.Failure.Should().Contain("was absent").And.Contain("is 'yes'").And.Contain("new plan");

        (await Runner(transport).RunAsync(With("yes"))).Outcome.Should().Be(RunOutcome.Changed);
    }

    [Fact]
    public async Task Random_plans_start_nothing_before_what_it_waits_for_has_ended()
    {
        var random = new Random(20250101);
        for (var round = 0; round < 20; round++)
        {
            var ids = Enumerable.Range(0, 60).Select(i => $"m{random.Next(1, 6)}/{i}").ToArray();
            var steps = ids.Select((id, i) => (i % 7) switch
            {
                0 => Milestone($"milestone{i}", Earlier(i)),
                1 or 2 => Look(id, Earlier(i)),
                _ => Run(id, Earlier(i)),
            }).ToArray();
            string[] Earlier(int i) => [.. Enumerable.Range(0, i).Where(_ => random.Next(i + 1) < 2).Select(j => j % 7 == 0 ? $"milestone{j}" : ids[j])];
            var events = new List<RunEvent>();

            var report = await Runner(new RecordingTransport().OnAny(RecordingTransport.Changed)).RunAsync(PlanOf(steps), new RunOptions { OnEvent = events.Add });

            report.Outcome.Should().Be(RunOutcome.Changed);
            var ended = new HashSet<string>();
            foreach (var happened in events)
            {
                if (happened is RunEvent.StepStarted started)
                {
                    started.Step.After.Should().BeSubsetOf(ended);
                }
                else if (happened is RunEvent.StepEnded end)
                {
                    ended.Add(end.Result.Step.Id);
                }
            }

            ended.Should().HaveCount(60);
        }
    }

    private static Target Machine(string name) => new(name, System.Net.IPAddress.Loopback);

    private static PlanStep Upload(string machine, int number) =>
        new($"{machine}/{number}", machine, "Send", new StepAction.WriteFile(new ConfigFile(machine, $"/run {machine}-{number}", Content.Text(new string('x', 100_000)), UnixFileMode.UserRead)));

    /// <summary>The system's clock, but for the timer of one length.</summary>
    private sealed class FiredByHand(TimeSpan time) : TimeProvider
    {
        private Action? fire;

        public TimeSpan Time => time;

        public void Fire() => fire!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == time)
            {
                fire = () => callback(state);
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
