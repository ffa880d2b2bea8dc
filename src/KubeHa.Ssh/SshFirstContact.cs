namespace KubeHa.Ssh;

/// <summary>First contact with a machine that knows only a password: logs in with it once, installs a key, and proves the key by a new connection that has nothing else.</summary>
public static class SshFirstContact
{
    /// <summary>
    /// Installs a key for the user that logs in, where it is not installed already, and proves it. The settings of sshd are not touched.
    /// Host keys are checked as always; a machine that nobody knows needs <see cref="SshOptions.TrustOnFirstUseFile"/> or a fingerprint.
    /// </summary>
    /// <param name="target">The machine.</param>
    /// <param name="options">How it is reached; keys in them are not tried.</param>
    /// <param name="key">The private key to prove with.</param>
    /// <param name="publicKey">Its public half.</param>
    /// <param name="password">The password, where the options have none (those of an inventory have none): for the login, and for sudo where the user is not root and the options have no other.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see cref="RunOutcome.Changed"/> or <see cref="RunOutcome.NoChange"/> where the key logs in now; else the failure.</returns>
    /// <exception cref="ArgumentException">There is no password for the machine.</exception>
    public static async Task<RunReport> InstallKeyAsync(
        Target target, SshOptions options, SshPrivateKey key, SshPublicKey publicKey, Secret? password = null, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(publicKey);
        var own = options.Targets.GetValueOrDefault(target.Name) ?? options.ForTarget?.Invoke(target) ?? new SshTargetOptions();
        var login = password ?? own.Password ?? options.Password ?? throw new ArgumentException($"There is no password for {target.Name}.", nameof(options));

        var user = own.User ?? options.User;
        var plan = Plan.Create($"Install a key for {user} on {target.Name}", [target],
        [
            new PlanStep($"{target.Name}/ssh/authorized-key", target.Name, $"Let the key {publicKey.Comment} log in as {user}", AuthorizedKeys.Add(user, publicKey)) { Timeout = TimeSpan.FromMinutes(1) },
        ]);
        var runner = new PlanRunner(new SshTransport(With(options, own, [], login, password), timeProvider), timeProvider: timeProvider);
        var report = await runner.RunAsync(plan, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (report.Outcome is RunOutcome.Failed or RunOutcome.Stopped)
        {
            return report;
        }

        try
        {
            var session = await new SshTransport(With(options, own, [key], null, password), timeProvider).ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            await session.DisposeAsync().ConfigureAwait(false);
            return report;
        }
        catch (TransportException refused)
        {
            return new RunReport(RunOutcome.Failed, report.Steps, report.Observations,
                $"The key stands in ~/.ssh/authorized_keys of {user}, but no login with it alone came about: {refused.Message} [{refused.Reason}]\n  Look at sshd -T on the machine: PubkeyAuthentication, AuthorizedKeysFile, AllowUsers.");
        }
    }

    /// <summary>The options with these keys and this password and no other credential to log in with on the machine.</summary>
    internal static SshOptions With(SshOptions options, SshTargetOptions own, IReadOnlyList<SshPrivateKey> keys, Secret? password, Secret? sudoPassword = null) => new()
    {
        User = options.User,
        Port = options.Port,
        PrivateKeyFile = null,
        PrivateKeys = keys,
        Password = password,
        KnownHosts = options.KnownHosts,
        Fingerprints = options.Fingerprints,
        Targets = new Dictionary<string, SshTargetOptions>(),
        ForTarget = _ => new SshTargetOptions
        {
            Address = own.Address,
            User = own.User,
            Port = own.Port,
            Fingerprints = own.Fingerprints,
            HostKeyAlias = own.HostKeyAlias,
            JumpHosts = [.. (own.JumpHosts ?? options.JumpHosts).Select(hop => WithKeys(hop, options))],
            Elevation = Raised(own.Elevation, sudoPassword),
            SudoPassword = own.SudoPassword,
        },
        Elevation = Raised(options.Elevation, sudoPassword),
        SudoPassword = options.SudoPassword ?? sudoPassword,
        TrustOnFirstUseFile = options.TrustOnFirstUseFile,
        MaxConcurrentLogins = options.MaxConcurrentLogins,
        ConnectTimeout = options.ConnectTimeout,
        DeadPeerTimeout = options.DeadPeerTimeout,
    };

    // Who says how to become root, and gives a password for it now, wants it to be used.
    private static SshElevation? Raised(SshElevation? elevation, Secret? password) => elevation == SshElevation.SudoNoPassword && password is not null ? SshElevation.SudoPassword : elevation;

    // A jump host takes the keys of the options where it has none of its own, and those are left out here.
    private static SshJumpHost WithKeys(SshJumpHost hop, SshOptions options) => hop.PrivateKeys.Count > 0 ? hop : new SshJumpHost(hop.Host)
    {
        Port = hop.Port,
        User = hop.User,
        PrivateKeys = options.PrivateKeyFile is { } file ? [SshPrivateKey.FromFile(file), .. options.PrivateKeys] : options.PrivateKeys,
        Password = hop.Password,
        Fingerprints = hop.Fingerprints,
        HostKeyAlias = hop.HostKeyAlias,
    };
}
