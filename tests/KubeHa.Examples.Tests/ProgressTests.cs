using FluentAssertions;
using ReferenceCluster;
using Spectre.Console;
using Xunit;
using Progress = ReferenceCluster.Progress;

namespace KubeHa.Examples.Tests;

public sealed class ProgressTests : IDisposable
{
    private static readonly Target Node3 = new("node3", System.Net.IPAddress.Parse("192.168.33.14"));
    private readonly StringWriter written = new();
    private readonly Progress progress;

    public ProgressTests()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
        console.Profile.Width = 10_000;
        progress = new Progress(console, TimeProvider.System);
    }

    public void Dispose() => written.Dispose();

    private string[] Lines => written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void An_ended_step_is_one_line_with_machine_outcome_and_title()
    {
        progress.On(Ended(StepStatus.Changed, "Write [brackets] {0}"));

        Lines.Should().ContainSingle().Which.Should().MatchRegex(@"s  node1 +changed +Write \[brackets\] \{0\}");
    }

    [Fact]
    public void Looks_that_hold_are_no_line_but_failed_ones_are()
    {
        var look = new StepAction.Observe("fact", ShellScript.Sh($"true"));
        progress.On(Ended(StepStatus.Holds, "Look", look));
        progress.On(Ended(StepStatus.Failed, "Look", look));

        Lines.Should().ContainSingle().Which.Should().Contain("FAILED");
    }

    [Fact]
    public void Machines_set_aside_are_shown_first_and_last()
    {
        progress.On(new RunEvent.MachineSetAside(1, default, Node3, "no route"));
        progress.On(Ended(StepStatus.Changed, "Write"));
        progress.On(new RunEvent.MachineSetAside(3, default, Node3, "no route"));
        progress.End(new RunReport(RunOutcome.WorkersSetAside, [], Observations.None));

        Lines.Should().HaveCount(4);
        Lines[0].Should().Contain("set aside").And.Contain("192.168.33.14");
        Lines[2].Should().Contain("set aside").And.Contain("no route");
        Lines[3].Should().Contain("1 changed").And.Contain("1 machines set aside");
    }

    [Fact]
    public void The_total_begins_with_what_went_wrong()
    {
        progress.End(new RunReport(RunOutcome.Failed, [], Observations.None, "master: no [disk] left"));

        Lines[0].Should().Contain("master: no [disk] left");
        Lines[1].Should().Contain("failed:");
    }

    [Theory]
    [InlineData(RunOutcome.NoChange, ExitCodes.Done)]
    [InlineData(RunOutcome.Changed, ExitCodes.Done)]
    [InlineData(RunOutcome.WorkersSetAside, ExitCodes.SetAside)]
    [InlineData(RunOutcome.Failed, ExitCodes.Failed)]
    [InlineData(RunOutcome.Stopped, ExitCodes.Cancelled)]
    public void Every_outcome_has_its_exit_code(RunOutcome outcome, int code)
    {
        ExitCodes.Of(outcome).Should().Be(code);
    }

    private static RunEvent.StepEnded Ended(StepStatus status, string title, StepAction? action = null) =>
        new(2, default, new StepResult(new PlanStep("node1/x", "node1", title, action ?? new StepAction.Milestone()), status, TimeSpan.Zero));
}
