using System.Collections;

namespace KubeHa;

/// <summary>Every file of a cluster, by machine and path. Immutable: <see cref="With"/> and <see cref="Map"/> give a changed copy, which is how a user changes what is written.</summary>
public sealed class ConfigSet : IReadOnlyCollection<ConfigFile>
{
    private readonly SortedDictionary<(string Host, string Path), ConfigFile> files = new(HostThenPath);
    private readonly ILookup<string, ConfigFile> byHost;

    /// <summary>A set of files.</summary>
    /// <param name="files">The files; no two with one machine and path.</param>
    /// <exception cref="ArgumentException">Two files have the same machine and path.</exception>
    public ConfigSet(IEnumerable<ConfigFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (var file in files)
        {
            if (!this.files.TryAdd((file.Host, file.Path), file))
            {
                throw new ArgumentException($"Two files for {file.Path} on {file.Host}.", nameof(files));
            }
        }

        byHost = this.files.Values.ToLookup(file => file.Host, StringComparer.Ordinal);
    }

    private static Comparer<(string Host, string Path)> HostThenPath { get; } = Comparer<(string Host, string Path)>.Create((a, b) =>
        string.CompareOrdinal(a.Host, b.Host) is var byHost and not 0 ? byHost : string.CompareOrdinal(a.Path, b.Path));

    /// <summary>How many files there are.</summary>
    public int Count => files.Count;

    /// <summary>The file of a machine at a path.</summary>
    /// <param name="host">The machine's name.</param>
    /// <param name="path">The path on it.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ConfigFile this[string host, string path] => files.TryGetValue((host, path), out var file)
        ? file
        : throw new KeyNotFoundException($"No file {path} for {host} in this set.");

    /// <summary>The files of one machine, by path.</summary>
    /// <param name="host">The machine's name.</param>
    public IEnumerable<ConfigFile> For(string host) => byHost[host];

    /// <summary>A copy with a file added, or replaced where machine and path are there already.</summary>
    /// <param name="file">The file.</param>
    public ConfigSet With(ConfigFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new ConfigSet(files.Values.Where(known => (known.Host, known.Path) != (file.Host, file.Path)).Append(file));
    }

    /// <summary>A copy with every file put through a function.</summary>
    /// <param name="change">Gives the file to use instead.</param>
    public ConfigSet Map(Func<ConfigFile, ConfigFile> change) => new(files.Values.Select(change));

    /// <inheritdoc/>
    public IEnumerator<ConfigFile> GetEnumerator() => files.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
