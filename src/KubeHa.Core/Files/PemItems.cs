using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeHa;

/// <summary>Reads keys and certificates. Messages name the item and show nothing of it; causes are left out of exceptions because some of them quote the text.</summary>
internal static class PemItems
{
    /// <summary>A certificate: the first one where the text holds several.</summary>
    public static X509Certificate2 Certificate(string name, string pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw new ArgumentException($"{name} holds no certificate in PEM form.");
        }
    }

    /// <summary>A private key, RSA or elliptic.</summary>
    public static AsymmetricAlgorithm PrivateKey(string name, Secret pem)
    {
        foreach (var key in new AsymmetricAlgorithm[] { RSA.Create(), ECDsa.Create() })
        {
            try
            {
                key.ImportFromPem(pem.Reveal());

                // A public key is read without complaint too.
                _ = key.ExportPkcs8PrivateKey();
                return key;
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException)
            {
                key.Dispose();
            }
        }

        throw new ArgumentException($"{name} holds no unencrypted RSA or elliptic private key in PEM form.");
    }

    public static void CheckAuthority(string certificateName, string certificatePem, string keyName, Secret keyPem)
    {
        CheckPair(certificateName, certificatePem, keyName, keyPem);
        using var certificate = Certificate(certificateName, certificatePem);
        if (!certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority))
        {
            throw new ArgumentException($"{certificateName} is not the certificate of a certificate authority.");
        }
    }

    public static void CheckPair(string certificateName, string certificatePem, string keyName, Secret keyPem)
    {
        using var certificate = Certificate(certificateName, certificatePem);
        using var key = PrivateKey(keyName, keyPem);
        if (!certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
        {
            throw new ArgumentException($"{certificateName} was not made for {keyName}: their public keys differ.");
        }
    }

    public static string PublicKeyPem(string name, Secret keyPem)
    {
        using var key = PrivateKey(name, keyPem);
        return key.ExportSubjectPublicKeyInfoPem() + "\n";
    }

    public static void CheckPublicKey(string name, string? pem, string keyName, string expectedPem)
    {
        if (pem is not null && Body(pem) != Body(expectedPem))
        {
            throw new ArgumentException($"{name} is not the public half of {keyName}.");
        }

        static string Body(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
    }

    /// <summary>The pin that kubeadm takes, and the certificate's fingerprint.</summary>
    public static (string CaHash, string Fingerprint) Pins(string certificatePem)
    {
        using var certificate = Certificate(SecretNames.CaCertificate, certificatePem);
        return (
            "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())),
            Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)));
    }
}
