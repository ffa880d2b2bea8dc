using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace KubeHa.Ssh;

/// <summary>A known_hosts file that lines are added to. All users of one path in this process take turns.</summary>
internal sealed class KnownHostsFile
{
    private static readonly ConcurrentDictionary<string, KnownHostsFile> All = new();

    private readonly string path;
    private readonly Lock gate = new();

    private KnownHostsFile(string path) => this.path = path;

    public static KnownHostsFile At(string path) => All.GetOrAdd(Path.GetFullPath(path), full => new KnownHostsFile(full));

    /// <summary>What stands in it; nothing where it is not there yet.</summary>
    public KnownHosts Read()
    {
        lock (gate)
        {
            return KnownHosts.Parse(Text(), path);
        }
    }

    /// <summary>Adds the line that the work answers with, if any, to the file as it is now. The file is replaced whole, so no reader sees half a line.</summary>
    public T Change<T>(Func<KnownHosts, (T Result, string? NewLine)> work)
    {
        lock (gate)
        {
            string text = Text();
            (T result, string? line) = work(KnownHosts.Parse(text, path));
            if (line is not null)
            {
                Write((text.Length == 0 || text.EndsWith('\n') ? text : text + "\n") + line + "\n");
            }

            return result;
        }
    }

    private string Text() => File.Exists(path) ? File.ReadAllText(path) : "";

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // A name of its own: another process may write the same file at this moment.
        string temporary = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(temporary, options))
            using (var writer = new StreamWriter(file))
            {
                writer.Write(text);
                writer.Flush();
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
