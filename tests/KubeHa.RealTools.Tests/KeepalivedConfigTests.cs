using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.RealTools.Tests;

public sealed class KeepalivedConfigTests
{
    // keepalived looks at interfaces, so they must be there as on a director.
    private const string Test =
        """
        ip link add eth0 type veth peer name peer0
        ip link set eth0 up
        keepalived -t -f "$DIR/etc/keepalived/keepalived.conf"
        """;

    private static Dictionary<string, Func<Cluster>> Clusters { get; } = new()
    {
        [ReferenceClusters.AsPublishedName] = () => ReferenceClusters.AsPublished,
        [ReferenceClusters.InTheLabName] = () => ReferenceClusters.InTheLab,
        ["version-2"] = () => ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithVrrp(VrrpSettings.Compatible)).Build(),
        ["far-apart"] = () => ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithPriority("lvs01", 254).WithPriority("lvs02", 1)).Build(),
        ["fast"] = () => ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithFastFailover()).Build(),
    };

    [RealToolTheory(RealTool.Keepalived, RealTool.Ip)]
    [InlineData(ReferenceClusters.AsPublishedName, "lvs01")]
    [InlineData(ReferenceClusters.AsPublishedName, "lvs02")]
    [InlineData(ReferenceClusters.InTheLabName, "lvs01")]
    [InlineData(ReferenceClusters.InTheLabName, "lvs02")]
    [InlineData("version-2", "lvs01")]
    [InlineData("fast", "lvs01")]
    [InlineData("far-apart", "lvs01")]
    public async Task Keepalived_accepts_the_rendered_configuration_without_a_word(string name, string director)
    {
        using var sandbox = Rendered(name, director);

        var (exitCode, output, error) = await sandbox.RunAsync(Test);

        error.Should().BeEmpty();
        output.Should().BeEmpty();
        exitCode.Should().Be(0);
    }

    /// <summary>Of every endpoint whose keepalived can test what it reads.</summary>
    public static TheoryData<string, string> Endpoints
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in EndpointClusters.Names.Where(name => name != EndpointClusters.Keepalived135))
            {
                foreach (var director in EndpointClusters.Named(name).LvsPair.Directors)
                {
                    data.Add(name, director.Name);
                }
            }

            return data;
        }
    }

    [RealToolTheory(RealTool.Keepalived, RealTool.Ip)]
    [MemberData(nameof(Endpoints))]
    public async Task Keepalived_accepts_every_endpoint_without_a_word(string name, string director)
    {
        using var sandbox = new Sandbox(RealTool.Keepalived, RealTool.Ip).With(EndpointClusters.Named(name).Render(), director, FilePaths.Keepalived);

        var (exitCode, output, error) = await sandbox.RunAsync(Test);

        (output + error).Should().BeEmpty();
        exitCode.Should().Be(0);
    }

    public static TheoryData<string> Matrix => [.. MatrixClusters.All.Where(row => !row.HasOldKeepalived).Select(row => row.Name)];

    [RealToolTheory(RealTool.Keepalived, RealTool.Ip)]
    [MemberData(nameof(Matrix))]
    public async Task Keepalived_accepts_every_cluster_of_the_matrix_without_a_word(string name)
    {
        using var sandbox = new Sandbox(RealTool.Keepalived, RealTool.Ip).With(MatrixClusters.Named(name).Render(), "lvs1", FilePaths.Keepalived);

        var (exitCode, output, error) = await sandbox.RunAsync(Test);

        (output + error).Should().BeEmpty();
        exitCode.Should().Be(0);
    }

    [RealToolFact(RealTool.Keepalived, RealTool.Ip)]
    public async Task What_is_written_for_1_3_5_has_one_word_that_a_newer_one_complains_of()
    {
        using var sandbox = new Sandbox(RealTool.Keepalived, RealTool.Ip)
            .With(EndpointClusters.Named(EndpointClusters.Keepalived135).Render(), "lvs1", FilePaths.Keepalived);

        var (_, _, error) = await sandbox.RunAsync(Test);

        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(3).And.OnlyContain(line => line.Contains("nb_get_retry", StringComparison.Ordinal));
    }

    [RealToolTheory(RealTool.Keepalived, RealTool.Ip)]
    [InlineData("    lb_kind DR\n", "    lb_kind DR\n    unheard_of\n")]
    [InlineData("interface eth0\n", "interface eth9\n")]
    [InlineData("/bin/grep ", "/bin/not-there ")]
    public async Task Keepalived_says_what_is_wrong_with_a_wrong_one(string right, string wrong)
    {
        using var sandbox = Rendered(ReferenceClusters.InTheLabName, "lvs01");
        var text = await File.ReadAllTextAsync(sandbox.Folder + FilePaths.Keepalived);
        text.Should().Contain(right);
        sandbox.Write(FilePaths.Keepalived, text.Replace(right, wrong, StringComparison.Ordinal));

        var (exitCode, _, error) = await sandbox.RunAsync(Test);

        exitCode.Should().NotBe(0);
        error.Should().NotBeEmpty();
    }

    private static Sandbox Rendered(string name, string director) => new Sandbox(RealTool.Keepalived, RealTool.Ip)
        .With(Clusters[name]().Render(), director, FilePaths.Keepalived);
}
