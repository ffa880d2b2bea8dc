using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.RealTools.Tests;

public sealed class ContainerdConfigTests
{
    public static TheoryData<string> Clusters => [.. MatrixClusters.All.Where(row => row.HasContainerd1).Select(row => row.Name)];

    [RealToolTheory(RealTool.Containerd)]
    [MemberData(nameof(Clusters))]
    public async Task Containerd_reads_its_configuration_without_a_word_and_takes_every_line_of_it(string name)
    {
        var configs = MatrixClusters.Named(name).Render();
        using var sandbox = new Sandbox(RealTool.Containerd).With(configs, "w1", FilePaths.Containerd);

        var (exitCode, output, error) = await sandbox.RunAsync("""containerd --config "$DIR/etc/containerd/config.toml" config dump""");

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        var settings = configs["w1", FilePaths.Containerd].Content.ToString().Split('\n').Select(line => line.Trim()).Where(line => line.Contains(" = ", StringComparison.Ordinal)).ToList();
        settings.Should().HaveCountGreaterThan(4).And.BeSubsetOf(output.Split('\n').Select(line => line.Trim()), "a setting that it does not know it would leave out");
    }

    [RealToolFact(RealTool.Containerd)]
    public async Task A_setting_that_it_does_not_know_is_left_out_of_what_it_tells()
    {
        using var sandbox = new Sandbox(RealTool.Containerd).Write("/config.toml", "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\"]\n  sandbox_picture = \"pause\"\n");

        var (_, output, _) = await sandbox.RunAsync("""containerd --config "$DIR/config.toml" config dump""");

        output.Should().Contain("sandbox_image").And.NotContain("sandbox_picture");
    }
}
