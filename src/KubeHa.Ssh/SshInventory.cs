using System.IO.Abstractions;
using System.Net;

namespace KubeHa.Ssh;

/// <summary>
/// Connection details from a small YAML file, so that they stand neither in the program nor in the cluster's model. docs/ssh.md shows a whole one.
/// It holds no secret: keys are files, and passwords are set in code.
/// </summary>
/// <example>
/// <code>
/// user: root
/// privateKeyFile: id_ed25519
/// knownHostsFile: known_hosts
/// machines:
///   master: { address: 192.168.33.11, port: 2222 }
/// </code>
/// </example>
public sealed class SshInventory
{
    internal SshInventory(SshOptions options, IReadOnlyDictionary<string, IPAddress> addresses, IReadOnlyList<Diagnostic> warnings)
    {
        Options = options;
        Addresses = addresses;
        Warnings = warnings;
    }

    /// <summary>What <see cref="SshTransport"/> takes. An address in the inventory is used instead of the one of the <see cref="Target"/>.</summary>
    public SshOptions Options { get; }

    /// <summary>The addresses the inventory names, by machine.</summary>
    public IReadOnlyDictionary<string, IPAddress> Addresses { get; }

    /// <summary>What is worth knowing but stops nothing: lines of known_hosts that cannot be read.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; }

    /// <summary>Reads an inventory and the known_hosts file it names. Relative paths in it are relative to the inventory file.</summary>
    /// <param name="path">The inventory file.</param>
    /// <param name="fileSystem">The disk; the real one by default.</param>
    /// <exception cref="ClusterValidationException">
    /// Something in it is wrong: all of it at once, with <c>file:line:column</c> as <see cref="Diagnostic.Path"/>. KHA6001: not readable, or not YAML;
    /// KHA6002: unknown key; KHA6003: wrong value; KHA6004: a file it names is missing. (KHA6005, a warning: a line of known_hosts that cannot be read.)
    /// </exception>
    public static SshInventory Load(string path, IFileSystem? fileSystem = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new InventoryReader(path, fileSystem ?? new FileSystem()).Read();
    }
}
