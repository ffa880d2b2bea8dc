using System.Diagnostics.CodeAnalysis;
using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>A list. A single value stands in it once.</summary>
internal sealed class FileList<T>(FileType<T> item) : FileType<IReadOnlyList<T>>
{
    public override bool TryRead(FileNode node, string path, FileReading reading, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        value = null;
        if (node is not FileNode.Sequence sequence)
        {
            if (node is not FileNode.Refused)
            {
                reading.WrongValue(path, node, "There is no list.", "Write one '- ...' an item, or '[]' for none.");
            }

            return false;
        }

        var (items, seen) = (new List<T>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (part, index) in sequence.Items.Select((part, index) => (part, index)))
        {
            var own = FilePath.Item(path, index);
            reading.Places.Note(own, part.Place);
            if (part is FileNode.Scalar { Value: var text } && !seen.Add(text))
            {
                reading.WrongValue(own, part, $"{Found.Show(text)} stands in the list twice.", "Keep one of the two.");
            }
            else if (item.TryRead(part, own, reading, out var read))
            {
                items.Add(read);
            }
        }

        value = items;
        return true;
    }

    public override YamlNode Write(IReadOnlyList<T> value) => new YamlSequenceNode(value.Select(item.Write));

    public override FilePart Describe() => new FilePart.List(item.Describe());
}
