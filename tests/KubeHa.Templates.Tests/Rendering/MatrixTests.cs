using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Rendering;

/// <summary>Every file of a machine of each kind, and what would be done on it, for each cluster of the matrix.</summary>
public sealed class MatrixTests
{
    // The second control plane joins; the third and the second director differ from their likes by address and priority, which the reference cluster shows.
    private static readonly string[] Shown = ["lvs1", "etcd1", "cp1", "cp2", "w1", "client"];

    public static TheoryData<string> Names => [.. MatrixClusters.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_file_of_a_cluster_of_the_matrix_is_the_approved_one(string name)
    {
        var cluster = MatrixClusters.Named(name);
        var configs = cluster.Render();

        var texts = configs.Where(file => Shown.Contains(file.Host)).ToDictionary(file => file.Host + file.Path, file => file.Content.ToString(), StringComparer.Ordinal);
        texts["steps.txt"] = string.Concat(cluster.PlanConvergence(configs, Observations.None).Steps.Where(step => Shown.Contains(step.Host)).Select(step => $"{step.Id}: {step.Title}\n"));

        Golden.Match("matrix/" + name, texts);
    }

    [Fact]
    public void The_matrix_has_every_version_release_runtime_and_way_of_forwarding()
    {
        var rows = MatrixClusters.All;

        rows.Should().HaveCountGreaterThanOrEqualTo(40);
        rows.Select(row => row.Name).Should().OnlyHaveUniqueItems();
        rows.Select(row => int.Parse(row.Version.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture)).Distinct().Should().BeEquivalentTo(KubernetesCatalogue.Releases.Select(release => release.Minor));
        rows.Select(row => PlatformCatalogue.Find(row.Platform)).Where(release => release is not null).Distinct().Should().BeEquivalentTo(PlatformCatalogue.Releases);
        rows.Select(row => row.Runtime.GetType()).Distinct().Should().BeEquivalentTo(typeof(ContainerRuntime).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(ContainerRuntime))));
        rows.Select(row => MatrixClusters.Named(row.Name).LvsPair.Forwarding.GetType()).Distinct().Should().BeEquivalentTo(typeof(LvsForwarding).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(LvsForwarding))));
    }
}
