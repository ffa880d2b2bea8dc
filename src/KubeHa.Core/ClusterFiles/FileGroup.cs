using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>A key whose mapping says more of the same <typeparamref name="T"/>.</summary>
internal sealed class FileGroup<T>(string key, string meaning, bool isRequired, FileFields<T> fields) : FileField<T>(key, meaning, isRequired)
{
    public override T Read(T target, FileNode node, string path, FileReading reading) => fields.Read(target, node, path, reading);

    public override YamlNode? Write(T source, T plain) => fields.Write(source, plain) is { Children.Count: > 0 } node ? node : null;

    public override FileRow Describe(T plain) => new(Key, Meaning, IsRequired, new FilePart.Mapping(Key, typeof(T), fields.Describe(plain)), null);
}
