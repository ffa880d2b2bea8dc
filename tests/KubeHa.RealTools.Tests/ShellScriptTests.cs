using FluentAssertions;
using KubeHa.Templates.Tests;

namespace KubeHa.RealTools.Tests;

public sealed class ShellScriptTests
{
    [RealToolFact(RealTool.Dash, RealTool.Busybox, RealTool.Shellcheck)]
    public async Task Every_shell_and_shellcheck_read_every_script_without_a_word()
    {
        using var sandbox = new Sandbox(RealTool.Dash, RealTool.Busybox, RealTool.Shellcheck);
        var scripts = new[] { ReferenceClusters.AsPublished, ReferenceClusters.InTheLab }.Concat(EndpointClusters.Names.Select(EndpointClusters.Named))
            .SelectMany(cluster => cluster.Render())
            .Where(file => file.Content.ToString().StartsWith("#!", StringComparison.Ordinal))
            .Select(file => file.Content.ToString())
            .Distinct()
            .ToArray();
        for (var i = 0; i < scripts.Length; i++)
        {
            sandbox.Write($"/script{i}", scripts[i]);
        }

        var (exitCode, output, error) = await sandbox.RunAsync(
            """
            for script in "$DIR"/script*; do
                sh -n "$script"
                dash -n "$script"
                busybox sh -n "$script"
                shellcheck "$script"
            done
            """);

        scripts.Should().HaveCountGreaterThanOrEqualTo(3);
        (output + error).Should().BeEmpty();
        exitCode.Should().Be(0);
    }
}
