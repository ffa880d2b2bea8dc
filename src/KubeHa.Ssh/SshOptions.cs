namespace KubeHa.Ssh;

/// <summary>
/// How machines are reached over SSH. Host keys are required: a machine that neither <see cref="KnownHosts"/> nor a fingerprint knows is refused
/// before any credential is sent, unless <see cref="TrustOnFirstUseFile"/> is set, and there is no setting that trusts every key.
/// </summary>
/// <example>
/// <code>
/// var transport = new SshTransport(new SshOptions
/// {
///     PrivateKeyFile = "id_ed25519",
///     KnownHosts = KnownHosts.Load("known_hosts"),
/// });
/// </code>
/// </example>
public sealed class SshOptions
{
    /// <summary>The user to log in as.</summary>
    /// <value>The default value is <c>root</c>.</value>
    public string User { get; init; } = "root";

    /// <summary>The port, 1 to 65535.</summary>
    /// <value>The default value is 22.</value>
    public int Port { get; init; } = 22;

    /// <summary>The file of a private key without passphrase; tried before <see cref="PrivateKeys"/>.</summary>
    public string? PrivateKeyFile { get; init; }

    /// <summary>The keys to log in with, each tried once, in this order.</summary>
    public IReadOnlyList<SshPrivateKey> PrivateKeys { get; init; } = [];

    /// <summary>The password to log in with, tried once after the keys, by the method <c>password</c> or, where sshd does not offer that, <c>keyboard-interactive</c>.</summary>
    public Secret? Password { get; init; }

    /// <summary>The host keys that are known.</summary>
    /// <value>The default value is <see cref="KnownHosts.None"/>.</value>
    public KnownHosts KnownHosts { get; init; } = KnownHosts.None;

    /// <summary>Fingerprints (<c>SHA256:...</c>) of host keys that any of the machines may show; for machines made from one image.</summary>
    public IReadOnlyList<string> Fingerprints { get; init; } = [];

    /// <summary>What single machines have different, by their names.</summary>
    public IReadOnlyDictionary<string, SshTargetOptions> Targets { get; init; } = new Dictionary<string, SshTargetOptions>();

    /// <summary>What single machines have different, asked where <see cref="Targets"/> says nothing; <see langword="null"/> as its answer means nothing is different.</summary>
    public Func<Target, SshTargetOptions?>? ForTarget { get; init; }

    /// <summary>How the login becomes root.</summary>
    /// <value>The default value is <see langword="null"/>: <see cref="SshElevation.None"/> for <c>root</c>, else <see cref="SshElevation.SudoPassword"/> where <see cref="SudoPassword"/> is set, else <see cref="SshElevation.SudoNoPassword"/>.</value>
    public SshElevation? Elevation { get; init; }

    /// <summary>The password for sudo.</summary>
    public Secret? SudoPassword { get; init; }

    /// <summary>The hosts that logins pass through, in this order.</summary>
    /// <value>The default value is empty: machines are reached directly.</value>
    public IReadOnlyList<SshJumpHost> JumpHosts { get; init; } = [];

    /// <summary>
    /// A known_hosts file for trust on first use. A machine of which nothing is known (neither here nor in <see cref="KnownHosts"/> nor by a fingerprint) is
    /// trusted once, and its key is added to this file before any credential is sent; another key later is refused. The file is made where it is
    /// missing, mode 0600, and always replaced whole.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: an unknown machine is refused.</value>
    public string? TrustOnFirstUseFile { get; init; }

    /// <summary>
    /// How many logins may be under way at once at each first hop: a jump host, or the machine itself. sshd begins to drop connections at ten
    /// (MaxStartups). A connection that was dropped before the host key is tried again, up to four times.
    /// </summary>
    /// <value>The default value is 8.</value>
    public int MaxConcurrentLogins { get; init; } = 8;

    /// <summary>How long one login may take, and again the opening of the session after it. Waiting for a place among <see cref="MaxConcurrentLogins"/> does not count.</summary>
    /// <value>The default value is 10 seconds.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Within this time a session counts as lost whose machine vanished without a word: what runs in it is <see cref="ExecOutcome.Unknown"/> then. The
    /// machine is asked for a sign of life four times in this time, and may miss three.
    /// </summary>
    /// <value>The default value is 30 seconds.</value>
    public TimeSpan DeadPeerTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
