using System.Globalization;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>A machine whose clock is wrong, from the question what time it is there to the refusal.</summary>
public sealed class ClockTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(-9)]
    public async Task A_director_whose_clock_is_wrong_stops_the_run_before_anything_is_changed_and_is_named(int seconds)
    {
        var machines = new Machines(Seen.Bare()) { Instead = (machine, fact, _) => machine == "lvs02" && fact == FactNames.Clock ? Now(seconds) : null };

        var report = await ReferenceClusters.InTheLab.ApplyAsync(new PlanRunner(machines.Transport), new ApplyOptions { Secrets = ClusterSecrets.Generate() });

        report.Outcome.Should().Be(RunOutcome.Failed);

        // One that is behind is what all others are ahead of.
        report.Failure.Should().StartWith("Nothing was changed.");
        report.Failure!.Split('\n').Skip(1).Should().NotBeEmpty().And.OnlyContain(line => line.Contains(" clock [", StringComparison.Ordinal) && line.Contains("lvs02", StringComparison.Ordinal));
        machines.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task A_clock_that_is_a_second_off_stops_nobody()
    {
        var machines = new Machines(Seen.Bare()) { Instead = (machine, fact, _) => machine == "lvs02" && fact == FactNames.Clock ? Now(1) : null };

        (await ReferenceClusters.InTheLab.ApplyAsync(new PlanRunner(machines.Transport), new ApplyOptions { Secrets = ClusterSecrets.Generate() })).Failure.Should().BeNull();
    }

    private static string Now(int ahead) => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(ahead)).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
