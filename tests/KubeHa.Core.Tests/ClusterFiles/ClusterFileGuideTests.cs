using System.Text.Json.Nodes;
using FluentAssertions;
using KubeHa.Api.Tests;
using Xunit;

namespace KubeHa.Tests;

/// <summary>Schema and guide say what the reader does. KUBEHA_APPROVE=1 writes them.</summary>
public sealed class ClusterFileGuideTests
{
    private const string Begin = "<!-- fields: made from the code, KUBEHA_APPROVE=1 writes them -->\n";
    private const string End = "<!-- end of fields -->\n";

    [Fact]
    public void The_published_schema_is_the_codes() => Approve(Tree.PathOf("docs", "cluster.schema.json"), _ => ClusterFile.Schema);

    [Fact]
    public void The_table_of_the_guide_is_the_codes() => Approve(Tree.PathOf("docs", "cluster-file.md"), page =>
    {
        var (before, after) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));

        return page[..before] + FieldTable.Of(ClusterDescription.Root.DescribeMapping()) + page[after..];
    });

    [Fact]
    public void The_sample_of_the_guide_is_the_file_in_the_examples()
    {
        var page = File.ReadAllText(Tree.PathOf("docs", "cluster-file.md"));

        page.Should().Contain($"```yaml\n{File.ReadAllText(Tree.PathOf("examples", "reference.cluster.yaml"))}```\n");
    }

    [Fact]
    public void Every_reference_of_the_schema_leads_somewhere_and_no_mapping_is_open()
    {
        var schema = JsonNode.Parse(ClusterFile.Schema)!;
        var definitions = schema["$defs"]!.AsObject();

        var objects = All(schema).OfType<JsonObject>().ToArray();
        objects.Where(part => part["$ref"] is JsonValue).Select(part => part["$ref"]!.GetValue<string>().Split('/')[^1])
            .Should().NotBeEmpty().And.BeSubsetOf(definitions.Select(definition => definition.Key));
        objects.Where(part => part["properties"] is JsonObject && part["type"] is JsonValue).Should().NotBeEmpty().And.OnlyContain(part => part["additionalProperties"]!.GetValue<bool>() == false);
        schema["required"]!.AsArray().Select(name => name!.GetValue<string>()).Should().Equal("apiVersion", "kind", "name", "kubernetesVersion", "lvsPair", "controlPlanes");
    }

    private static IEnumerable<JsonNode> All(JsonNode node) => (node switch
    {
        JsonObject members => members.Select(member => member.Value),
        JsonArray items => items,
        _ => [],
    }).OfType<JsonNode>().SelectMany(All).Prepend(node);

    private static void Approve(string file, Func<string, string> make)
    {
        var approved = File.Exists(file) ? File.ReadAllText(file) : string.Empty;
        var actual = make(approved);
        if (Environment.GetEnvironmentVariable("KUBEHA_APPROVE") == "1")
        {
            File.WriteAllText(file, actual);
            approved = actual;
        }

        approved.Should().Be(actual, "of {0} (KUBEHA_APPROVE=1 approves a change)", Path.GetFileName(file));
    }
}
