using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>Reads the objects of a manifest.</summary>
internal static class ManifestReader
{
    /// <param name="text">The manifest.</param>
    /// <param name="objects">Its objects; empty where there is a problem.</param>
    /// <returns>What is wrong with the text, to be read behind "The manifest"; null where nothing is.</returns>
    public static string? Read(string? text, out IReadOnlyList<ManifestObject> objects)
    {
        objects = [];
        if (Grammar.ManifestProblem(text) is { } problem)
        {
            return problem;
        }

        if (YamlDocuments.Read(text!, out var roots) is { } unread)
        {
            return unread;
        }

        var found = new List<ManifestObject>();
        foreach (var root in roots)
        {
            if (Add(root, found) is { } wrong)
            {
                return string.Create(CultureInfo.InvariantCulture, $"has a document at line {root.Start.Line} that {wrong}");
            }
        }

        objects = found;
        return found.Count == 0 ? "holds no object" : null;
    }

    /// <summary>The text of a key; empty where it is not there or no text.</summary>
    public static string TextOf(YamlNode? node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is YamlScalarNode { Value: { } text } ? text : string.Empty;

    /// <summary>Every mapping in a node, and the node itself where it is one.</summary>
    public static IEnumerable<YamlMappingNode> MappingsOf(YamlNode root)
    {
        var open = new Stack<YamlNode>([root]);
        while (open.TryPop(out var node))
        {
            if (node is YamlMappingNode mapping)
            {
                yield return mapping;
            }

            foreach (var inner in node switch { YamlMappingNode map => map.Children.Values, YamlSequenceNode list => list.Children, _ => Enumerable.Empty<YamlNode>() })
            {
                open.Push(inner);
            }
        }
    }

    private static string? Add(YamlNode root, List<ManifestObject> found)
    {
        var (apiVersion, kind) = (TextOf(root, "apiVersion"), TextOf(root, "kind"));
        if (root is not YamlMappingNode mapping || apiVersion.Length == 0 || kind.Length == 0)
        {
            return "has no apiVersion or no kind";
        }

        if (kind == "List" && mapping.Children.TryGetValue(new YamlScalarNode("items"), out var items) && items is YamlSequenceNode list)
        {
            return list.Children.Select(item => Add(item, found)).FirstOrDefault(problem => problem is not null);
        }

        mapping.Children.TryGetValue(new YamlScalarNode("metadata"), out var metadata);
        found.Add(new ManifestObject(apiVersion, kind, TextOf(metadata, "name"), mapping));
        return null;
    }
}
