using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Texts made to be misread, in every text of cluster files and builders. Needs no machine of the lab.</summary>
internal sealed class HostileText : Proof
{
    private const int Each = 10_000;

    // What the test tells its counts as, its project, its name.
    private static readonly IReadOnlyList<(string Name, string Project, string Test)> Properties =
    [
        ("file", "KubeHa.Templates.Tests", "Hostile_text_in_a_cluster_file_is_refused_or_arrives_exactly_and_only_where_it_belongs"),
        ("builder", "KubeHa.Core.Tests", "Random_text_in_one_field_is_refused_or_harmless"),
    ];

    public override string Name => "hostile-text";

    public override string Shows => "a text made to be misread (quotes, newlines, $(), backticks, NUL, bidi, 64 KiB), put into any text of a cluster file or a builder, is refused by diagnostics or arrives exactly and only where it belongs, as the parsers of the rendered formats see it";

    public override int Rounds => 10;

    public override string Bound => Text($"{Rounds * Each} cases in files and as many in builders, each refused or kept");

    public override JsonObject Settings => new()
    {
        ["casesOfARound"] = Each,
        ["refused"] = "by at least one diagnostic, which shows nothing that cannot be seen",
        ["harmless"] = "taken, and of letters, digits and . : / _ - alone (files), or of characters that no rendered format knows as more than themselves (builders)",
        ["kept"] = "taken, and: the cluster's file says it once more and the other once less; the same files are rendered, YAML and JSON with the same structure by YamlDotNet, other formats with the same lines and the text quoted",
    };

    public override bool WantsLab => false;

    public override bool WantsCluster(int round) => false;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var folder = ReferenceProgram.NewFolder("hostile-text");
        foreach (var (name, project, test) in Properties)
        {
            string[] command =
            [
                FormattableString.Invariant($"KUBEHA_CASES={Each}"), $"KUBEHA_CASES_SEEN={folder}",
                "dotnet", "test", Path.Join(Layout.Root, "tests", project), "-c", "Release", "--filter", $"FullyQualifiedName~{test}",
            ];
            var ended = await Child.RunAsync("env", command, cancellationToken);
            var told = Path.Join(folder, name + ".json");
            round.Must(ended.Code == 0 && File.Exists(told), $"{name}: {ended.Tail}");
            if (File.Exists(told))
            {
                var counts = JsonNode.Parse(await File.ReadAllTextAsync(told, cancellationToken))!.AsObject();
                round.Must(counts.Sum(count => (int)count.Value!) >= Each, $"{name}: fewer than {Each} cases were tried");
                foreach (var (verdict, count) in counts)
                {
                    round.Saw($"{name}{verdict}", (int)count!);
                }
            }
        }
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds)
    {
        return Text($"files: {Sum("fileRefused")} refused, {Sum("fileHarmless")} harmless, {Sum("fileKept")} kept; builders: {Sum("builderRefused")} refused, {Sum("builderHarmless")} harmless");

        int Sum(string name) => rounds.Sum(round => (int?)round[name] ?? 0);
    }
}
