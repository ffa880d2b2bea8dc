using System.Text;
using YamlDotNet.RepresentationModel;

namespace KubeHa.Tests;

/// <summary>The keys of the cluster file as tables for the guide.</summary>
internal static class FieldTable
{
    public static string Of(FilePart.Mapping root)
    {
        var sections = new Dictionary<string, string>();
        Add(root, sections);

        return string.Concat(sections.Values);
    }

    private static void Add(FilePart part, Dictionary<string, string> sections)
    {
        switch (part)
        {
            case FilePart.List list:
                Add(list.Item, sections);
                break;
            case FilePart.Mapping { Name: { } name } mapping when !sections.ContainsKey(name):
                sections[name] = $"\n### {name}\n\n{Table(mapping)}";
                AddInner(mapping, sections);
                break;
            case FilePart.Union union when !sections.ContainsKey(union.Name):
                sections[union.Name] = $"\n### {union.Name}\n" + string.Concat(union.Cases.Select(known =>
                    $"\n`kind: {known.Kind}`: {known.Meaning}\n" + (known.Mapping.Rows.Count == 0 ? string.Empty : $"\n{Table(known.Mapping)}")));
                foreach (var (_, _, mapping) in union.Cases)
                {
                    AddInner(mapping, sections);
                }

                break;
        }
    }

    private static void AddInner(FilePart.Mapping mapping, Dictionary<string, string> sections)
    {
        foreach (var row in mapping.Rows)
        {
            Add(row.Part, sections);
        }
    }

    private static string Table(FilePart.Mapping mapping)
    {
        var table = new StringBuilder("| key | holds | default | meaning |\n|---|---|---|---|\n");
        foreach (var row in mapping.Rows)
        {
            table.Append($"| `{row.Key}` | {Words(row.Part)} | {(row.IsRequired ? "must be there" : Default(row.Default))} | {row.Meaning} |\n");
        }

        return table.ToString();
    }

    private static string Words(FilePart part) => part switch
    {
        FilePart.Scalar { Allowed.Count: > 1 } scalar => $"one of {string.Join(", ", scalar.Allowed.Select(value => $"`{value}`"))}",
        FilePart.Scalar scalar => scalar.Words,
        FilePart.List list => $"list of {Words(list.Item)}",
        FilePart.Mapping { Name: { } name } => $"[{name}](#{name.ToLowerInvariant()})",
        FilePart.Union { Name: var name } => $"[{name}](#{name.ToLowerInvariant()})",
        _ => "a mapping",
    };

    private static string Default(YamlNode? node) => node switch
    {
        YamlScalarNode scalar => $"`{scalar.Value}`",
        YamlSequenceNode { Children.Count: 0 } => "none",
        YamlSequenceNode sequence => string.Join(", ", sequence.Select(Default)),
        YamlMappingNode { Children.Count: > 0 } mapping => string.Join(", ", mapping.Select(entry => $"`{entry.Key}: {entry.Value}`")),
        _ => string.Empty,
    };
}
