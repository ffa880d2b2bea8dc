using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Sources that are mutated together, and the tests that must notice.</summary>
/// <param name="Name">The name.</param>
/// <param name="Project">The project of the sources.</param>
/// <param name="Tests">The project of the tests.</param>
/// <param name="Filter">Which of its tests: a mutant is tried against each of these that reaches it, so slow ones are left out.</param>
/// <param name="Sources">Files of the project, folders with a slash at their ends, or a folder's files by how their names go on: <c>Checks/[A-D]</c>.</param>
internal sealed record MutationPart(string Name, string Project, string Tests, string Filter, IReadOnlyList<string> Sources)
{
    public bool Holds(string source) => Sources.Any(own => IsIn(own, source));

    /// <summary>Whether a file is meant by one of the sources.</summary>
    public static bool IsIn(string own, string source)
    {
        if (!own.EndsWith(']'))
        {
            return own.EndsWith('/') ? source.StartsWith(own, StringComparison.Ordinal) : source == own;
        }

        var at = own.Length - "[A-D]".Length;
        return source.StartsWith(own[..at], StringComparison.Ordinal) && source[at] >= own[at + 1] && source[at] <= own[at + 3] && !source[at..].Contains('/', StringComparison.Ordinal);
    }

    /// <summary>What Stryker is told. Nothing is left out of its usual mutations.</summary>
    public JsonObject Configuration => new()
    {
        ["stryker-config"] = new JsonObject
        {
            ["project"] = Project + ".csproj",
            ["mutate"] = new JsonArray([.. Sources.Select(source => (JsonNode)$"**/{source}{(source[^1] switch { '/' => "**/*.cs", ']' => "*.cs", _ => string.Empty })}")]),
            ["test-case-filter"] = Filter,
            ["coverage-analysis"] = "perTest",

            // A machine that is busy is slow: what ends in the end has not timed out.
            ["additional-timeout"] = 20_000,
            ["reporters"] = new JsonArray("json"),
            ["concurrency"] = Environment.ProcessorCount,
            ["thresholds"] = new JsonObject { ["high"] = Mutation.LeastPercent, ["low"] = Mutation.LeastPercent, ["break"] = 0 },
        },
    };
}
