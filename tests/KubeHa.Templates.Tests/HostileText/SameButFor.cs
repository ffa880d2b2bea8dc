using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KubeHa.Templates.Tests.HostileText;

/// <summary>
/// Holds two renderings together of which one has another text at one place: the same files, and in each the same structure as the format's own parser sees it, or where there is
/// none at hand the same lines, with the text quoted as the format wants.
/// </summary>
internal static class SameButFor
{
    /// <summary>What differs otherwise; null where nothing does. An address may stand in the form that means the same to every reader of addresses (RFC 3986, 6.2.3: an empty path is "/").</summary>
    public static string? Problem(ConfigSet before, ConfigSet after, string was, string @is) =>
        Difference(before, after, was, @is) is { } problem && !(@is.StartsWith("http", StringComparison.Ordinal) && Uri.TryCreate(@is, UriKind.Absolute, out var address) && Difference(before, after, was, address.AbsoluteUri) is null)
            ? problem : null;

    private static string? Difference(ConfigSet before, ConfigSet after, string was, string @is)
    {
        var left = after.ToDictionary(file => (file.Host, file.Path));
        foreach (var file in before)
        {
            if (!left.Remove((file.Host, file.Path), out var other) && !left.Remove((file.Host, Swap(file.Path, was, @is)), out other))
            {
                return $"{file.Host}:{file.Path} is there no more";
            }

            if (!Names(file).SequenceEqual(Names(other)))
            {
                return $"{file.Host}:{file.Path} has other secrets in it";
            }

            var (x, y) = (file.Content.ToString(), other.Content.ToString());
            if (x != y && Problem(file.Path, x, y, was, @is) is { } problem)
            {
                return $"{file.Host}:{file.Path}: {problem}";
            }
        }

        return left.Count == 0 ? null : $"{left.Keys.First()} is new";
    }

    private static IEnumerable<string> Names(ConfigFile file) => file.Content.Parts.Where(part => part is not ContentPart.Literal).Select(part => part.ToString()!);

    private static string? Problem(string path, string before, string after, string was, string @is)
    {
        // A document of the user's own, with no more around it than a remark, and an end of its last line.
        var document = was.TrimEnd('\n');
        if (document.Length > 1 && before.Replace(document, string.Empty, StringComparison.Ordinal).Split('\n').All(line => line.Length == 0 || line[0] == '#')
            && after.TrimEnd('\n') == Swap(before, document, @is).TrimEnd('\n'))
        {
            return null;
        }

        return Path.GetExtension(path) is ".yaml" or ".yml" or ".json" ? InTrees(before, after, was, @is) : InLines(before, after, Texts(path, was, @is));
    }

    private static string? InTrees(string before, string after, string was, string @is)
    {
        try
        {
            var (x, y) = (Trees(before), Trees(after));
            return x.Count == y.Count ? x.Zip(y, (a, b) => InNodes(a, b, was, @is)).FirstOrDefault(problem => problem is not null) : $"{x.Count} documents became {y.Count}";
        }
        catch (YamlException e)
        {
            return $"it cannot be read any more: {e.Message}";
        }
    }

    private static List<YamlNode> Trees(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static string? InNodes(YamlNode before, YamlNode after, string was, string @is)
    {
        switch (before, after)
        {
            case (YamlScalarNode x, YamlScalarNode y):
                return Fits(x.Value ?? string.Empty, y.Value ?? string.Empty, was, @is, text => text) ? null : $"{Show(x.Value)} became {Show(y.Value)}";
            case (YamlSequenceNode x, YamlSequenceNode y) when x.Children.Count == y.Children.Count:
                return x.Children.Zip(y.Children, (a, b) => InNodes(a, b, was, @is)).FirstOrDefault(problem => problem is not null);
            case (YamlMappingNode x, YamlMappingNode y) when x.Children.Count == y.Children.Count:
                foreach (var (key, value) in x.Children)
                {
                    if (!y.Children.TryGetValue(key, out var other) && !y.Children.TryGetValue(new YamlScalarNode(Swap(((YamlScalarNode)key).Value!, was, @is)), out other))
                    {
                        return $"the key {key} is there no more";
                    }

                    if (InNodes(value, other, was, @is) is { } problem)
                    {
                        return $"{key}: {problem}";
                    }
                }

                return null;
            default:
                return $"{Show(before.ToString())} became {Show(after.ToString())}";
        }
    }

    /// <summary>What may stand for a text: itself, and where apt reads it (deb822), suite and components on lines of their own.</summary>
    private static IReadOnlyList<(string Was, string Is)> Texts(string path, string was, string @is) =>
        path.EndsWith(".sources", StringComparison.Ordinal) && was.Split(' ', 2) is [var suite, var components] && @is.Split(' ', 2) is [var otherSuite, var otherComponents]
            ? [(was, @is), (suite, otherSuite), (components, otherComponents)]
            : [(was, @is)];

    private static string? InLines(string before, string after, IReadOnlyList<(string Was, string Is)> texts)
    {
        var (x, y) = (before.Split('\n'), after.Split('\n'));
        if (x.Length != y.Length)
        {
            return $"{x.Length} lines became {y.Length}";
        }

        return x.Zip(y).Where(pair => pair.First != pair.Second && !Quotings.Any(quoted => texts.Any(text => Fits(pair.First, pair.Second, text.Was, text.Is, quoted))))
            .Select(pair => $"{Show(pair.First)} became {Show(pair.Second)}").FirstOrDefault();
    }

    /// <summary>How the formats without a parser here write a text: as a word of a shell, within double quotes (TOML, JSON), and as it is where it has nothing that any of them knows.</summary>
    private static IReadOnlyList<Func<string, string?>> Quotings { get; } =
    [
        text => text.All(c => char.IsAsciiLetterOrDigit(c) || "._:/=,@+~-%".Contains(c, StringComparison.Ordinal)) ? text : null,
        text => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'",
        text => JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
    ];

    /// <summary>Whether a text is another in which one or every occurrence of a part was exchanged.</summary>
    private static bool Fits(string before, string after, string was, string @is, Func<string, string?> quoted)
    {
        if (before == after)
        {
            return true;
        }

        if (was.Length == 0 || quoted(@is) is not { } wanted)
        {
            return was.Length == 0 && after == @is;
        }

        if (after == before.Replace(was, wanted, StringComparison.Ordinal))
        {
            return true;
        }

        for (var at = before.IndexOf(was, StringComparison.Ordinal); at >= 0; at = before.IndexOf(was, at + 1, StringComparison.Ordinal))
        {
            if (after == string.Concat(before.AsSpan(0, at), wanted, before.AsSpan(at + was.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private static string Swap(string text, string was, string @is) => was.Length == 0 ? text : text.Replace(was, @is, StringComparison.Ordinal);

    private static string Show(string? text) => JsonSerializer.Serialize(text is { Length: > 300 } ? text[..300] : text);
}
