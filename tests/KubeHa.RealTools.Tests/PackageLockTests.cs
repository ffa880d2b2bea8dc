using FluentAssertions;
using KubeHa.Templates.Tests;

namespace KubeHa.RealTools.Tests;

/// <summary>The step that installs packages, with the real dnf, while somebody else installs something.</summary>
public sealed class PackageLockTests
{
    private static PlanStep Step => ReferenceClusters.AsPublished.PlanConvergence(ReferenceClusters.AsPublished.Render(), Observations.None).Steps.Single(step => step.Id == "lvs01/packages") with { After = [] };

    private static Target Machine => ReferenceClusters.AsPublished.LvsPair.Directors[0].Target;

    [RealToolFact(RealTool.Dnf, RealTool.RpmBuild, RealTool.CreateRepo)]
    public async Task While_the_package_lock_is_held_the_step_waits_and_then_installs()
    {
        using var machine = new DnfMachine("keepalived", "ipvsadm", "curl");
        var other = await HoldAsync(machine);
        var running = RunAsync(machine, Step);

        await AskAsync(machine, "ps -C dnf -o pid= | wc -l", "2");
        running.IsCompleted.Should().BeFalse();
        File.Delete(machine.HoldFile);
        var report = await running;

        report.Outcome.Should().Be(RunOutcome.Changed, report.Failure);
        (await other).Succeeded.Should().BeTrue();
        (await machine.RunAsync("rpm -q keepalived ipvsadm curl slow")).Succeeded.Should().BeTrue();
        (await RunAsync(machine, Step)).Outcome.Should().Be(RunOutcome.NoChange);
    }

    [RealToolFact(RealTool.Dnf, RealTool.RpmBuild, RealTool.CreateRepo)]
    public async Task A_package_lock_that_is_never_let_go_of_ends_in_a_time_out_that_says_who_was_waited_for_and_again_heals()
    {
        using var machine = new DnfMachine("keepalived", "ipvsadm", "curl");
        var other = await HoldAsync(machine);
        var holder = (await machine.RunAsync("cat /var/lib/dnf/rpmdb_lock.pid")).StandardOutput.Trim();

        var report = await RunAsync(machine, Step with { Timeout = TimeSpan.FromSeconds(20) });

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("did not end within 20 s").And.Contain($"Waiting for process with pid {holder} to finish.");
        File.Delete(machine.HoldFile);
        await other;
        (await RunAsync(machine, Step)).Outcome.Should().Be(RunOutcome.Changed);
    }

    [RealToolFact(RealTool.Dnf, RealTool.RpmBuild, RealTool.CreateRepo)]
    public async Task The_lock_of_a_killed_dnf_stops_nobody()
    {
        using var machine = new DnfMachine("keepalived", "ipvsadm", "curl");
        var other = await HoldAsync(machine);
        (await machine.RunAsync("kill -KILL $(cat /var/lib/dnf/rpmdb_lock.pid)")).Succeeded.Should().BeTrue();
        await other;
        (await machine.RunAsync("test -s /var/lib/dnf/rpmdb_lock.pid")).Succeeded.Should().BeTrue("else nothing was left behind");

        (await RunAsync(machine, Step)).Outcome.Should().Be(RunOutcome.Changed);
    }

    private static Task<RunReport> RunAsync(DnfMachine machine, PlanStep step) => new PlanRunner(machine).RunAsync(Plan.Create("packages", [Machine], [step]));

    private static async Task<Task<ExecResult>> HoldAsync(DnfMachine machine)
    {
        await File.WriteAllTextAsync(machine.HoldFile, "");
        var other = machine.RunAsync("dnf install -y slow");
        await AskAsync(machine, "test -s /var/lib/dnf/rpmdb_lock.pid && echo held", "held");
        return other;
    }

    private static async Task AskAsync(DnfMachine machine, string question, string answer)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await machine.RunAsync(question)).StandardOutput.Trim() != answer)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
