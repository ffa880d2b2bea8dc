using System.Diagnostics.CodeAnalysis;
using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>A mapping that describes a <typeparamref name="T"/> of its own.</summary>
/// <param name="name">Its name in the schema and the guide.</param>
/// <param name="start">Makes one that nothing was said of: what is left out is as in it.</param>
/// <param name="fields">Its keys.</param>
internal sealed class FileShape<T>(string name, Func<T> start, FileFields<T> fields) : FileType<T>
    where T : class
{
    /// <summary>Reads what is there; what is missing or wrong was said, and reading goes on with the rest.</summary>
    public override bool TryRead(FileNode node, string path, FileReading reading, [MaybeNullWhen(false)] out T value)
    {
        value = fields.Read(start(), node, path, reading);
        return true;
    }

    public override YamlNode Write(T value) => fields.Write(value, start());

    public YamlMappingNode WriteMapping(T value) => fields.Write(value, start());

    public override FilePart Describe() => DescribeMapping();

    public FilePart.Mapping DescribeMapping() => new(name, typeof(T), fields.Describe(start()));
}
