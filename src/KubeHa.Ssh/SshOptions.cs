namespace KubeHa.Ssh;

/// <summary>
/// How machines are reached over SSH. Host keys are required: a machine that neither <see cref="KnownHosts"/> nor a fingerprint knows is refused
/// before any credential is sent, and there is no setting that trusts every key.
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

    /// <summary>The password to log in with, tried once after the keys. Only the SSH method <c>password</c> is used.</summary>
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

    /// <summary>How long a connect may take, from the first packet to a usable session.</summary>
    /// <value>The default value is 10 seconds.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a live machine is asked for a sign of life. After three missed ones, so within four intervals, the session counts as lost.</summary>
    /// <value>The default value is 10 seconds.</value>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(10);
}
