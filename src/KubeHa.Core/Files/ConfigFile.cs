namespace KubeHa;

/// <summary>A file of a machine: where it goes, what is in it, who owns it and who may read it.</summary>
public sealed record ConfigFile
{
    /// <summary>A file of a machine.</summary>
    /// <param name="host">The machine's name.</param>
    /// <param name="path">The absolute path on that machine.</param>
    /// <param name="content">The text, secrets by name.</param>
    /// <param name="mode">The permission bits.</param>
    /// <param name="owner">Owner and group as chown takes them.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public ConfigFile(string host, string path, Content content, UnixFileMode mode, string owner = "root:root")
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrEmpty(owner);
        if (path[0] != '/' || path.Split('/').Contains(".."))
        {
            throw new ArgumentException($"'{path}' is not an absolute path without '..'.", nameof(path));
        }

        Host = host;
        Path = path;
        Content = content;
        Mode = mode;
        Owner = owner;
    }

    /// <summary>The machine's name.</summary>
    public string Host { get; }

    /// <summary>The absolute path on the machine.</summary>
    public string Path { get; }

    /// <summary>The text, secrets by name.</summary>
    public Content Content { get; init; }

    /// <summary>The permission bits.</summary>
    public UnixFileMode Mode { get; init; }

    /// <summary>Owner and group, as chown takes them.</summary>
    /// <value>The default is <c>root:root</c>.</value>
    public string Owner { get; init; }

    /// <summary>How the file reaches the machine.</summary>
    /// <value>The default is <see cref="FilePlacement.Whole"/>.</value>
    public FilePlacement Placement { get; init; }

    /// <summary>Whether a file that is there already is kept, whatever is in it: keys of a live cluster are never overwritten, only their attributes are mended.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool KeepExisting { get; init; }
}
