using FluentAssertions;
using Xunit;

namespace KubeHa.Lab.Tests;

public sealed class OutageTests
{
    private const double Fault = 10_000;

    [Fact]
    public void It_is_calm_when_every_attempt_of_a_while_was_good_and_there_were_any()
    {
        Attempt[] attempts = [Failed(1_000), Good(5_000), Good(6_000)];

        Outage.IsCalm(attempts, 4_000).Should().BeTrue();
        Outage.IsCalm(attempts, 900).Should().BeFalse();
        Outage.IsCalm(attempts, 8_000).Should().BeFalse("nobody has tried since");
    }

    [Fact]
    public void An_outage_ends_with_the_first_attempt_after_the_last_bad_one()
    {
        var outage = Measure(at => at is >= 10_000 and < 11_000 ? Failed(at) : Good(at));

        outage.Milliseconds.Should().Be(1000);
        outage.Bad.Should().Be(20);
        outage.BadBefore.Should().Be(0);
        outage.WatchedMilliseconds.Should().Be(8950);
    }

    [Fact]
    public void A_good_attempt_between_bad_ones_does_not_end_it()
    {
        Measure(at => at is 10_000 or 13_000 ? Failed(at) : Good(at)).Milliseconds.Should().Be(3050);
    }

    [Fact]
    public void A_late_success_is_bad()
    {
        Measure(at => at == 12_000 ? new Attempt(at, 250.1, null) : Good(at)).Milliseconds.Should().Be(2050);
        Measure(at => at == 12_000 ? new Attempt(at, 250, null) : Good(at)).Milliseconds.Should().Be(0);
    }

    [Fact]
    public void An_attempt_under_way_at_the_fault_counts()
    {
        var outage = Measure(at => at == 9_950 ? new Attempt(at, 1000, Attempt.Timeout) : Good(at));

        outage.Bad.Should().Be(1);
        outage.BadBefore.Should().Be(0);
        outage.Milliseconds.Should().Be(0);
    }

    [Fact]
    public void What_was_bad_before_the_fault_is_told_apart()
    {
        var outage = Measure(at => at == 9_000 ? Failed(at) : Good(at));

        outage.BadBefore.Should().Be(1);
        outage.Bad.Should().Be(0);
    }

    [Fact]
    public void An_outage_without_an_end_has_no_length()
    {
        var outage = Measure(at => at >= 10_000 ? Failed(at) : Good(at));

        outage.Milliseconds.Should().BeNull();
        outage.WatchedMilliseconds.Should().Be(0);
    }

    [Fact]
    public void A_gap_in_which_nobody_looked_counts_as_outage()
    {
        var attempts = Series().Where(at => at is < 10_050 or >= 12_000).Select(Good);

        Outage.Measure(attempts, Fault).Milliseconds.Should().Be(2000);
    }

    [Fact]
    public void A_gap_right_after_the_fault_counts_too()
    {
        var attempts = Series().Where(at => at is < 9_900 or >= 11_500).Select(Good);

        Outage.Measure(attempts, Fault).Milliseconds.Should().Be(1500);
    }

    [Fact]
    public void Without_attempts_after_the_fault_nothing_is_known()
    {
        Outage.Measure(Series().Where(at => at < 9_900).Select(Good), Fault).Milliseconds.Should().BeNull();
    }

    [Fact]
    public void Attempts_may_come_in_any_order()
    {
        var attempts = Series().Select(at => at is >= 10_000 and < 11_000 ? Failed(at) : Good(at)).Reverse();

        Outage.Measure(attempts, Fault).Milliseconds.Should().Be(1000);
    }

    private static Outage Measure(Func<double, Attempt> attempt) => Outage.Measure(Series().Select(attempt), Fault);

    /// <summary>Every 50 ms from 8 s to 20 s.</summary>
    private static IEnumerable<double> Series() => Enumerable.Range(0, 240).Select(number => 8_000 + (number * 50.0));

    private static Attempt Good(double at) => new(at, 5, null);

    private static Attempt Failed(double at) => new(at, 1000, Attempt.Timeout);
}
