using FluentAssertions;
using static KubeHa.ShellScript;

namespace KubeHa.Ssh.Tests;

/// <summary>A machine that goes down in the middle of a run, with all its processes and its /run, and comes back, or does not.</summary>
public sealed class RebootTests : IDisposable
{
    private readonly Sshd? machine = Environment.IsPrivilegedProcess ? new Sshd(isWholeMachine: true) : null;
    private readonly TemporaryFolder disk = new();

    private string Begun => $"{disk.Path}/begun";

    [SshdFact]
    public async Task A_machine_that_is_back_in_time_is_gone_on_with_where_a_step_can_look_what_it_did()
    {
        Plan plan = PlanOf(Step("first", unless: true) with { After = ["machine/file"] }, Step("second", unless: true) with { After = ["machine/first"] });
        Task<RunReport> running = Runner.RunAsync(plan);
        SpinWait.SpinUntil(() => File.Exists(Begun), TimeSpan.FromSeconds(60)).Should().BeTrue();

        machine!.Stop();
        File.WriteAllText($"{disk.Path}/rebooted", "");
        machine.Start();
        RunReport report = await running.WaitAsync(TimeSpan.FromMinutes(1));

        report.Outcome.Should().Be(RunOutcome.Changed, report.Failure);
        report.Steps.Should().OnlyContain(step => step.Status == StepStatus.Changed);
        File.ReadAllText($"{disk.Path}/first").Should().Be("done\n");
        File.ReadAllText($"{disk.Path}/second").Should().Be("done\n");
        machine.Log.Count(line => line.Contains("Accepted publickey", StringComparison.Ordinal)).Should().Be(2, "one login before and one after");
    }

    [SshdFact]
    public async Task A_machine_that_stays_away_stops_the_run_which_says_what_is_known_and_again_heals()
    {
        Plan plan = PlanOf(Step("first", unless: true) with { After = ["machine/file"] }, Step("second", unless: true) with { After = ["machine/first"] });
        Task<RunReport> running = Runner.RunAsync(plan);
        SpinWait.SpinUntil(() => File.Exists(Begun), TimeSpan.FromSeconds(60)).Should().BeTrue();

        machine!.Stop();
        RunReport report = await running.WaitAsync(TimeSpan.FromMinutes(1));
        File.WriteAllText($"{disk.Path}/rebooted", "");
        machine.Start();
        RunReport again = await Runner.RunAsync(plan);

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Steps.Select(step => step.Status).Should().Equal(StepStatus.Changed, StepStatus.Unknown, StepStatus.NotStarted);
        report.Failure.Should().ContainAll("The connection was lost during machine: 'first' (machine/first)", "Reach the machine, then run again: the step looks before it does anything.");
        again.Outcome.Should().Be(RunOutcome.Changed, again.Failure);
        again.Steps.Select(step => step.Status).Should().Equal(StepStatus.Holds, StepStatus.Changed, StepStatus.Changed);
    }

    [SshdFact]
    public async Task A_step_that_cannot_look_is_not_done_twice_without_the_operator()
    {
        Plan plan = PlanOf(Step("first", unless: false) with { After = ["machine/file"] });
        Task<RunReport> running = Runner.RunAsync(plan);
        SpinWait.SpinUntil(() => File.Exists(Begun), TimeSpan.FromSeconds(60)).Should().BeTrue();

        machine!.Stop();
        File.WriteAllText($"{disk.Path}/rebooted", "");
        machine.Start();
        RunReport report = await running.WaitAsync(TimeSpan.FromMinutes(1));
        bool done = File.Exists($"{disk.Path}/first");
        RunReport again = await Runner.RunAsync(plan);

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("has no probe that could tell, so it was not tried again. Look at the machine, then run again.");
        done.Should().BeFalse();
        again.Outcome.Should().Be(RunOutcome.Changed, again.Failure);
    }

    [SshdFact]
    public async Task A_wait_goes_on_over_a_reboot()
    {
        var wait = new StepAction.WaitUntil(Sh($"echo waits; : >{Begun}; test -e {disk.Path}/rebooted"), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        Task<RunReport> running = Runner.RunAsync(PlanOf(new PlanStep("machine/wait", "machine", "wait", wait)));
        SpinWait.SpinUntil(() => File.Exists(Begun), TimeSpan.FromSeconds(60)).Should().BeTrue();

        machine!.Stop();
        File.WriteAllText($"{disk.Path}/rebooted", "");
        machine.Start();

        (await running.WaitAsync(TimeSpan.FromMinutes(1))).Failure.Should().BeNull();
    }

    public void Dispose()
    {
        machine?.Dispose();
        disk.Dispose();
    }

    private PlanRunner Runner => new(new SshTransport(machine!.Options()));

    private Plan PlanOf(params PlanStep[] steps) => Plan.Create("reboot", [machine!.Target],
        [new PlanStep("machine/file", "machine", "file", new StepAction.WriteFile(new ConfigFile("machine", $"{disk.Path}/file", Content.Text("text\n"), UnixFileMode.UserRead))), .. steps]);

    // Before the reboot it never ends.
    private PlanStep Step(string name, bool unless) => new($"machine/{name}", "machine", name, new StepAction.RunScript(
        Sh($"[ -e {disk.Path}/rebooted ] || {{ : >{Begun}; sleep 600; }}; echo done >{disk.Path}/{name}"), unless ? Sh($"test -e {disk.Path}/{name}") : null));
}
