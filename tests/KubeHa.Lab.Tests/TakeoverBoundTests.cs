using FluentAssertions;
using Xunit;

namespace KubeHa.Lab.Tests;

public sealed class TakeoverBoundTests
{
    private const string Configuration = """
        global_defs {
            vrrp_version 3
        }
        vrrp_instance KUBEHA_API {
            priority 140
            advert_int 0.3
        }
        """;

    [Theory]
    [InlineData(140, 1.0359375)]
    [InlineData(150, 1.02421875)]
    public void The_bound_is_three_adverts_and_the_skew(int priority, double takeover)
    {
        var bound = new TakeoverBound(0.3, priority);

        bound.TakeoverSeconds.Should().BeApproximately(takeover, 1e-6);
        bound.Seconds.Should().BeApproximately(takeover + 0.5, 1e-6);
    }

    [Fact]
    public void Settings_are_read_from_the_configuration_in_use()
    {
        TakeoverBound.FromConfiguration(Configuration).Should().Be(new TakeoverBound(0.3, 140));
    }

    [Theory]
    [InlineData("vrrp_version 3", "vrrp_version 2")]
    [InlineData("priority 140", "")]
    [InlineData("advert_int 0.3", "advert_int 0.3\n    advert_int 1")]
    public void Settings_that_are_not_clear_are_refused(string text, string instead)
    {
        var read = () => TakeoverBound.FromConfiguration(Configuration.Replace(text, instead, StringComparison.Ordinal));

        read.Should().Throw<LabException>();
    }
}
