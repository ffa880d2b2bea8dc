using System.Net;

namespace KubeHa.Ssh;

/// <summary>What one machine has different from <see cref="SshOptions"/>. What is <see langword="null"/> or empty here comes from there.</summary>
public sealed class SshTargetOptions
{
    /// <summary>Where the machine is reached, if not at the address of its <see cref="Target"/> (a management network, a tunnel).</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The user to log in as.</summary>
    public string? User { get; init; }

    /// <summary>The port, 1 to 65535.</summary>
    public int? Port { get; init; }

    /// <summary>The keys to log in with, instead of all those of <see cref="SshOptions"/>.</summary>
    public IReadOnlyList<SshPrivateKey> PrivateKeys { get; init; } = [];

    /// <summary>The password to log in with.</summary>
    public Secret? Password { get; init; }

    /// <summary>Fingerprints (<c>SHA256:...</c>) of host keys this machine may show, beside those of known_hosts.</summary>
    public IReadOnlyList<string> Fingerprints { get; init; } = [];

    /// <summary>The name to look up in known_hosts instead of the machine's name and address, without any port.</summary>
    public string? HostKeyAlias { get; init; }

    /// <summary>The hosts that its login passes through, in this order; empty: it is reached directly.</summary>
    /// <value>The default value is <see langword="null"/>: those of <see cref="SshOptions"/>.</value>
    public IReadOnlyList<SshJumpHost>? JumpHosts { get; init; }

    /// <summary>How the login becomes root.</summary>
    public SshElevation? Elevation { get; init; }

    /// <summary>The password for sudo.</summary>
    public Secret? SudoPassword { get; init; }
}
