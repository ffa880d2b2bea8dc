using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.Reports.Tests;

public sealed class ChartTests
{
    [Theory]
    [InlineData(-0.5, 3.2, "0 s|1 s|2 s|3 s")]
    [InlineData(-1, 4, "−1 s|0 s|1 s|2 s|3 s|4 s")]
    [InlineData(0, 204, "0 min|1 min|2 min|3 min")]
    [InlineData(0, 100, "0 s|30 s|1:00 min|1:30 min")]
    [InlineData(0, 47, "0 s|10 s|20 s|30 s|40 s")]
    [InlineData(0, 0.03, "0 s|0.01 s|0.02 s|0.03 s")]
    [InlineData(0, 7300, "0 h|0.5 h|1 h|1.5 h|2 h")]
    public void An_axis_is_divided_by_round_moments(double from, double to, string labels)
    {
        string.Join('|', Axis(from, to).Ticks().Select(tick => tick.Label)).Should().Be(labels);
    }

    [Fact]
    public void No_axis_has_more_moments_than_fit_under_a_phone()
    {
        for (var length = 0.01; length < 1_000_000; length *= 1.07)
        {
            Axis(-length / 3, length).Ticks().Count.Should().BeInRange(1, 8);
        }
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(1.0849, "1.08 s")]
    [InlineData(9.996, "10 s")]
    [InlineData(59.96, "1 min")]
    [InlineData(61, "1 min 01 s")]
    [InlineData(119.7, "2 min")]
    [InlineData(300, "5 min")]
    [InlineData(3605, "1 h")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(-3, "−3 s")]
    public void Times_are_written_as_people_say_them(double seconds, string text)
    {
        Numbers.Time(TimeSpan.FromSeconds(seconds)).Should().Be(text);
    }

    [Fact]
    public void A_log_that_broke_off_shows_what_had_no_end()
    {
        var history = RunHistory.Of(ReferenceClusters.InTheLab, SampleRun.Killed);

        history.Outcome.Should().BeNull();
        history.Bars.Should().Contain(bar => bar.Status == null && bar.Machine == "master2").Which.To.Should().Be(history.Length);
        Pages.Of(SampleRun.Killed).Should().Contain("The run broke off; its end was not seen.").And.Contain("cut off");
    }

    [Fact]
    public void A_run_of_several_plans_is_one_run()
    {
        var history = RunHistory.Of(ReferenceClusters.InTheLab, SampleRun.Done);

        history.Outcome.Should().Be(RunOutcome.Changed, "the last plan changed nothing because the one before did");
        history.Marks.Select(mark => mark.Label).Should().Equal("Bring up reference", "directors up", "machines prepared", "control plane up", "control planes joined", "workers joined", "cluster up");
        history.Bars.Should().OnlyContain(bar => bar.From >= TimeSpan.Zero && bar.To >= bar.From && bar.To <= history.Length);
        history.Bars.Should().OnlyContain(bar => bar.Title != null, "the cluster's own plan names every step");
    }

    [Fact]
    public void An_empty_log_makes_a_page_too()
    {
        Pages.Of(new RunRecords([], "line 1 cannot be read.")).Should().Contain("The run broke off");
    }

    [Fact]
    public void A_run_on_a_thousand_machines_makes_a_page_that_opens()
    {
        var cluster = OtherClusters.Large(1000);
        var records = cluster.Workers.SelectMany((worker, i) => Enumerable.Range(0, 12).Select(step => new RunRecord(1, DateTimeOffset.UnixEpoch.AddSeconds(step + 1), "stepEnded", "Bring up", $"{worker.Name}/{step}", worker.Name, i == 700 && step == 11 ? "Failed" : "Changed", TimeSpan.FromSeconds(0.9))));

        var page = HtmlReport.Of(cluster, new RunRecords([.. records], null));

        page.Length.Should().BeLessThan(2_500_000);
        page.Should().Contain("w700").And.Contain("Show 2000 of 12000 steps, failures and changes first");
        page.Split("class=\"row-name\"").Length.Should().Be(41);
    }

    private static TimeAxis Axis(double from, double to) => new(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to));
}
