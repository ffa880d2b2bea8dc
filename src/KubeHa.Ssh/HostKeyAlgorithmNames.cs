namespace KubeHa.Ssh;

/// <summary>Names of host key algorithms. SHA-1 signatures of RSA keys (ssh-rsa) are not offered.</summary>
internal static class HostKeyAlgorithmNames
{
    public const string CertificateSuffix = "-cert-v01@openssh.com";

    /// <summary>Those of plain keys, by kind, the strongest first.</summary>
    public static IReadOnlyList<string[]> Kinds { get; } =
    [
        ["ssh-ed25519"],
        ["ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"],
        ["rsa-sha2-512", "rsa-sha2-256"],
    ];

    public static IEnumerable<string> Certificates { get; } = [.. Kinds.SelectMany(kind => kind).Select(name => name + CertificateSuffix)];

    /// <summary>The algorithms a key of this type can sign with.</summary>
    public static string[] Of(string keyType) => keyType == "ssh-rsa" ? Kinds[2] : Kinds.Any(kind => kind.Contains(keyType)) ? [keyType] : [];
}
