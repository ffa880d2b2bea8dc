using FluentAssertions;
using KubeHa.Tests;
using Xunit;

namespace KubeHa.Templates.Tests.HostileText;

public sealed class HostileTextTests
{
    /// <summary>A sample; the proof hostile-text of the lab tries a hundred thousand.</summary>
    [Fact]
    public void Hostile_text_in_a_cluster_file_is_refused_or_arrives_exactly_and_only_where_it_belongs()
    {
        var verdicts = new int[Enum.GetValues<HostileVerdict>().Length];

        HostileCases.All.Sample(3000, tried => Interlocked.Increment(ref verdicts[(int)tried.Try()]) > 0);

        Cases.Tell("file", Enum.GetValues<HostileVerdict>().ToDictionary(verdict => verdict.ToString(), verdict => verdicts[(int)verdict]));
        verdicts[(int)HostileVerdict.Refused].Should().BeGreaterThan(500);
        verdicts[(int)HostileVerdict.Kept].Should().BeGreaterThan(30, "a test in which nothing is taken proves little");
    }
}
