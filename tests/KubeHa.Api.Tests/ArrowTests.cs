using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace KubeHa.Api.Tests;

/// <summary>Two arrows, no others: KubeHa.Templates --> KubeHa.Core &lt;-- KubeHa.Ssh; and inside Core two halves that do not know each other.</summary>
public sealed partial class ArrowTests
{
    private static readonly string[] ModelHalf = ["Model", "Building", "Catalogue", "Validation", "ClusterFiles"];
    private static readonly string[] EngineHalf = ["Planning", "Execution", "Transports"];

    [Theory]
    [InlineData("KubeHa.Core", "DiffPlex", "Microsoft.Extensions.Logging.Abstractions", "TestableIO.System.IO.Abstractions", "TestableIO.System.IO.Abstractions.Wrappers", "Testably.Abstractions.FileSystem.Interface", "YamlDotNet")]
    [InlineData("KubeHa.Templates", "KubeHa.Core", "DiffPlex", "Microsoft.Extensions.Logging.Abstractions", "TestableIO.System.IO.Abstractions", "Testably.Abstractions.FileSystem.Interface", "YamlDotNet")]
    [InlineData("KubeHa.Ssh", "KubeHa.Core", "Microsoft.Extensions.Logging.Abstractions", "Renci.SshNet", "TestableIO.System.IO.Abstractions", "TestableIO.System.IO.Abstractions.Wrappers", "Testably.Abstractions.FileSystem.Interface", "YamlDotNet")]
    public void An_assembly_references_only_what_it_may(string package, params string[] allowed)
    {
        var references = Tree.Load(package).GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !IsFramework(name));

        references.Should().BeSubsetOf(allowed);
    }

    [Theory]
    [InlineData("Model")]
    [InlineData("Building")]
    [InlineData("Catalogue")]
    [InlineData("Validation")]
    [InlineData("ClusterFiles")]
    public void The_model_half_of_Core_does_not_mention_the_engine_half(string folder)
    {
        Mentions(folder, EngineHalf).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Planning")]
    [InlineData("Execution")]
    [InlineData("Transports")]
    public void The_engine_half_of_Core_does_not_mention_the_model_half(string folder)
    {
        Mentions(folder, ModelHalf).Should().BeEmpty();
    }

    [Fact]
    public void What_both_halves_share_mentions_neither()
    {
        Mentions("Files", [.. ModelHalf, .. EngineHalf]).Should().BeEmpty();
    }

    [Fact]
    public void A_mention_is_found_where_there_is_one()
    {
        Mentions("Building", ["Model"]).Should().Contain("ClusterBuilder.cs mentions Cluster");
    }

    private static List<string> Mentions(string folder, IReadOnlyList<string> others)
    {
        var names = others.SelectMany(Types).ToHashSet(StringComparer.Ordinal);
        return [.. Files(folder).SelectMany(file => Words().Matches(Code(file)).Select(match => match.Value).Distinct().Where(names.Contains)
            .Select(name => $"{Path.GetFileName(file)} mentions {name}"))];
    }

    // One type a file: the file names are the type names.
    private static IEnumerable<string> Types(string folder) => Files(folder).Select(file => Path.GetFileName(file).Split('.')[0]);

    private static string[] Files(string folder) =>
        Directory.Exists(Tree.PathOf("src", "KubeHa.Core", folder)) ? [.. Tree.Sources("src", "KubeHa.Core", folder)] : [];

    // Comments and texts may speak of anything; the namespace of Core is no mention of a type, nor is a member behind a dot.
    private static string Code(string file) => NotCode().Replace(File.ReadAllText(file), " ");

    private static bool IsFramework(string name) => name.StartsWith("System.", StringComparison.Ordinal);

    [GeneratedRegex("""//[^\n]*|"(?:[^"\\\n]|\\.)*"|namespace[^;]*;""")]
    private static partial Regex NotCode();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*")]
    private static partial Regex Words();
}
