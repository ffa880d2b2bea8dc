using System.Net;

namespace KubeHa.Ssh;

/// <summary>The options as they hold for one machine.</summary>
internal sealed record SshEndpoint(
    Target Target,
    IPAddress Address,
    int Port,
    string User,
    IReadOnlyList<SshPrivateKey> PrivateKeys,
    Secret? Password,
    IReadOnlyList<string> Fingerprints,
    string? HostKeyAlias,
    SshElevation Elevation,
    Secret? SudoPassword)
{
    public static SshEndpoint Of(Target target, SshOptions options)
    {
        SshTargetOptions own = options.Targets.GetValueOrDefault(target.Name) ?? options.ForTarget?.Invoke(target) ?? new SshTargetOptions();
        string user = own.User ?? options.User;
        Secret? sudoPassword = own.SudoPassword ?? options.SudoPassword;
        SshElevation elevation = own.Elevation ?? options.Elevation
            ?? (user == "root" ? SshElevation.None : sudoPassword is null ? SshElevation.SudoNoPassword : SshElevation.SudoPassword);
        IReadOnlyList<SshPrivateKey> keys = own.PrivateKeys.Count > 0 ? own.PrivateKeys
            : options.PrivateKeyFile is { } file ? [SshPrivateKey.FromFile(file), .. options.PrivateKeys] : options.PrivateKeys;

        var endpoint = new SshEndpoint(target, own.Address ?? target.Address, own.Port ?? options.Port, user, keys, own.Password ?? options.Password,
            [.. own.Fingerprints, .. options.Fingerprints], own.HostKeyAlias, elevation, sudoPassword);
        endpoint.Check();
        return endpoint;
    }

    public TransportException Failure(TransportFailure reason, string message, Exception? cause = null) => new(Target, reason, message, cause);

    private void Check()
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
    }
}
