using System.Diagnostics.CodeAnalysis;
using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>How values of a type are read from a cluster file, written to it and described.</summary>
/// <typeparam name="T">The type.</typeparam>
internal abstract class FileType<T>
{
    /// <summary>Reads a value; where it cannot, it says so to the reading.</summary>
    public abstract bool TryRead(FileNode node, string path, FileReading reading, [MaybeNullWhen(false)] out T value);

    public abstract YamlNode Write(T value);

    public abstract FilePart Describe();
}
