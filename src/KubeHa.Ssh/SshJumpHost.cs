namespace KubeHa.Ssh;

/// <summary>
/// A host that logins pass through. It needs to allow TCP forwarding and nothing else: no command is run on it. Its host key is checked under its own
/// name. What is not set here comes from <see cref="SshOptions"/>, except the port, the password and the fingerprints.
/// </summary>
public sealed class SshJumpHost
{
    /// <summary>A jump host.</summary>
    /// <param name="host">A name or an address. A first one's name is resolved here, a further one's on the jump host before it.</param>
    public SshJumpHost(string host)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        Host = host;
    }

    /// <summary>Its name or address; also what known_hosts is asked for, unless <see cref="HostKeyAlias"/> is set.</summary>
    public string Host { get; }

    /// <summary>The port, 1 to 65535.</summary>
    /// <value>The default value is 22, whatever the machines' is.</value>
    public int Port { get; init; } = 22;

    /// <summary>The user to log in as.</summary>
    /// <value>The default value is <see langword="null"/>: the one of <see cref="SshOptions"/>.</value>
    public string? User { get; init; }

    /// <summary>The keys to log in with, instead of those of <see cref="SshOptions"/>.</summary>
    public IReadOnlyList<SshPrivateKey> PrivateKeys { get; init; } = [];

    /// <summary>The password to log in with. The machines' password is not shown to a jump host.</summary>
    public Secret? Password { get; init; }

    /// <summary>Fingerprints (<c>SHA256:...</c>) of host keys it may show, beside those of known_hosts.</summary>
    public IReadOnlyList<string> Fingerprints { get; init; } = [];

    /// <summary>The name to look up in known_hosts instead of <see cref="Host"/>, without any port.</summary>
    public string? HostKeyAlias { get; init; }
}
