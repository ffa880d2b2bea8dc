using FluentAssertions;
using ReferenceCluster;
using Xunit;

namespace KubeHa.Examples.Tests;

public sealed class ReferenceClusterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubeha-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Render_writes_every_file_and_no_secret()
    {
        var run = await ProgramRun.OfAsync("render", "--out", folder);

        run.ExitCode.Should().Be(ExitCodes.Done, run.Error);
        File.ReadAllText(Path.Combine(folder, "lvs02", "etc", "keepalived", "keepalived.conf")).Should().Contain("192.168.33.130");
        File.ReadAllText(Path.Combine(folder, "master", "etc", "kubernetes", "pki", "ca.key")).Should().Contain("${secret:");
    }

    [Fact]
    public async Task The_published_cluster_and_the_labs_differ_in_versions()
    {
        await ProgramRun.OfAsync("render", "--out", Path.Combine(folder, "published"));
        await ProgramRun.OfAsync("render", "--lab", "--out", Path.Combine(folder, "lab"));

        Text("published").Should().Contain("v1.19.3");
        Text("lab").Should().Contain("v1.20.2");

        string Text(string variant) => string.Concat(Directory.EnumerateFiles(Path.Combine(folder, variant, "master"), "*.yaml", SearchOption.AllDirectories).Select(File.ReadAllText));
    }

    [Theory]
    [InlineData("was not provided", new string[0])]
    [InlineData("'explode'", new[] { "explode" })]
    [InlineData("--out", new[] { "render" })]
    [InlineData("--inventory", new[] { "verify" })]
    [InlineData("KHA6001", new[] { "verify", "--inventory", "there-is-none.yaml" })]
    [InlineData("it has lvs01, lvs02, master", new[] { "apply", "--only", "nobody" })]
    public async Task Bad_input_says_what_is_wrong_and_has_its_exit_code(string expected, string[] arguments)
    {
        var run = await ProgramRun.OfAsync(arguments);

        run.ExitCode.Should().Be(ExitCodes.BadInput);
        run.Error.Should().Contain(expected).And.NotContain("   at ", "a stack trace is no answer");
    }
}
