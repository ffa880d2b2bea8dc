using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>A key of a mapping that describes a <typeparamref name="T"/>.</summary>
internal abstract class FileField<T>(string key, string meaning, bool isRequired)
{
    public string Key => key;

    public bool IsRequired => isRequired;

    protected string Meaning => meaning;

    /// <summary>Reads the value into a target, or gives one that has it.</summary>
    public abstract T Read(T target, FileNode node, string path, FileReading reading);

    /// <summary>What to write for a source; null where a plain one, which nothing was said of, has the same.</summary>
    public abstract YamlNode? Write(T source, T plain);

    /// <summary>The field as data.</summary>
    public abstract FileRow Describe(T plain);
}
