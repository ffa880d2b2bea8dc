using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>Reads the documents of a YAML text that others will read.</summary>
internal static class YamlDocuments
{
    private const int Deepest = 64;

    /// <param name="text">The text.</param>
    /// <param name="roots">The documents that hold something; none where there is a problem.</param>
    /// <returns>What is wrong with the text, to be read behind its name; null where nothing is.</returns>
    public static string? Read(string text, out IReadOnlyList<YamlNode> roots)
    {
        roots = [];
        try
        {
            if (ShapeProblem(text) is { } shape)
            {
                return shape;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));

            // Nothing between two marks is a document too.
            roots = [.. stream.Documents.Select(document => document.RootNode).Where(root => root is not YamlScalarNode { Value: null or "" })];
            return null;
        }
        catch (YamlException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is no YAML at line {e.Start.Line}, column {e.Start.Column}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The reader's way to say it of a few texts, without a place; found by random ones.
            return "is no YAML";
        }
    }

    // A tree of events before a tree of nodes: nodes are made by recursion, and with aliases a small text is a large one.
    private static string? ShapeProblem(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > Deepest + 2)
            {
                return string.Create(CultureInfo.InvariantCulture, $"is nested deeper than {Deepest} levels at line {parser.Current.Start.Line}");
            }

            if (parser.Current is AnchorAlias)
            {
                return string.Create(CultureInfo.InvariantCulture, $"has an alias at line {parser.Current.Start.Line}");
            }
        }

        return null;
    }
}
