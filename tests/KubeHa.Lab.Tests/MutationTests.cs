using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace KubeHa.Lab.Tests;

public sealed class MutationTests
{
    [Theory]
    [InlineData("KubeHa.Core", "Validation/")]
    [InlineData("KubeHa.Templates", "")]
    public void Every_source_is_mutated_in_one_part(string project, string folder)
    {
        var root = Path.Join(Layout.Root, "src", project);
        var sources = Directory.EnumerateFiles(Path.Join(root, folder), "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).ToList();
        var parts = MutationParts.OfValidation.Concat(MutationParts.OfTemplates).Where(part => part.Project == project).ToList();

        sources.Should().NotBeEmpty().And.OnlyContain(source => parts.Count(part => part.Holds(source)) == 1);
        parts.SelectMany(part => part.Sources).Should().OnlyContain(source => sources.Any(file => MutationPart.IsIn(source, file)));
    }

    /// <summary>A filter that finds nothing would be a part without coverage, and hours until that is seen.</summary>
    [Fact]
    public void The_tests_of_a_part_are_there()
    {
        foreach (var part in MutationParts.OfValidation.Concat(MutationParts.OfTemplates))
        {
            var files = Directory.EnumerateFiles(Path.Join(Layout.Root, "tests", part.Tests), "*Tests.cs", SearchOption.AllDirectories).Select(file => "." + Path.GetFileName(file)).ToList();

            part.Filter.Split('|').Select(one => one.Split('~')[1]).Should().OnlyContain(name => files.Any(file => file.EndsWith(name + ".cs", StringComparison.Ordinal)), "they are those of {0}", part.Name);
        }
    }

    [Fact]
    public void Mutants_that_no_test_reaches_count_and_those_that_do_not_compile_do_not()
    {
        var report = new MutationReport(JsonNode.Parse("""
            {"files":{"/tree/A.cs":{"mutants":[
              {"location":{"start":{"line":7,"column":1}},"mutatorName":"Equality mutation","status":"Survived"},
              {"location":{"start":{"line":8,"column":1}},"mutatorName":"String mutation","status":"NoCoverage"},
              {"location":{"start":{"line":9,"column":1}},"mutatorName":"String mutation","status":"CompileError"},
              {"location":{"start":{"line":9,"column":1}},"mutatorName":"String mutation","status":"Ignored"},
              {"location":{"start":{"line":9,"column":1}},"mutatorName":"String mutation","status":"Timeout"}]},
             "/tree/B.cs":{"mutants":[{"location":{"start":{"line":9,"column":1}},"mutatorName":"String mutation","status":"Killed"}]}}}
            """)!);

        (report.Tested, report.Killed, report.TimedOut, report.Survived, report.WithoutCoverage, report.NotCompiled).Should().Be((4, 1, 1, 1, 1, 1));
        report.Survivors.Should().Equal("A.cs:7 Equality mutation", "A.cs:8 String mutation");
    }

    [Theory]
    [InlineData(80, 100, true)]
    [InlineData(79, 100, false)]
    [InlineData(0, 0, false)]
    public void All_parts_together_must_reach_the_bound(int killed, int tested, bool passes)
    {
        JsonObject[] rounds = [new() { ["killed"] = killed - 1, ["timedOut"] = 0, ["tested"] = tested - 1 }, new() { ["killed"] = 0, ["timedOut"] = 1, ["tested"] = 1 }];

        new Mutation("mutation", "sources", []).Missed([.. rounds.Take(tested)]).Any().Should().Be(!passes);
    }
}
