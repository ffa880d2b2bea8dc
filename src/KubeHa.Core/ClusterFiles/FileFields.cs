using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>The keys of a mapping that describes a <typeparamref name="T"/>. Each is said once, and read, written and described from that.</summary>
internal sealed class FileFields<T>
{
    private readonly List<FileField<T>> fields = [];

    /// <summary>A key that may be left out.</summary>
    /// <param name="key">The key: where a rule speaks of the value, the end of that rule's path.</param>
    /// <param name="meaning">What it means, as a sentence.</param>
    /// <param name="type">What it holds.</param>
    /// <param name="get">What a <typeparamref name="T"/> has: a <typeparamref name="TValue"/>, or null for none.</param>
    /// <param name="set">Gives one that has the value.</param>
    public FileFields<T> Add<TValue>(string key, string meaning, FileType<TValue> type, Func<T, object?> get, Func<T, TValue, T> set) =>
        Add(new FileMember<T, TValue>(key, meaning, isRequired: false, type, get, set));

    /// <inheritdoc cref="Add{TValue}(string, string, FileType{TValue}, Func{T, object}, Func{T, TValue, T})"/>
    public FileFields<T> Add<TValue>(string key, string meaning, FileType<TValue> type, Func<T, object?> get, Action<T, TValue> set) =>
        Add(key, meaning, type, get, Setter(set));

    /// <summary>A key that must be there.</summary>
    /// <inheritdoc cref="Add{TValue}(string, string, FileType{TValue}, Func{T, object}, Func{T, TValue, T})"/>
    public FileFields<T> Require<TValue>(string key, string meaning, FileType<TValue> type, Func<T, object?> get, Func<T, TValue, T> set) =>
        Add(new FileMember<T, TValue>(key, meaning, isRequired: true, type, get, set));

    /// <inheritdoc cref="Require{TValue}(string, string, FileType{TValue}, Func{T, object}, Func{T, TValue, T})"/>
    public FileFields<T> Require<TValue>(string key, string meaning, FileType<TValue> type, Func<T, object?> get, Action<T, TValue> set) =>
        Require(key, meaning, type, get, Setter(set));

    /// <summary>Keys of their own mapping that say more of the same <typeparamref name="T"/>.</summary>
    public FileFields<T> Group(string key, string meaning, FileFields<T> group, bool isRequired = false) => Add(new FileGroup<T>(key, meaning, isRequired, group));

    public FileFields<T> Constant(string key, string meaning, string value) => Add(new FileConstant<T>(key, meaning, value));

    public T Read(T target, FileNode node, string path, FileReading reading, string? kind = null)
    {
        if (node is not FileNode.Mapping mapping)
        {
            if (node is not FileNode.Refused)
            {
                reading.WrongValue(path, node, "There is no mapping.", $"Write its keys below it: {Known(kind)}.");
            }

            return target;
        }

        var missing = fields.Where(field => field.IsRequired).Select(field => field.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            var known = FileLoader.IsWord(entry.Key);
            var own = known ? FilePath.Key(path, entry.Key) : path;
            missing.Remove(entry.Key);
            if (fields.Find(field => field.Key == entry.Key) is { } field)
            {
                // A value stands where it begins, what is larger where its key does.
                reading.Places.Note(own, entry.Value is FileNode.Scalar ? entry.Value.Place : entry.KeyPlace);
                target = field.Read(target, entry.Value, own, reading);
            }
            else if (kind is null || entry.Key != FileUnion.Kind)
            {
                reading.Problem(
                    DiagnosticCodes.UnknownKey, own, entry.KeyPlace,
                    $"There is no key {Found.Show(entry.Key)} here{(kind is null ? string.Empty : $" where the kind is {kind}")}.",
                    $"Known are {Known(kind)}.");
            }
        }

        foreach (var key in fields.Where(field => missing.Contains(field.Key)).Select(field => field.Key))
        {
            reading.Problem(DiagnosticCodes.MissingKey, FilePath.Key(path, key), reading.Places.Find(path) ?? node.Place, $"The key '{key}' is missing.", "Add it.");
        }

        return target;
    }

    public YamlMappingNode Write(T source, T plain)
    {
        var mapping = new YamlMappingNode();
        foreach (var field in fields)
        {
            if (field.Write(source, plain) is { } node)
            {
                mapping.Add(new YamlScalarNode(field.Key), node);
            }
        }

        return mapping;
    }

    public IReadOnlyList<FileRow> Describe(T plain) => [.. fields.Select(field => field.Describe(plain))];

    private static Func<T, TValue, T> Setter<TValue>(Action<T, TValue> set) => (target, value) =>
    {
        set(target, value);
        return target;
    };

    private string Known(string? kind) => string.Join(", ", fields.Select(field => field.Key).Prepend(kind is null ? null : FileUnion.Kind).OfType<string>());

    private FileFields<T> Add(FileField<T> field)
    {
        fields.Add(field);
        return this;
    }
}
