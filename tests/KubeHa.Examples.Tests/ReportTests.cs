using FluentAssertions;
using KubeHa.Templates;
using ReferenceCluster;
using Xunit;

namespace KubeHa.Examples.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubeha-").FullName;

    private string Page => Path.Combine(folder, "report.html");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_log_of_the_latest_run_becomes_a_page_and_so_does_one_by_name_or_file()
    {
        var (clusterFolder, first) = (new ClusterFolder(folder), string.Empty);
        using (var journal = new RunJournal(clusterFolder, new OldClock()))
        {
            first = journal.Name;
            journal.Write(new RunEvent.RunStarted(1, DateTimeOffset.UnixEpoch, "The first", 1));
            journal.Write(new RunEvent.RunEnded(2, DateTimeOffset.UnixEpoch, RunOutcome.NoChange));
        }

        using (var journal = new RunJournal(clusterFolder))
        {
            journal.Write(new RunEvent.RunStarted(1, DateTimeOffset.UnixEpoch, "The latest", 1));
            journal.Write(new RunEvent.StepEnded(2, DateTimeOffset.UnixEpoch.AddSeconds(1), new StepResult(new PlanStep("node1/x", "node1", "Fail", new StepAction.Milestone()), StepStatus.Failed, TimeSpan.FromSeconds(1), 1, "node1: no <disk> left")));
            journal.Write(new RunEvent.RunEnded(3, DateTimeOffset.UnixEpoch.AddSeconds(1), RunOutcome.Failed));
        }

        (await TextAsync("--run", "latest")).Should().Contain("node1: no &lt;disk&gt; left");
        (await TextAsync("--run", first)).Should().Contain("Nothing was to be changed");
        (await TextAsync("--run", Path.Combine(folder, "runs", first + ".jsonl"))).Should().Contain("Nothing was to be changed");
    }

    [Fact]
    public async Task A_verification_and_a_drill_from_files_become_pages()
    {
        var (verification, drill) = (Path.Combine(folder, "verification.json"), Path.Combine(folder, "drill.json"));
        await File.WriteAllTextAsync(verification, new CheckReport([new CheckResult("vip-on-one-director", "", CheckStatus.Holds, "192.168.33.130 is on lvs02", "")], new RunReport(RunOutcome.NoChange, [], Observations.None)).ToJson());
        await File.WriteAllTextAsync(drill, new DrillReport { Cluster = "reference", Scenario = "director-loss", Target = "lvs01", Client = "client", StartedAt = DateTimeOffset.UnixEpoch, Verdict = DrillVerdict.Refused, Reasons = ["no consent"] }.ToJson());

        (await TextAsync("--verification", verification)).Should().Contain("all 1 check holds").And.Contain("virtual IP, on lvs02");
        (await TextAsync("--drill", drill)).Should().Contain("was refused").And.Contain("no consent");
    }

    [Fact]
    public async Task The_machines_are_drawn_in_either_language()
    {
        (await ProgramRun.OfAsync("topology", "--svg")).Output.Should().StartWith("<svg ").And.Contain(">lvs02<").And.EndWith("</svg>\n");
        (await ProgramRun.OfAsync("topology", "--mermaid")).Output.Should().StartWith("flowchart TB\n").And.Contain("lvs02");
    }

    [Theory]
    [InlineData("exactly one of", "--out", "x.html")]
    [InlineData("exactly one of", "--out", "x.html", "--run", "latest", "--drill", "d.json")]
    [InlineData("--out", "--run", "latest")]
    [InlineData("No run has left a log", "--out", "x.html", "--run", "latest")]
    [InlineData("there-is-none", "--out", "x.html", "--drill", "there-is-none")]
    public async Task What_cannot_be_reported_is_said(string expected, params string[] arguments)
    {
        var run = await ProgramRun.OfAsync(["report", "--state", folder, .. arguments]);

        run.ExitCode.Should().Be(ExitCodes.BadInput);
        run.Error.Should().Contain(expected);
    }

    private async Task<string> TextAsync(params string[] arguments)
    {
        var run = await ProgramRun.OfAsync(["report", "--state", folder, "--out", Page, .. arguments]);
        run.ExitCode.Should().Be(ExitCodes.Done, run.Error);
        return await File.ReadAllTextAsync(Page);
    }

    private sealed class OldClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
