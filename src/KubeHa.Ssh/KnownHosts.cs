using System.IO.Abstractions;

namespace KubeHa.Ssh;

/// <summary>
/// Host keys in OpenSSH's known_hosts format (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): plain names, lists with wildcards and negation, <c>[host]:port</c>,
/// hashed names, <c>@revoked</c>, <c>@cert-authority</c>. Immutable.
/// </summary>
public sealed class KnownHosts
{
    private readonly IReadOnlyList<KnownHostsLine> lines;

    private KnownHosts(IReadOnlyList<KnownHostsLine> lines, IReadOnlyList<string> unreadable)
    {
        this.lines = lines;
        UnreadableLines = unreadable;
    }

    /// <summary>Knows no key.</summary>
    public static KnownHosts None { get; } = new([], []);

    /// <summary>Lines that are neither comments nor entries, each as <c>source:line: reason</c>. They are left out, as OpenSSH does.</summary>
    public IReadOnlyList<string> UnreadableLines { get; }

    /// <summary>Reads known_hosts text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What messages call it, a file's name usually.</param>
    public static KnownHosts Parse(string text, string source = "known_hosts")
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = new List<KnownHostsLine>();
        var unreadable = new List<string>();
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
            {
                continue;
            }

            if (KnownHostsLine.TryParse(trimmed, $"{source}:{number}", out KnownHostsLine? entry, out string problem))
            {
                lines.Add(entry);
            }
            else
            {
                unreadable.Add($"{source}:{number}: {problem}");
            }
        }

        return new KnownHosts(lines, unreadable);
    }

    /// <summary>Reads a known_hosts file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileSystem">The disk; the real one by default.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static KnownHosts Load(string path, IFileSystem? fileSystem = null) =>
        Parse((fileSystem ?? new FileSystem()).File.ReadAllText(path), path);

    /// <summary>All entries of both.</summary>
    /// <param name="other">Further host keys.</param>
    public KnownHosts With(KnownHosts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new KnownHosts([.. lines, .. other.lines], [.. UnreadableLines, .. other.UnreadableLines]);
    }

    /// <summary>Writes a line of known_hosts.</summary>
    /// <param name="host">A name or address.</param>
    /// <param name="port">The port; 22 is left out, as OpenSSH does.</param>
    /// <param name="keyType">The key's type, for example <c>ssh-ed25519</c>.</param>
    /// <param name="keyBlob">The key's bytes, as in base64 in a <c>.pub</c> file.</param>
    public static string FormatLine(string host, int port, string keyType, ReadOnlySpan<byte> keyBlob)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        ArgumentException.ThrowIfNullOrWhiteSpace(keyType);
        return $"{HostName(host, port)} {keyType} {Convert.ToBase64String(keyBlob)}";
    }

    /// <summary>The lines about any of these names.</summary>
    internal IReadOnlyList<KnownHostsLine> Find(IEnumerable<string> names)
    {
        string[] wanted = [.. names.Select(name => name.ToLowerInvariant()).Distinct()];
        return [.. lines.Where(line => wanted.Any(line.Matches))];
    }

    /// <summary>A host and its port as known_hosts names them.</summary>
    internal static string HostName(string host, int port) => port == 22 ? host : $"[{host}]:{port}";
}
