using System.Text.Json.Nodes;
using FluentAssertions;
using KubeHa.Templates;
using Xunit;

namespace KubeHa.Lab.Tests;

public sealed class DrillProofTests
{
    [Fact]
    public void The_page_of_drills_is_what_the_results_say() =>
        File.ReadAllText(Layout.DrillPage).Should().Be(DrillTables.Text(ProofFiles.Read(ProofFiles.Result("drill"))), "`dotnet run --project lab/KubeHa.Lab -- tables` writes it");

    [Fact]
    public void States_are_read_from_keepaliveds_journal()
    {
        var entries = Idle.Entries("1763863000.123456 lvs01 Keepalived_vrrp[231]: (KUBEHA_API) Entering BACKUP STATE (init)\n1763863001.5 lvs01 Keepalived_vrrp[231]: (KUBEHA_API) Entering MASTER STATE\n1763863002 lvs01 systemd[1]: Started.\n").ToList();

        entries.Should().Equal((1763863000.123456, "Entering BACKUP STATE (init)"), (1763863001.5, "Entering MASTER STATE"));
    }

    [Fact]
    public void A_start_and_the_first_master_of_a_bring_up_are_no_failover()
    {
        string[] lines = ["1 lvs01 Entering BACKUP STATE (init)", "2 lvs01 Entering MASTER STATE", "3 lvs02 Entering BACKUP STATE (init)"];

        Idle.Transitions(lines, bringUp: true).Should().BeEmpty();
        Idle.Transitions([.. lines, "9 lvs02 Entering MASTER STATE", "9 lvs01 Entering BACKUP STATE"], bringUp: true).Should().HaveCount(2);
        Idle.Transitions(["5 lvs02 Entering MASTER STATE"], bringUp: false).Should().HaveCount(1);

        // As keepalived 2.2.7 tells it, and one director starts later than the other.
        string[] seen = ["37.7 lvs01 Entering BACKUP STATE", "38.8 lvs01 Entering MASTER STATE", "39.1 lvs02 Entering BACKUP STATE"];
        Idle.Transitions(seen, bringUp: true).Should().BeEmpty();
        Idle.Transitions([.. seen, "50.0 lvs02 Entering MASTER STATE", "51.0 lvs02 Entering BACKUP STATE"], bringUp: true).Should().HaveCount(2);
    }

    [Fact]
    public void A_round_says_what_the_report_says()
    {
        var round = new Round(1, new Talk());
        var report = new DrillReport
        {
            Cluster = "reference", Scenario = "director-loss", Target = "lvs01", Client = "client", StartedAt = DateTimeOffset.UnixEpoch, FaultAt = DateTimeOffset.UnixEpoch, Verdict = DrillVerdict.Passed,
            Measurements = [DrillMeasurement.Bounded(DrillFigures.Outage, "s", 1.1, 1.5, "rule"), DrillMeasurement.Told(DrillFigures.WatchGap, "s", null, "")],
            Attempts = [new DrillAttempt(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(1000), null, "timeout")],
        };

        Drills.Judge(round, report, fast: true);

        round.Passed.Should().BeFalse("1.1 s is too long for the fast settings");
        round.Values["outage"]!.GetValue<double>().Should().Be(1.1);
        round.Values["bounds"]!.ToJsonString().Should().Be("""{"outage":1.5}""");
        round.Values["attempts"]!.AsArray().Single()!.GetValue<string>().Should().Be("10.0 1000.0 never timeout");
    }

    [Fact]
    public void The_page_shows_the_worst_of_the_runs_beside_what_is_allowed()
    {
        var result = JsonNode.Parse("""
            {"commit":"0123456789abcdef","startedAt":"2026-01-02T03:04:05Z","verdict":{"passed":false},"rounds":[
              {"scenario":"director-loss","fast":false,"passed":true,"reasons":[],"outage":1.1,"calm":1.2,"failed-requests":20,"late-afterwards":1,"lost-writes":0,"bounds":{"outage":1.536},"formulas":{"outage":"rule"}},
              {"scenario":"director-loss","fast":false,"passed":false,"reasons":["why\nmore"],"outage":1.6,"calm":null,"failed-requests":22,"lost-writes":0,"bounds":{"outage":1.536},"formulas":{"outage":"rule"}},
              {"passed":false,"reasons":["the lab was gone"]}]}
            """)!.AsObject();

        DrillTables.Text(result).Should().Contain("NOT all within bounds").And.Contain("| director-loss | 1 of 2 | 1.60 s | 1.54 s | 22 | 1 | 0 |\n")
            .And.Contain("| outage | 1.60 s | 1.54 s | rule |\n").And.Contain("alone or not | not seen | - |", "one round did not see it").And.Contain("Not shown: why\n").And.NotContain("more\n");
    }
}
