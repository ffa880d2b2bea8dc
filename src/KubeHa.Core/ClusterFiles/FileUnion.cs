using System.Diagnostics.CodeAnalysis;
using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>The key by which a mapping says which case of a union it is.</summary>
internal static class FileUnion
{
    public const string Kind = "kind";
}

/// <summary>One of several cases.</summary>
/// <param name="name">Its name in the schema and the guide.</param>
internal sealed class FileUnion<T>(string name) : FileType<T>
    where T : class
{
    private readonly List<Known> cases = [];

    /// <summary>Adds a case.</summary>
    /// <param name="kind">How the file calls it.</param>
    /// <param name="meaning">What it means, as a sentence.</param>
    /// <param name="start">Makes one that nothing was said of.</param>
    /// <param name="fields">Its keys.</param>
    public FileUnion<T> Case<TCase>(string kind, string meaning, Func<TCase> start, FileFields<TCase> fields)
        where TCase : class, T
    {
        cases.Add(new Known(
            kind,
            meaning,
            value => value is TCase,
            (node, path, reading) => fields.Read(start(), node, path, reading, kind),
            value => fields.Write((TCase)value, start()),
            () => new FilePart.Mapping(null, typeof(TCase), fields.Describe(start()))));

        return this;
    }

    public override bool TryRead(FileNode node, string path, FileReading reading, [MaybeNullWhen(false)] out T value)
    {
        value = null;
        var kinds = string.Join(", ", cases.Select(known => known.Kind));
        if (node is not FileNode.Mapping mapping)
        {
            if (node is not FileNode.Refused)
            {
                reading.WrongValue(path, node, "There is no mapping.", $"Write '{FileUnion.Kind}: ...' below it, one of {kinds}.");
            }

            return false;
        }

        var entry = mapping.Entries.FirstOrDefault(entry => entry.Key == FileUnion.Kind);
        if (entry is null)
        {
            reading.Problem(DiagnosticCodes.MissingKey, FilePath.Key(path, FileUnion.Kind), reading.Places.Find(path) ?? node.Place, $"The key '{FileUnion.Kind}' is missing.", $"Add it with one of {kinds}.");
            return false;
        }

        if (entry.Value is FileNode.Refused)
        {
            return false;
        }

        if (cases.Find(known => entry.Value is FileNode.Scalar { Value: var kind } && kind == known.Kind) is not { } found)
        {
            reading.WrongValue(FilePath.Key(path, FileUnion.Kind), entry.Value, $"{(entry.Value is FileNode.Scalar { Value: var text } ? Found.Show(text) : "This")} is no kind that can stand here.", $"Write one of {kinds}.");
            return false;
        }

        reading.Places.Note(FilePath.Key(path, FileUnion.Kind), entry.Value.Place);
        value = found.Read(node, path, reading);
        return true;
    }

    public override YamlNode Write(T value)
    {
        var known = cases.Find(known => known.Is(value)) ?? throw new System.Diagnostics.UnreachableException($"The cluster file has no kind for {value.GetType().Name}.");
        var node = new YamlMappingNode { { FileUnion.Kind, known.Kind } };
        foreach (var (key, part) in known.Write(value))
        {
            node.Add(key, part);
        }

        return node;
    }

    public override FilePart Describe() => new FilePart.Union(name, [.. cases.Select(known => (known.Kind, known.Meaning, known.Describe()))]);

    private sealed record Known(
        string Kind, string Meaning, Func<T, bool> Is, Func<FileNode, string, FileReading, T> Read, Func<T, YamlMappingNode> Write, Func<FilePart.Mapping> Describe);
}
