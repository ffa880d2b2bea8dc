using System.Security.Cryptography;

namespace KubeHa;

/// <summary>Which items <see cref="ClusterSecrets"/> are made of, how they fit together and how a missing one is made.</summary>
internal static class SecretParts
{
    private const string PasswordLetters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    // The names are those that kubeadm gives them (kubeadm:app/util/certs, certificate specs).
    private static readonly (string Certificate, string Key, string CommonName)[] Authorities =
    [
        (SecretNames.CaCertificate, SecretNames.CaKey, "kubernetes"),
        (SecretNames.FrontProxyCaCertificate, SecretNames.FrontProxyCaKey, "front-proxy-ca"),
        (SecretNames.EtcdCaCertificate, SecretNames.EtcdCaKey, "etcd-ca"),
    ];

    /// <summary>The secrets that every cluster has.</summary>
    public static IReadOnlyList<string> Needed { get; } =
        [.. Authorities.Select(authority => authority.Key), SecretNames.ServiceAccountKey, SecretNames.VrrpPassword];

    public static bool IsDerived(string name) => name is SecretNames.CaHash or SecretNames.CaFingerprint;

    public static bool IsPublic(string name) => IsDerived(name) || name == SecretNames.ServiceAccountPublicKey || Authorities.Any(authority => authority.Certificate == name);

    /// <summary>Checks the items and sorts them into secret and public ones.</summary>
    public static (Dictionary<string, Secret> Secrets, Dictionary<string, string> Publics) Read(IReadOnlyDictionary<string, string> parts)
    {
        var secrets = new Dictionary<string, Secret>(StringComparer.Ordinal);
        var publics = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in parts.Where(part => !IsDerived(part.Key)))
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                throw new ArgumentException($"{name} is empty.", nameof(parts));
            }

            var text = name.StartsWith("pki/", StringComparison.Ordinal) ? LineEndings.OfUnix(value.Trim()) + "\n" : value;
            if (IsPublic(name))
            {
                publics[name] = text;
            }
            else
            {
                secrets[name] = new Secret(text);
            }
        }

        foreach (var (certificate, key, _) in Authorities)
        {
            if (BothOrNone(certificate, publics.GetValueOrDefault(certificate), key, secrets.GetValueOrDefault(key)))
            {
                PemItems.CheckAuthority(certificate, publics[certificate], key, secrets[key]);
            }
        }

        if (secrets.TryGetValue(SecretNames.ServiceAccountKey, out var signer))
        {
            var derived = PemItems.PublicKeyPem(SecretNames.ServiceAccountKey, signer);
            PemItems.CheckPublicKey(SecretNames.ServiceAccountPublicKey, publics.GetValueOrDefault(SecretNames.ServiceAccountPublicKey), SecretNames.ServiceAccountKey, derived);
            publics.TryAdd(SecretNames.ServiceAccountPublicKey, derived);
        }
        else
        {
            BothOrNone(SecretNames.ServiceAccountPublicKey, publics.GetValueOrDefault(SecretNames.ServiceAccountPublicKey), SecretNames.ServiceAccountKey, null);
        }

        if (publics.TryGetValue(SecretNames.CaCertificate, out var ca))
        {
            (publics[SecretNames.CaHash], publics[SecretNames.CaFingerprint]) = PemItems.Pins(ca);
        }

        return (secrets, publics);
    }

    /// <summary>Makes a missing item.</summary>
    public static void Generate(string name, IDictionary<string, string> parts, TimeProvider clock)
    {
        if (name == SecretNames.VrrpPassword)
        {
            parts[name] = RandomNumberGenerator.GetString(PasswordLetters, 8);
        }
        else if (name == SecretNames.EncryptionKey)
        {
            parts[name] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        }
        else if (name == SecretNames.ServiceAccountKey)
        {
            using var key = RSA.Create(2048);
            parts[name] = key.ExportRSAPrivateKeyPem();
        }
        else
        {
            var authority = Authorities.Single(authority => authority.Key == name);
            (parts[authority.Certificate], parts[authority.Key]) = CertificateMaker.Authority(authority.CommonName, clock.GetUtcNow().AddHours(-24), clock.GetUtcNow().AddYears(10));
        }
    }

    private static bool BothOrNone(string publicName, string? publicPart, string secretName, Secret? secretPart) => (publicPart, secretPart) switch
    {
        (null, null) => false,
        (not null, not null) => true,
        (not null, null) => throw new ArgumentException($"{publicName} is given without {secretName}."),
        (null, not null) => throw new ArgumentException($"{secretName} is given without {publicName}."),
    };
}
