using System.Reflection;
using System.Text.RegularExpressions;
using FluentAssertions;
using KubeHa.Api.Tests;
using ReferenceCluster;
using Xunit;

namespace KubeHa.Examples.Tests;

public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages =>
        ["README.md", "docs/architecture.md", "docs/exit-codes.md", "docs/reports.md", "docs/cluster-file.md", "examples/README.md", .. Tree.Packages.Select(package => $"src/{package}/README.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_in_a_page_stands_in_an_example(string page)
    {
        var sources = Directory.EnumerateFiles(Tree.PathOf("examples"), "*.cs").Select(File.ReadAllText).ToArray();

        var invented = CodeBlock().Matches(File.ReadAllText(Tree.PathOf(page))).Select(match => match.Groups[1].Value)
            .Where(block => !sources.Any(source => source.Contains(block, StringComparison.Ordinal)));

        invented.Should().BeEmpty("code that nobody compiles grows stale");
    }

    [Fact]
    public void The_front_page_shows_code()
    {
        CodeBlock().Matches(File.ReadAllText(Tree.PathOf("README.md"))).Should().NotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_of_a_page_lead_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Tree.PathOf(page))!;

        var dead = Link().Matches(File.ReadAllText(Tree.PathOf(page))).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, link.Split('#')[0])));

        dead.Should().BeEmpty();
    }

    [Theory]
    [InlineData("docs/troubleshooting.md")]
    [InlineData("docs/conformance.md")]
    public void Every_test_that_a_page_names_is_there(string page)
    {
        var tests = string.Concat(Tree.Sources("tests").Select(File.ReadAllText));

        var named = TestName().Matches(File.ReadAllText(Tree.PathOf(page))).Select(match => match.Groups[1].Value).ToList();

        named.Should().HaveCountGreaterThan(10);
        named.Where(name => !tests.Contains($" {name}(", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Examples_take_the_version_that_is_packed()
    {
        var version = Version().Match(File.ReadAllText(Tree.PathOf("Directory.Build.props"))).Groups[1].Value;

        File.ReadAllText(Tree.PathOf("examples", "Directory.Build.props")).Should().Contain($"<KubeHaVersion>{version}</KubeHaVersion>");
        File.ReadAllText(Tree.PathOf("examples", "render.csx")).Should().Contain($"#r \"nuget: KubeHa.Templates, {version}\"");
        File.ReadAllText(Tree.PathOf("examples", "README.md")).Should().Contain($"#:package NAME@{version}");
        File.ReadAllText(Tree.PathOf("CHANGELOG.md")).Should().Contain(version);
    }

    [Fact]
    public void The_table_of_exit_codes_has_every_code()
    {
        var table = TableRow().Matches(File.ReadAllText(Tree.PathOf("docs", "exit-codes.md"))).Select(match => int.Parse(match.Groups[1].Value, null));
        var codes = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!);

        table.Should().BeEquivalentTo(codes);
    }

    // A sentence, with or without its class in front.
    [GeneratedRegex("`(?:[A-Za-z]+\\.)?([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){2,})`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(([^)#]+[^)]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex("<Version>(.*)</Version>")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\| (\d) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
