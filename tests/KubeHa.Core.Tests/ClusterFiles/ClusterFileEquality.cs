using FluentAssertions;

namespace KubeHa.Tests;

/// <summary>Holds two clusters to be equal in everything but the places of their warnings.</summary>
internal static class ClusterFileEquality
{
    public static void Hold(Cluster actual, Cluster expected)
    {
        foreach (var property in typeof(Cluster).GetProperties().Where(property => property.Name != nameof(Cluster.Warnings)))
        {
            property.GetValue(actual).Should().BeEquivalentTo(
                property.GetValue(expected), options => options.RespectingRuntimeTypes().WithStrictOrdering().ComparingByValue<System.Net.IPNetwork>(), property.Name);
        }

        actual.Warnings.Select(warning => warning with { Place = null }).Should().Equal(expected.Warnings.Select(warning => warning with { Place = null }));
    }
}
