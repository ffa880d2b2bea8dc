using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>A cluster that went through a file renders every file as before.</summary>
public sealed class ClusterFileTests
{
    [Theory]
    [InlineData(ReferenceClusters.AsPublishedName)]
    [InlineData(ReferenceClusters.InTheLabName)]
    public void A_cluster_that_went_through_a_file_renders_the_same(string name)
    {
        var cluster = ReferenceClusters.Named(name);

        var again = ClusterFile.Parse(ClusterFile.Write(cluster)).Build();

        again.Render().Should().Equal(cluster.Render());
    }

    [Fact]
    public void The_sample_file_is_the_published_cluster()
    {
        var sample = ClusterFile.Load(Path.Combine(Golden.Repository, "examples", "reference.cluster.yaml")).Build();

        sample.Render().Should().Equal(ReferenceClusters.AsPublished.Render());
        ClusterFile.Write(sample).Should().Be(ClusterFile.Write(ReferenceClusters.AsPublished));
    }
}
