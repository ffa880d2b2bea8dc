using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;

namespace KubeHa.Tests.Engine;

public sealed class MachineLockTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task Of_two_runs_at_once_one_is_refused_before_it_changes_anything_and_names_the_other(string name)
    {
        using var shell = new RealShell(name);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new PlanRunner(shell).RunAsync(
            Plan.Create("the first", [RealShell.Here], [Step("long", Sh($"until [ -e {shell.At("go")} ]; do sleep 0.1; done"))]),
            new RunOptions { OnEvent = happened => _ = happened is RunEvent.StepStarted && started.TrySetResult() });
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));

        var second = await new PlanRunner(shell) { LockPatience = TimeSpan.Zero }.RunAsync(Plan.Create("the second", [RealShell.Here], [Step("other", Sh($": >{shell.At("other")}"))]));

        second.Outcome.Should().Be(RunOutcome.Failed);
        second.Failure.Should().StartWith("Nothing was changed:\n  here (127.0.0.1): another run is at work on it (process group ")
            .And.Contain($"process {Environment.ProcessId}, plan 'the first'").And.Contain("Wait for that run");
        File.Exists(shell.At("other")).Should().BeFalse();
        await File.WriteAllTextAsync(shell.At("go"), "");
        (await first).Outcome.Should().Be(RunOutcome.Changed);

        // The lock is free as soon as a run has returned.
        (await new PlanRunner(shell) { LockPatience = TimeSpan.Zero }.RunAsync(Plan.Create("the third", [RealShell.Here], [Step("other", Sh($": >{shell.At("other")}"))]))).Outcome.Should().Be(RunOutcome.Changed);
    }

    [Fact]
    public async Task A_run_that_only_looks_takes_no_lock_and_writes_nothing()
    {
        using var shell = new RealShell("dash");

        (await shell.RunAsync(new PlanStep("here/look", "here", "Look", new StepAction.Observe("x", Sh($"echo x"))))).Outcome.Should().Be(RunOutcome.NoChange);

        Directory.GetFiles(shell.Run).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_run_that_lost_its_connection_takes_its_own_lock_back(string name)
    {
        using var shell = new RealShell(name);
        await using var lost = await shell.ConnectAsync(RealShell.Here);
        await using var anew = await shell.ConnectAsync(RealShell.Here);
        var (old, _) = await MachineLock.TakeAsync(lost, "run1", "somebody", TimeSpan.Zero, Grace, TimeProvider.System);

        (await MachineLock.TakeAsync(anew, "run2", "else", TimeSpan.Zero, Grace, TimeProvider.System)).Refusal.Should().Contain("somebody");
        var (own, refusal) = await MachineLock.TakeAsync(anew, "run1", "somebody", TimeSpan.Zero, Grace, TimeProvider.System);

        refusal.Should().BeNull();
        await old!.DisposeAsync();
        (await MachineLock.TakeAsync(lost, "run2", "else", TimeSpan.Zero, Grace, TimeProvider.System)).Refusal.Should().Contain("somebody");
        await own!.DisposeAsync();
        (await MachineLock.TakeAsync(lost, "run2", "else", TimeSpan.Zero, Grace, TimeProvider.System)).Lock.Should().NotBeNull();
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task What_a_lost_connection_left_at_work_is_ended_before_the_next_command_begins(string name)
    {
        using var shell = new RealShell(name);
        await using var lost = await shell.ConnectAsync(RealShell.Here);
        var left = lost.ExecuteAsync(new ExecRequest(StepScripts.Command(new StepAction.RunScript(Sh($"echo $$ >{shell.At("old")}; sleep 1000; echo late >{shell.At("late")}")))));
        while (!File.Exists(shell.At("old")) || (await File.ReadAllTextAsync(shell.At("old"))).Length == 0)
        {
            left.IsCompleted.Should().BeFalse();
            await Task.Delay(20);
        }

        var report = await shell.RunAsync(Step("next", Sh($"read -r pid name state rest </proc/$(cat {shell.At("old")})/stat && [ \"$state\" != Z ] && echo still there >{shell.At("both")}; true")));

        report.Outcome.Should().Be(RunOutcome.Changed, report.Failure);
        File.Exists(shell.At("both")).Should().BeFalse();
        (await left).Succeeded.Should().BeFalse();
        File.Exists(shell.At("late")).Should().BeFalse();
    }

    [Fact]
    public async Task A_machine_that_does_not_answer_when_its_lock_is_asked_for_is_told_and_does_not_hang_the_run()
    {
        var (held, refusal) = await MachineLock.TakeAsync(new SilentSession(), "run1", "somebody", TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeProvider.System).WaitAsync(TimeSpan.FromSeconds(60));

        held.Should().BeNull();
        refusal.Should().Contain("did not answer when its lock was asked for");
    }

    private static PlanStep Step(string id, ShellScript script) => new($"here/{id}", "here", $"Do {id}", new StepAction.RunScript(script));

    private sealed class SilentSession : IHostSession
    {
        public Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default) => new TaskCompletionSource<ExecResult>().Task;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
