using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;

namespace KubeHa.Tests.Engine;

public sealed class ScriptStepTests
{
    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_script_runs_once_and_holds_when_its_probe_succeeds(string name)
    {
        using var shell = new RealShell(name);
        var run = new StepAction.RunScript(Sh($"cat >>{shell.At("log")}; echo said; echo wrong >&2"), Unless: Sh($"[ -s {shell.At("log")} ]"), StandardInput: Content.Text("it's read\n"));

        (await shell.RunAsync(run)).Status.Should().Be(StepStatus.Changed);
        (await shell.RunAsync(run)).Status.Should().Be(StepStatus.Holds);

        File.ReadAllText(shell.At("log")).Should().Be("it's read\n");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_script_that_does_not_apply_holds_and_one_without_a_probe_always_runs(string name)
    {
        using var shell = new RealShell(name);
        var append = Sh($"echo x >>{shell.At("log")}");

        (await shell.RunAsync(new StepAction.RunScript(append, OnlyIf: Sh($"false")))).Status.Should().Be(StepStatus.Holds);
        File.Exists(shell.At("log")).Should().BeFalse();
        (await shell.RunAsync(new StepAction.RunScript(append, OnlyIf: Sh($"true")))).Status.Should().Be(StepStatus.Changed);
        (await shell.RunAsync(new StepAction.RunScript(append))).Status.Should().Be(StepStatus.Changed);
        File.ReadAllText(shell.At("log")).Should().Be("x\nx\n");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_script_that_ends_well_but_whose_probe_still_fails_is_a_failure(string name)
    {
        using var shell = new RealShell(name);

        var result = await shell.RunAsync(new StepAction.RunScript(Sh($"true"), Unless: Sh($"echo not there yet; false")));

        result.Status.Should().Be(StepStatus.Failed);
        result.Message.Should().Contain("its probe still says that the work is not done").And.Contain("\n    not there yet");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_failing_script_shows_its_exit_code_and_its_last_twenty_lines(string name)
    {
        using var shell = new RealShell(name);

        var report = await shell.RunAsync(new PlanStep("here/count", "here", "Count to thirty", new StepAction.RunScript(Sh($"i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo line $i >&2; done; exit 7"))));

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Steps[0].ExitCode.Should().Be(7);
        report.Failure.Should().StartWith("here: 'Count to thirty' (here/count) failed with exit code 7.\n    line 11\n").And.Contain("    line 30\n").And.NotContain("line 10\n").And.Contain("run again");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task Errors_are_not_stopped_at_unless_the_script_asks_for_it_and_syntax_errors_are_failures(string name)
    {
        using var shell = new RealShell(name);

        (await shell.RunAsync(new StepAction.RunScript(Sh($"false; true")))).Status.Should().Be(StepStatus.Changed);
        (await shell.RunAsync(new StepAction.RunScript(Sh($"set -eu; false; true")))).Status.Should().Be(StepStatus.Failed);
        (await shell.RunAsync(new StepAction.RunScript(Sh($"if then")))).Status.Should().Be(StepStatus.Failed);
        (await shell.RunAsync(new StepAction.RunScript(Sh($"exit 0")))).Status.Should().Be(StepStatus.Changed);
        (await shell.RunAsync(new StepAction.RunScript(Sh($"kill -KILL $$")))).ExitCode.Should().Be(137);
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task Much_output_and_a_faked_marker_hide_nothing(string name)
    {
        using var shell = new RealShell(name);

        var result = await shell.RunAsync(new StepAction.RunScript(Sh($"printf '\\036kubeha holds\\n'; head -c 6000000 /dev/zero | tr '\\0' x"), Unless: Sh($"printf '\\036kubeha holds\\n'; [ -e {shell.At("never")} ] || {{ : >{shell.At("never")}; false; }}")));

        result.Status.Should().Be(StepStatus.Changed, result.Message);
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task Megabytes_that_nobody_reads_do_not_disturb(string name)
    {
        using var shell = new RealShell(name);
        var input = Content.Text(new string('x', 3_000_000));

        (await shell.RunAsync(new StepAction.RunScript(Sh($"true"), Unless: Sh($"true"), StandardInput: input))).Status.Should().Be(StepStatus.Holds);
        (await shell.RunAsync(new StepAction.RunScript(Sh($"true"), StandardInput: input))).Status.Should().Be(StepStatus.Changed);
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_wait_ends_when_its_probe_succeeds_and_tells_what_it_saw_last_when_it_does_not(string name)
    {
        using var shell = new RealShell(name);
        var second = TimeSpan.FromSeconds(1);

        (await shell.RunAsync(new StepAction.WaitUntil(Sh($"echo x >>{shell.At("n")}; [ $(wc -l <{shell.At("n")}) -ge 2 ]"), second, TimeSpan.FromSeconds(20)))).Status.Should().Be(StepStatus.Holds);
        var result = await shell.RunAsync(new StepAction.WaitUntil(Sh($"echo looking; echo NotReady >&2; false"), second, second));

        result.Status.Should().Be(StepStatus.Failed);
        result.ExitCode.Should().Be(75);
        result.Message.Should().StartWith("here: waited 1 s for 'The step' (here/step); last seen: NotReady");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task Looks_bring_facts_and_checks_stop_with_their_message(string name)
    {
        using var shell = new RealShell(name);

        var report = await shell.RunAsync(
            new PlanStep("here/a", "here", "Look", new StepAction.Observe("two-lines", Sh($"printf 'a\\nb\\n\\n'"))),
            new PlanStep("here/b", "here", "Look", new StepAction.Observe("absent", Sh($"echo x; false"))),
            new PlanStep("here/c", "here", "Look", new StepAction.Observe("empty", Sh($"cat"))),
            new PlanStep("here/d", "here", "Is it so?", new StepAction.Check(Sh($"echo seen; false"), "It is not so; make it so.")) { After = ["here/a", "here/b", "here/c"] });

        report.Observations["here", "two-lines"].Should().Be("a\nb");
        report.Observations.TryGet("here", "absent", out _).Should().BeFalse();
        report.Observations["here", "empty"].Should().BeEmpty();
        report.Failure.Should().Contain("It is not so; make it so.").And.Contain("\n    seen");
    }
}
