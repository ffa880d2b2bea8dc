using System.Diagnostics.CodeAnalysis;
using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>A single value. What it is follows from its key, never from how it looks: <c>no</c> is a text where a text is wanted, and refused where a truth value is.</summary>
/// <param name="words">What it is, as the end of a sentence.</param>
/// <param name="jsonTypes">The types that an editor may take it for.</param>
/// <param name="parse">Reads the text; null where it is no such value.</param>
/// <param name="write">Writes it.</param>
internal sealed class FileScalar<T>(string words, string[] jsonTypes, Func<string, (bool Good, T Value)> parse, Func<T, YamlScalarNode> write) : FileType<T>
{
    /// <summary>The regular expression that its text matches, for editors.</summary>
    public string? Pattern { get; init; }

    /// <summary>The values there are, for editors: reading takes others too and leaves them to the rules.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Whether a value may hold what nobody should see.</summary>
    public bool IsHidden { get; init; }

    private bool IsText => jsonTypes.Contains("string");

    public override bool TryRead(FileNode node, string path, FileReading reading, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        switch (node)
        {
            case FileNode.Refused:
                return false;
            case FileNode.Scalar { IsNothing: true }:
                reading.WrongValue(path, node, "There is no value.", $"Write {words}, or leave the key out.");
                return false;
            case FileNode.Scalar { IsPlain: false } when !IsText:
                reading.WrongValue(path, node, "The value is a text, since it stands in quotes.", $"Write {words}, without quotes.");
                return false;
            case FileNode.Scalar scalar when parse(scalar.Value) is { Good: true } parsed:
                value = parsed.Value;
                return true;
            case FileNode.Scalar scalar:
                reading.WrongValue(path, node, IsHidden ? "The value is not what this key takes." : $"{Found.Show(scalar.Value)} is not what this key takes.", $"Write {words}.");
                return false;
            default:
                reading.WrongValue(path, node, $"A {(node is FileNode.Sequence ? "list" : "mapping")} stands where a single value is wanted.", $"Write {words}.");
                return false;
        }
    }

    public override YamlNode Write(T value) => write(value);

    public override FilePart Describe() => new FilePart.Scalar(words, jsonTypes, Pattern, Allowed);
}
