using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace KubeHa;

/// <summary>
/// The secrets of a cluster: cluster CA, front-proxy CA, etcd CA, service account key pair, VRRP password, and whatever else is put in with <see cref="With"/>. Immutable.
/// Adopt before generate: what live machines have comes first, then the operator's file, and only what exists nowhere is generated
/// (<see cref="FromParts"/> with what was found, then <see cref="Complete"/>).
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ClusterSecrets
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly IReadOnlyDictionary<string, Secret> secrets;
    private readonly IReadOnlyDictionary<string, string> publics;

    private ClusterSecrets(IReadOnlyDictionary<string, Secret> secrets, IReadOnlyDictionary<string, string> publics, bool isForTests)
    {
        this.secrets = secrets;
        this.publics = publics;
        IsForTests = isForTests;
    }

    /// <summary>Fixed secrets for golden files. Everybody knows their keys, so a run refuses them.</summary>
    public static ClusterSecrets ForTests { get; } = From(TestSecrets.Parts, isForTests: true);

    /// <summary>SHA-256 of the cluster CA's certificate in lower-case hex: tells one cluster's secrets from another's without showing any.</summary>
    /// <exception cref="InvalidOperationException">There is no cluster CA among them yet; see <see cref="Missing"/>.</exception>
    public string Id => publics.TryGetValue(SecretNames.CaFingerprint, out var id) ? id : throw new InvalidOperationException("These secrets have no cluster CA yet.");

    /// <summary>Which of the items of <see cref="SecretNames"/> that every cluster needs are not there, by the name of their secret.</summary>
    public IReadOnlyList<string> Missing => [.. SecretParts.Needed.Where(name => !secrets.ContainsKey(name))];

    internal bool IsForTests { get; }

    internal IEnumerable<string> SecretKeys => secrets.Keys;

    /// <summary>New secrets. CA certificates start 24 hours in the past, so that a machine whose clock lags accepts them, and hold for ten years.</summary>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    public static ClusterSecrets Generate(TimeProvider? timeProvider = null) => FromParts(new Dictionary<string, string>()).Complete(timeProvider);

    /// <summary>Secrets that exist already, on live machines or in a file; any subset.</summary>
    /// <param name="parts">Texts by the names of <see cref="SecretNames"/>: PEM for keys and certificates. Other names are kept as secrets. Derived values (<see cref="SecretNames.CaHash"/>, <see cref="SecretNames.CaFingerprint"/>) are not read but derived again.</param>
    /// <exception cref="ArgumentException">An item is not what its name says, a certificate has no key or a key no certificate, or the two do not fit each other. The message names the item and shows nothing of it.</exception>
    public static ClusterSecrets FromParts(IReadOnlyDictionary<string, string> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return From(parts, isForTests: false);
    }

    /// <summary>These secrets with every missing item generated. What is there stays as it is.</summary>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    public ClusterSecrets Complete(TimeProvider? timeProvider = null) => Make(Missing, timeProvider);

    /// <summary>These secrets with the given ones generated.</summary>
    internal ClusterSecrets Make(IEnumerable<string> names, TimeProvider? timeProvider)
    {
        var parts = Parts();
        foreach (var name in names)
        {
            SecretParts.Generate(name, parts, timeProvider ?? TimeProvider.System);
        }

        return From(parts, IsForTests);
    }

    /// <summary>A copy with a secret added or replaced, for example a support machine's password.</summary>
    /// <param name="name">Its name, as <see cref="Content.Secret"/> takes it.</param>
    /// <param name="secret">The secret.</param>
    /// <exception cref="ArgumentException">The name is no name of a secret, or the new key does not fit its certificate.</exception>
    public ClusterSecrets With(string name, Secret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (SecretParts.IsPublic(name))
        {
            throw new ArgumentException($"'{name}' is a public value, no secret.", nameof(name));
        }

        _ = Content.Secret(name);
        var parts = Parts();
        parts[name] = secret.Reveal();
        return From(parts, IsForTests);
    }

    /// <summary>Finds a secret by name.</summary>
    /// <param name="name">One of <see cref="SecretNames"/>.</param>
    /// <param name="secret">The secret.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out Secret? secret) => secrets.TryGetValue(name, out secret);

    /// <summary>Finds a public value by name.</summary>
    /// <param name="name">One of <see cref="SecretNames"/>.</param>
    /// <param name="value">The value.</param>
    public bool TryGetPublic(string name, [NotNullWhen(true)] out string? value) => publics.TryGetValue(name, out value);

    /// <summary>A client certificate signed by the cluster CA, for example for the kubeconfig of a kubectl client. It starts 24 hours in the past, and with the CA at the earliest.</summary>
    /// <param name="commonName">The user as Kubernetes knows it.</param>
    /// <param name="organization">The user's group, for example <c>kubeadm:cluster-admins</c>.</param>
    /// <param name="validity">How long it holds from now on; cut off at the end of the CA.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <returns>The certificate and its key, both PEM.</returns>
    /// <exception cref="InvalidOperationException">There is no cluster CA among these secrets.</exception>
    public (string CertificatePem, Secret Key) IssueClientCertificate(string commonName, string organization, TimeSpan validity, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(commonName);
        ArgumentException.ThrowIfNullOrEmpty(organization);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(validity, TimeSpan.Zero);
        _ = Id;
        return CertificateMaker.ForClient(publics[SecretNames.CaCertificate], secrets[SecretNames.CaKey], commonName, organization, validity, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Whose secrets these are; nothing of them.</summary>
    public override string ToString() => publics.TryGetValue(SecretNames.CaFingerprint, out var id) ? $"secrets of the cluster {id}" : "secrets without a cluster CA";

    /// <summary>These secrets with what they lack taken from others: what live machines have comes first, then what the operator kept.</summary>
    /// <param name="other">Where to take the missing items from; must be of the same cluster CA where both have one.</param>
    /// <exception cref="ArgumentException">The two do not fit together.</exception>
    public ClusterSecrets CompleteFrom(ClusterSecrets other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var parts = Parts();
        foreach (var (name, value) in other.Parts())
        {
            parts.TryAdd(name, value);
        }

        return From(parts, IsForTests || other.IsForTests);
    }

    /// <summary>Every item that is not derived from another one, in the open.</summary>
    internal SortedDictionary<string, string> Parts()
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, secret) in secrets)
        {
            parts[name] = secret.Reveal();
        }

        foreach (var (name, value) in publics.Where(value => !SecretParts.IsDerived(value.Key)))
        {
            parts[name] = value;
        }

        return parts;
    }

    private static ClusterSecrets From(IReadOnlyDictionary<string, string> parts, bool isForTests)
    {
        var (secrets, publics) = SecretParts.Read(parts);
        return new ClusterSecrets(secrets, publics, isForTests);
    }
}
