using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Drills;

public sealed class DrillReportTests
{
    [Fact]
    public void A_report_reads_back_equal()
    {
        var report = DrillSamples.DirectorLoss();

        var again = DrillReport.FromJson(report.ToJson());

        again.Should().BeEquivalentTo(report, options => options.WithStrictOrdering());
        again.ToJson().Should().Be(report.ToJson());
    }

    [Fact]
    public void A_refused_drill_reads_back_equal_without_a_fault()
    {
        var report = new DrillReport
        {
            Cluster = "reference", Scenario = "etcd-member-loss", Target = "master2", Client = "", StartedAt = DateTimeOffset.UnixEpoch,
            Verdict = DrillVerdict.Refused, Reasons = ["\"quorum\" would be lost: 1 of 3 members", "no consent"],
        };

        DrillReport.FromJson(report.ToJson()).Should().BeEquivalentTo(report);
    }

    [Fact]
    public void An_unknown_member_is_refused_wherever_it_stands()
    {
        var json = DrillSamples.DirectorLoss().ToJson()
            .Replace("\"cluster\":", "\"colour\": 1, \"cluster\":", StringComparison.Ordinal)
            .Replace("\"kind\": \"vip-gained\"", "\"kind\": \"vip-gained\", \"why\": \"\"", StringComparison.Ordinal);

        var refused = FluentActions.Invoking(() => DrillReport.FromJson(json)).Should().Throw<InvalidDocumentException>().Which;

        refused.Problems.Select(problem => problem.Path).Should().Contain("$.colour").And.Contain(path => path.EndsWith(".why", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"verdict\": \"passed\"", "\"verdict\": \"fine\"", "$.verdict")]
    [InlineData("\"acknowledged\": 100", "\"acknowledged\": 1.5", "$.writes.acknowledged")]
    [InlineData("[-20, 3.25, 0.5, null]", "[-20, 3.25, 0.5]", "$.attempts[0]")]
    [InlineData("\"faultAccuracy\"", "\"accuracyOfFault\"", "$.faultAccuracy")]
    public void What_is_wrong_is_told_with_its_place(string right, string wrong, string place)
    {
        var json = DrillSamples.DirectorLoss().ToJson();
        json.Should().Contain(right);

        FluentActions.Invoking(() => DrillReport.FromJson(json.Replace(right, wrong, StringComparison.Ordinal))).Should().Throw<InvalidDocumentException>()
            .Which.Problems.Should().Contain(problem => problem.Path == place);
    }

    [Fact]
    public void A_bounded_figure_that_was_not_seen_does_not_hold()
    {
        DrillMeasurement.Bounded(DrillFigures.Outage, "s", null, 1.5, "").Holds.Should().BeFalse();
        DrillMeasurement.Bounded(DrillFigures.Outage, "s", 1.5, 1.5, "").Holds.Should().BeTrue();
        DrillMeasurement.Bounded(DrillFigures.Outage, "s", 1.501, 1.5, "").Holds.Should().BeFalse();
    }
}
