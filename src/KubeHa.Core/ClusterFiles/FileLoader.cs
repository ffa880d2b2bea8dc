using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeHa;

/// <summary>
/// Makes nodes of a text. YAML is far larger than a cluster file needs, and its readers differ: what a person could read otherwise than a program
/// (anchors, tags, several documents, characters that cannot be seen) is refused. The events of YamlDotNet's parser are taken one by one, so that
/// depth is bounded and a key that stands twice is one problem of many.
/// </summary>
internal sealed class FileLoader
{
    private const int DeepestLevel = 16;
    private const string Anywhere = "";
    private readonly FileReading reading;
    private readonly Parser parser;
    private bool tooDeep;

    private FileLoader(string text, FileReading reading)
    {
        this.reading = reading;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>The root, or null where there is none to read on from.</summary>
    public static FileNode.Mapping? Load(string text, FileReading reading)
    {
        text = text.StartsWith('\ufeff') ? text[1..] : text;
        if (HasStrangers(text, reading))
        {
            return null;
        }

        var loader = new FileLoader(text, reading);
        try
        {
            return loader.Document();
        }
        catch (YamlException e)
        {
            return Broken(e.Start, e.Message);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The parser's way to say it of a few texts, without a place; found by random ones.
            return Broken(loader.parser.Current?.End ?? Mark.Empty, "something stands where nothing can");
        }

        FileNode.Mapping? Broken(Mark place, string message)
        {
            // The parser's words may show what is in the file: no more than characters that were looked at.
            reading.Problem(DiagnosticCodes.NotYaml, Anywhere, reading.Place(place.Line, place.Column), $"This is not YAML: {Sentence(message)}", "Correct the syntax there or just before.");
            return null;
        }
    }

    private static string Sentence(string message) => message.Trim().TrimEnd('.') + ".";

    /// <summary>Whether there are characters that cannot be seen, or that end a line for some readers only.</summary>
    private static bool HasStrangers(string text, FileReading reading)
    {
        var (line, begin) = (1, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')))
            {
                (line, begin) = (line + 1, i + 1);
            }
            else if (text[i] != '\r' && IsStranger(CharUnicodeInfo.GetUnicodeCategory(text, i), isPair))
            {
                reading.Problem(
                    DiagnosticCodes.NotYaml, Anywhere, reading.Place(line, i - begin + 1),
                    $"The character {Found.Show(text[i].ToString())} cannot be seen, or means different things to different readers.",
                    text[i] == '\t' ? "Use blanks in place of tabs." : "Take it out.");
                return true;
            }

            i += isPair ? 1 : 0;
        }

        return false;
    }

    private static bool IsStranger(UnicodeCategory category, bool isPair) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        || (category == UnicodeCategory.Surrogate && !isPair);

    private FileNode.Mapping? Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out var end))
        {
            Refuse(DiagnosticCodes.NotYaml, Anywhere, end.Start, "There is nothing in the file.", $"Begin with 'apiVersion: {ClusterFile.ApiVersion}'.");
            return null;
        }

        if (parser.Consume<DocumentStart>() is { Version: not null } start)
        {
            Refuse(DiagnosticCodes.YamlNotAllowed, Anywhere, start.Start, "A directive stands before the document.", "Take the line that begins with '%' out.");
        }

        var root = Node(Anywhere, 1);
        if (tooDeep)
        {
            return null;
        }

        parser.Consume<DocumentEnd>();
        if (!parser.Accept<StreamEnd>(out _))
        {
            Refuse(DiagnosticCodes.YamlNotAllowed, Anywhere, parser.Current!.Start, "A second document begins.", "Keep one cluster in one file.");
        }

        if (root is FileNode.Scalar or FileNode.Sequence)
        {
            reading.WrongValue(Anywhere, root, "The file is no mapping.", $"Begin with 'apiVersion: {ClusterFile.ApiVersion}'.");
        }

        return root as FileNode.Mapping;
    }

    private FileNode Node(string path, int level)
    {
        if (level > DeepestLevel)
        {
            tooDeep = true;
            Refuse(DiagnosticCodes.YamlNotAllowed, path, parser.Current!.Start, $"Values are nested more than {DeepestLevel} levels deep.", "No cluster needs that: correct brackets and indentation.");
        }

        if (tooDeep)
        {
            return new FileNode.Refused(reading.Place(0, 0));
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Refuse(DiagnosticCodes.YamlNotAllowed, path, alias.Start, "An alias stands for something written elsewhere.", "Write the value out.");
        }

        var node = parser.Consume<NodeEvent>();
        var refused = RefuseMarks(node, path);
        var place = reading.Place(node.Start.Line, node.Start.Column);
        FileNode result = node switch
        {
            Scalar scalar => new FileNode.Scalar(scalar.Value, scalar.Style == ScalarStyle.Plain, place),
            SequenceStart => new FileNode.Sequence(Items(path, level), place),
            _ => new FileNode.Mapping(Entries(path, level), place),
        };

        return refused ?? result;
    }

    private List<FileNode> Items(string path, int level)
    {
        var items = new List<FileNode>();
        while (!tooDeep && !parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(FilePath.Item(path, items.Count), level + 1));
        }

        return items;
    }

    private List<FileEntry> Entries(string path, int level)
    {
        var entries = new List<FileEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!tooDeep && !parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                Refuse(DiagnosticCodes.YamlNotAllowed, path, parser.Current!.Start, "A key is no plain word.", "Write keys as words.");
                Node(path, level + 1);
                Node(path, level + 1);
                continue;
            }

            RefuseMarks(key, path);
            var own = IsWord(key.Value) ? FilePath.Key(path, key.Value) : path;
            var value = Node(own, level + 1);
            if (keys.Add(key.Value))
            {
                entries.Add(new FileEntry(key.Value, reading.Place(key.Start.Line, key.Start.Column), value));
            }
            else
            {
                Refuse(DiagnosticCodes.DuplicateKey, own, key.Start, $"The key {Found.Show(key.Value)} stands there twice.", "Keep one of the two.");
            }
        }

        return entries;
    }

    public static bool IsWord(string key) => key.Length is > 0 and <= 64 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private FileNode.Refused? RefuseMarks(NodeEvent node, string path) =>
        !node.Anchor.IsEmpty ? Refuse(DiagnosticCodes.YamlNotAllowed, path, node.Start, "An anchor names a value to repeat it elsewhere.", "Take the word that begins with '&' out, and write values out.")
        : !node.Tag.IsEmpty ? Refuse(DiagnosticCodes.YamlNotAllowed, path, node.Start, "A tag says of what type a value is.", "Take the word that begins with '!' out: types follow from the keys.")
        : null;

    private FileNode.Refused Refuse(string code, string path, Mark place, string message, string hint)
    {
        var where = reading.Place(place.Line, place.Column);
        reading.Problem(code, path, where, message, hint);

        return new FileNode.Refused(where);
    }
}
