using System.Diagnostics.CodeAnalysis;

namespace KubeHa;

/// <summary>
/// The secrets of a cluster: cluster CA, front-proxy CA, etcd CA, service account key pair, VRRP password. Immutable.
/// Adopt before generate: what live machines have comes first, then the operator's file, and only what exists nowhere is generated.
/// </summary>
public sealed class ClusterSecrets
{
    private readonly IReadOnlyDictionary<string, Secret> secrets;
    private readonly IReadOnlyDictionary<string, string> publics;

    internal ClusterSecrets(IReadOnlyDictionary<string, Secret> secrets, IReadOnlyDictionary<string, string> publics)
    {
        this.secrets = secrets;
        this.publics = publics;
    }

    /// <summary>SHA-256 of the cluster CA's certificate in lower-case hex: tells one cluster's secrets from another's without showing any.</summary>
    public string Id => publics[SecretNames.CaFingerprint];

    /// <summary>New secrets. CA certificates start 24 hours in the past, so that a machine whose clock lags accepts them.</summary>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    public static ClusterSecrets Generate(TimeProvider? timeProvider = null) => throw new NotImplementedException();

    /// <summary>Finds a secret by name.</summary>
    /// <param name="name">One of <see cref="SecretNames"/>.</param>
    /// <param name="secret">The secret.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out Secret? secret) => secrets.TryGetValue(name, out secret);

    /// <summary>Finds a public value by name.</summary>
    /// <param name="name">One of <see cref="SecretNames"/>.</param>
    /// <param name="value">The value.</param>
    public bool TryGetPublic(string name, [NotNullWhen(true)] out string? value) => publics.TryGetValue(name, out value);
}
