using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>A whole verification, looks and judging, of machines that answer as they were seen.</summary>
public sealed class VerifyTests
{
    [Fact]
    public async Task Machines_that_are_as_they_should_be_verify()
    {
        var machines = new Machines(round => false, Seen.Converged()) { Instead = Clocks };

        var report = await ReferenceClusters.InTheLab.VerifyAsync(new PlanRunner(machines.Transport), new VerifyOptions { Workload = false });

        report.Run.Failure.Should().BeNull();
        report.Results.Where(result => result.Status != CheckStatus.Holds).Should().BeEmpty();
        report.Passed.Should().BeTrue();
        machines.Changes.Should().BeEmpty("verification changes nothing");
    }

    [Fact]
    public async Task What_the_user_changed_of_the_files_is_what_they_are_compared_with()
    {
        var machines = new Machines(round => false, Seen.Converged()) { Instead = Clocks };

        var report = await ReferenceClusters.InTheLab.VerifyAsync(new PlanRunner(machines.Transport), new VerifyOptions
        {
            Workload = false,
            MapFiles = files => files.With(new ConfigFile("node1", "/etc/motd", Content.Text("ours"), UnixFileMode.UserRead)),
        });

        report.Results.Should().ContainSingle(result => result.Status == CheckStatus.Fails).Which.Seen.Should().Contain("/etc/motd is missing");
    }

    [Theory]
    [InlineData("master2")]
    [InlineData("lvs02")]
    public async Task A_machine_that_does_not_answer_is_named_and_the_others_are_judged(string machine)
    {
        var machines = new Machines(round => false, Seen.Converged()) { Instead = Clocks };
        machines.Transport.Unreachable(machine, message: "no route to host");

        var report = await ReferenceClusters.InTheLab.VerifyAsync(new PlanRunner(machines.Transport), new VerifyOptions { Workload = false });

        report.Passed.Should().BeFalse();
        report.Results.Should().Contain(result => result.Check == "reachable" && result.Machine == machine && result.Status == CheckStatus.Fails);
        report.Results.Where(result => result.Status == CheckStatus.Holds).Select(result => result.Machine).Distinct().Should().Contain(["master", "master3", "node1", "lvs01", "client"]);
        report.Results.Where(result => result.Check == "file-drift").Select(result => result.Machine).Should().Contain(["master", "node1", "client"]).And.NotContain(machine);
    }

    /// <summary>What was stopped has judged nothing, and nothing that fails is not everything that holds.</summary>
    [Fact]
    public async Task A_verification_that_was_stopped_did_not_pass()
    {
        using var stop = new CancellationTokenSource();
        var machines = new Machines(round => false, Seen.Converged()) { Instead = Clocks };

        var report = await ReferenceClusters.InTheLab.VerifyAsync(new PlanRunner(machines.Transport), new VerifyOptions { Workload = false, OnEvent = _ => stop.Cancel() }, stop.Token);

        report.Passed.Should().BeFalse();
        CheckReport.FromJson(report.ToJson()).Passed.Should().BeFalse();
        HtmlReport.Of(ReferenceClusters.InTheLab, report, new ReportOptions()).Should().Contain("looking at it did not come to its end");
    }

    // The day of the certificates.
    private static string? Clocks(string machine, string fact, int asked) => fact == FactNames.Clock ? "1600000000.5" : null;
}
