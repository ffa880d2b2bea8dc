using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KubeHa.Templates.Tests.Kubeadm;

/// <summary>
/// A strict reader of kubeadm's documents and those beside them: refuses kinds and fields that a minor version does not know, and scalars that
/// another type would be read from. kubeadm itself only warns.
/// </summary>
internal sealed class Schema
{
    private readonly Dictionary<string, Node> kinds;

    public Schema(string trees) => kinds = Parse([.. trees.Split('\n').Where(line => line.Trim().Length > 0)]);

    /// <summary>Everything that is wrong with documents for a minor version, each with its path.</summary>
    public IReadOnlyList<string> Check(string yaml, int minor)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.SelectMany(document => Check((YamlMappingNode)document.RootNode, minor))];
    }

    private IEnumerable<string> Check(YamlMappingNode document, int minor)
    {
        var kind = $"{document["kind"]}";
        if (!kinds.TryGetValue(kind, out var node))
        {
            return [$"{kind}: unknown kind"];
        }

        return Check(new YamlMappingNode(document.Where(entry => $"{entry.Key}" != "kind")), node, kind, minor);
    }

    private static IEnumerable<string> Check(YamlNode value, Node node, string path, int minor)
    {
        switch (node.Type)
        {
            case "{}" when value is YamlMappingNode map:
                return map.SelectMany(entry => node.Children.FirstOrDefault(child => child.Name == $"{entry.Key}" && child.First <= minor && minor <= child.Last) is { } child
                    ? Check(entry.Value, child, $"{path}.{entry.Key}", minor)
                    : [$"{path}.{entry.Key}: unknown in 1.{minor}"]);
            case "[]" when value is YamlSequenceNode list:
                return list.SelectMany((item, index) => Check(item, node with { Type = "{}" }, $"{path}[{index}]", minor));
            case "[s]" when value is YamlSequenceNode list:
                return list.SelectMany((item, index) => Check(item, node with { Type = "s" }, $"{path}[{index}]", minor));
            case "{s}" or "{b}" when value is YamlMappingNode map:
                return map.SelectMany(entry => Check(entry.Value, node with { Type = node.Type[1..2] }, $"{path}.{entry.Key}", minor));
            default:
                return value is YamlScalarNode scalar && IsOf(node.Type, scalar) ? [] : [$"{path}: '{value}' is no {node.Type}"];
        }
    }

    private static bool IsOf(string type, YamlScalarNode scalar)
    {
        var (text, quoted) = (scalar.Value ?? string.Empty, scalar.Style != ScalarStyle.Plain);
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        var isBoolean = text is "true" or "false";
        return type switch
        {
            "b" => !quoted && isBoolean,
            "i" => !quoted && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "dur" => System.Text.RegularExpressions.Regex.IsMatch(text, "^([0-9]+h)?([0-9]+m)?([0-9]+s)?$") && text.Length > 0,
            "s" => quoted || (!isNumber && !isBoolean && text is not "" and not "null" and not "~"),
            _ => type.StartsWith('=') && type[1..].Split('|').Contains(text),
        };
    }

    private static Dictionary<string, Node> Parse(string[] lines)
    {
        var roots = new List<Node>();
        var open = new Stack<(int Indent, Node Node)>();
        foreach (var line in lines)
        {
            var indent = line.Length - line.TrimStart().Length;
            while (open.TryPeek(out var above) && above.Indent >= indent)
            {
                open.Pop();
            }

            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var range = words.Length > 2 ? words[2].TrimStart('@').Split('-') : ["", ""];
            var node = new Node(words[0], words.Length > 1 ? words[1] : "{}", Number(range[0], 0), Number(range[1], 999), []);
            (open.TryPeek(out var parent) ? parent.Node.Children : roots).Add(node);
            open.Push((indent, node));
        }

        return roots.ToDictionary(root => root.Name, StringComparer.Ordinal);

        static int Number(string text, int otherwise) => text.Length == 0 ? otherwise : int.Parse(text, CultureInfo.InvariantCulture);
    }

    private sealed record Node(string Name, string Type, int First, int Last, List<Node> Children);
}
