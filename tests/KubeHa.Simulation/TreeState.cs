namespace KubeHa.Simulation;

/// <summary>A file or folder as it was.</summary>
/// <param name="Content">Its bytes; <see langword="null"/> for a folder.</param>
/// <param name="Mode">Its permission bits.</param>
/// <param name="Written">When it was last written: services compare it with their start.</param>
internal sealed record TreeEntry(byte[]? Content, UnixFileMode Mode, DateTime Written)
{
    public bool SameAs(TreeEntry other) =>
        Mode == other.Mode && (Content is null ? other.Content is null : other.Content is not null && Written == other.Written && Content.AsSpan().SequenceEqual(other.Content));
}

/// <summary>Everything that can change in a world, as it was at one moment: paths below the world's folder.</summary>
public sealed class TreeState
{
    private static readonly string[] OfMachine = ["etc", "var", "run", "root", "tmp", "usr/libexec", "kernel", "sys", "sim"];

    private TreeState(SortedDictionary<string, TreeEntry> entries) => Entries = entries;

    internal SortedDictionary<string, TreeEntry> Entries { get; }

    /// <summary>Takes what is there now. Nothing may run meanwhile.</summary>
    /// <param name="world">The world.</param>
    /// <param name="earlier">An earlier state: what is the same is shared with it.</param>
    public static TreeState Capture(World world, TreeState? earlier = null)
    {
        var entries = new SortedDictionary<string, TreeEntry>(StringComparer.Ordinal);
        foreach (var folder in Folders(world))
        {
            Add(new DirectoryInfo(Path.Combine(world.Shared, folder)), folder, entries, earlier);
        }

        var violations = new FileInfo(Path.Combine(world.Shared, "violations"));
        if (violations.Exists)
        {
            entries["violations"] = Read(violations, null);
        }

        return new TreeState(entries);
    }

    /// <summary>Makes the world what it was.</summary>
    public void Restore(World world)
    {
        var now = Capture(world, this).Entries;
        foreach (var (path, entry) in now.Reverse().Where(old => !Entries.TryGetValue(old.Key, out var wanted) || wanted.Content is null != (old.Value.Content is null)))
        {
            var full = Path.Combine(world.Shared, path);
            if (entry.Content is null)
            {
                Directory.Delete(full);
            }
            else
            {
                File.Delete(full);
            }

            now.Remove(path);
        }

        foreach (var (path, wanted) in Entries.Where(wanted => !now.TryGetValue(wanted.Key, out var old) || !old.SameAs(wanted.Value)))
        {
            var full = Path.Combine(world.Shared, path);
            if (wanted.Content is null)
            {
                Directory.CreateDirectory(full);
                File.SetUnixFileMode(full, wanted.Mode);
                continue;
            }

            File.WriteAllBytes(full, wanted.Content);
            File.SetUnixFileMode(full, wanted.Mode);
            File.SetLastWriteTimeUtc(full, wanted.Written);
        }
    }

    /// <summary>Puts what one machine has in a folder of its own back to what it was, whatever else runs.</summary>
    /// <param name="world">The world.</param>
    /// <param name="folder">The folder, below the world's, for example <c>m/cp1/etc/kubernetes/pki</c>.</param>
    public void Overlay(World world, string folder)
    {
        foreach (var (path, wanted) in Entries.Where(entry => entry.Key == folder || entry.Key.StartsWith(folder + "/", StringComparison.Ordinal)))
        {
            var full = Path.Combine(world.Shared, path);
            if (wanted.Content is null)
            {
                Directory.CreateDirectory(full);
                continue;
            }

            File.WriteAllBytes(full, wanted.Content);
            File.SetUnixFileMode(full, wanted.Mode);
        }
    }

    private static IEnumerable<string> Folders(World world) =>
        world.Cluster.Machines.SelectMany(machine => OfMachine.Select(folder => $"m/{machine.Name}/{folder}")).Append("etcd");

    private static void Add(DirectoryInfo folder, string path, SortedDictionary<string, TreeEntry> entries, TreeState? earlier)
    {
        entries[path] = new TreeEntry(null, folder.UnixFileMode, default);
        foreach (var item in folder.EnumerateFileSystemInfos())
        {
            var its = $"{path}/{item.Name}";
            if (item is DirectoryInfo below && item.LinkTarget is null)
            {
                Add(below, its, entries, earlier);
            }
            else if (item is FileInfo file)
            {
                entries[its] = Read(file, earlier?.Entries.GetValueOrDefault(its));
            }
        }
    }

    private static TreeEntry Read(FileInfo file, TreeEntry? earlier)
    {
        var entry = new TreeEntry(File.ReadAllBytes(file.FullName), file.UnixFileMode, file.LastWriteTimeUtc);
        return earlier is not null && earlier.SameAs(entry) ? earlier : entry;
    }
}
