using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>A key that holds a value of its own.</summary>
internal sealed class FileMember<T, TValue>(string key, string meaning, bool isRequired, FileType<TValue> type, Func<T, object?> get, Func<T, TValue, T> set) : FileField<T>(key, meaning, isRequired)
{
    public override T Read(T target, FileNode node, string path, FileReading reading) => type.TryRead(node, path, reading, out var value) ? set(target, value) : target;

    public override YamlNode? Write(T source, T plain) => Node(source) is { } node && (IsRequired || !node.Equals(Node(plain))) ? node : null;

    public override FileRow Describe(T plain) => new(Key, Meaning, IsRequired, type.Describe(), IsRequired ? null : Node(plain));

    private YamlNode? Node(T source) => get(source) is { } value ? type.Write((TValue)value) : null;
}
