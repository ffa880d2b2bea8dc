using System.Net;
using System.Security.Cryptography;
using System.Text;
using Renci.SshNet;

namespace KubeHa.Ssh;

/// <summary>The options as they hold for one machine or jump host.</summary>
internal sealed class SshEndpoint
{
    private static readonly byte[] IdentityKey = RandomNumberGenerator.GetBytes(32);

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string User { get; init; }

    public required IReadOnlyList<SshPrivateKey> PrivateKeys { get; init; }

    public required Secret? Password { get; init; }

    public required IReadOnlyList<string> Fingerprints { get; init; }

    /// <summary>What known_hosts is asked for, without ports.</summary>
    public required IReadOnlyList<string> HostNames { get; init; }

    /// <summary>Whether the one name is an alias, which stands in known_hosts without a port.</summary>
    public bool NameIsAlias { get; init; }

    public SshElevation Elevation { get; init; }

    public Secret? SudoPassword { get; init; }

    /// <summary>The jump host this one is reached through.</summary>
    public SshEndpoint? Via { get; init; }

    public bool IsJumpHost { get; init; }

    public IReadOnlyList<IPrivateKeySource> Keys { get; private set; } = [];

    /// <summary>Same for two endpoints that are logged in to with the same user, keys and password; tells nothing about them.</summary>
    public string CredentialId { get; private set; } = "";

    /// <summary>Same for two ways to the same host with the same credential.</summary>
    public string WayId => $"{Via?.WayId} {Host} {Port} {string.Join(',', HostNames)} {string.Join(',', Fingerprints)} {CredentialId}";

    /// <summary>Where the first packet goes.</summary>
    public string FirstHop => Via is null ? $"{Host} {Port}" : Via.FirstHop;

    public string Where => $"{Host} port {Port}";

    public IEnumerable<string> NamesInKnownHosts => NameIsAlias ? HostNames : HostNames.Select(name => KnownHosts.HostName(name, Port));

    public static SshEndpoint Of(Target target, SshOptions options)
    {
        SshTargetOptions own = options.Targets.GetValueOrDefault(target.Name) ?? options.ForTarget?.Invoke(target) ?? new SshTargetOptions();
        string user = own.User ?? options.User;
        Secret? sudoPassword = own.SudoPassword ?? options.SudoPassword;
        IReadOnlyList<SshPrivateKey> common = options.PrivateKeyFile is { } file ? [SshPrivateKey.FromFile(file), .. options.PrivateKeys] : options.PrivateKeys;
        IPAddress address = own.Address ?? target.Address;
        return new SshEndpoint
        {
            Host = address.ToString(),
            Port = own.Port ?? options.Port,
            User = user,
            PrivateKeys = own.PrivateKeys.Count > 0 ? own.PrivateKeys : common,
            Password = own.Password ?? options.Password,
            Fingerprints = [.. own.Fingerprints, .. options.Fingerprints],
            HostNames = own.HostKeyAlias is { } alias ? [alias] : [target.Name, address.ToString()],
            NameIsAlias = own.HostKeyAlias is not null,
            Elevation = own.Elevation ?? options.Elevation
                ?? (user == "root" ? SshElevation.None : sudoPassword is null ? SshElevation.SudoNoPassword : SshElevation.SudoPassword),
            SudoPassword = sudoPassword,
            Via = (own.JumpHosts ?? options.JumpHosts).Aggregate((SshEndpoint?)null, (via, hop) => Of(hop, via, options, common)),
        }.Checked();
    }

    public ConnectException Failure(TransportFailure reason, string message, Exception? cause = null) =>
        new(reason, IsJumpHost ? $"Jump host {HostNames[0]} ({Where}): {message}" : message, cause);

    private static SshEndpoint Of(SshJumpHost hop, SshEndpoint? via, SshOptions options, IReadOnlyList<SshPrivateKey> keys) => new SshEndpoint
    {
        Host = hop.Host,
        Port = hop.Port,
        User = hop.User ?? options.User,
        PrivateKeys = hop.PrivateKeys.Count > 0 ? hop.PrivateKeys : keys,
        Password = hop.Password,
        Fingerprints = hop.Fingerprints,
        HostNames = [hop.HostKeyAlias ?? hop.Host],
        NameIsAlias = hop.HostKeyAlias is not null,
        Via = via,
        IsJumpHost = true,
    }.Checked();

    private SshEndpoint Checked()
    {
        if (Port is < 1 or > 65535)
        {
            throw Failure(TransportFailure.Configuration, $"The SSH port {Port} is not between 1 and 65535.");
        }

        if (string.IsNullOrWhiteSpace(User))
        {
            throw Failure(TransportFailure.Configuration, "There is no user to log in as. Set User.");
        }

        if (PrivateKeys.Count == 0 && Password is null)
        {
            throw Failure(TransportFailure.Configuration, "There is no credential to log in with. Set PrivateKeyFile, PrivateKeys or Password.");
        }

        if (Elevation == SshElevation.SudoPassword && SudoPassword is null)
        {
            throw Failure(TransportFailure.Configuration, "sudo is to be used with a password, but there is none. Set SudoPassword.");
        }

        if (SudoPassword is not null && SudoPassword.Reveal().AsSpan().ContainsAny('\n', '\0'))
        {
            throw Failure(TransportFailure.Configuration, "The password for sudo holds a line break or a NUL; sudo cannot take it.");
        }

        if (Fingerprints.FirstOrDefault(fingerprint => !HostKeyFingerprint.IsWellFormed(fingerprint)) is { } wrong)
        {
            throw Failure(TransportFailure.Configuration,
                $"'{wrong}' is not a host key fingerprint. It is SHA256: and 43 characters, as 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' prints it.");
        }

        return this;
    }

    /// <summary>Reads the keys, its own and those of the jump hosts.</summary>
    public SshEndpoint WithKeys()
    {
        Via?.WithKeys();
        Keys = [.. PrivateKeys.Select(key => key.Open(this))];
        string all = string.Join('\n', Keys.Select(key => Convert.ToBase64String(key.HostKeyAlgorithms.First().Data)).Append(User).Append(Password?.Reveal()));
        CredentialId = Convert.ToHexStringLower(HMACSHA256.HashData(IdentityKey, Encoding.UTF8.GetBytes(all)));
        return this;
    }
}
