using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeHa;

/// <summary>Makes certificates the way kubeadm makes them: RSA 2048, SHA-256, keys as PKCS#1.</summary>
internal static class CertificateMaker
{
    /// <summary>A self-signed authority.</summary>
    public static (string CertificatePem, string KeyPem) Authority(string commonName, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using var key = RSA.Create(2048);
        var request = Request(key, Name(commonName, null));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.CreateSelfSigned(notBefore, notAfter);
        return (certificate.ExportCertificatePem() + "\n", key.ExportRSAPrivateKeyPem() + "\n");
    }

    /// <summary>A client certificate.</summary>
    public static (string CertificatePem, Secret Key) ForClient(string caPem, Secret caKeyPem, string commonName, string organization, TimeSpan validity, TimeProvider clock)
    {
        using var caKey = PemItems.PrivateKey(SecretNames.CaKey, caKeyPem);
        using var bare = PemItems.Certificate(SecretNames.CaCertificate, caPem);
        using var ca = caKey is RSA rsa ? bare.CopyWithPrivateKey(rsa) : bare.CopyWithPrivateKey((ECDsa)caKey);
        using var key = RSA.Create(2048);
        var request = Request(key, Name(commonName, organization));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        if (ca.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault() is { } authority)
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(authority));
        }

        var now = clock.GetUtcNow();
        var notBefore = Later(now.AddHours(-24), ca.NotBefore.ToUniversalTime());
        var notAfter = now + validity < ca.NotAfter.ToUniversalTime() ? now + validity : ca.NotAfter.ToUniversalTime();
        var generator = caKey is RSA signer ? X509SignatureGenerator.CreateForRSA(signer, RSASignaturePadding.Pkcs1) : X509SignatureGenerator.CreateForECDsa((ECDsa)caKey);
        using var certificate = request.Create(ca.SubjectName, generator, notBefore, notAfter, Serial());
        return (certificate.ExportCertificatePem() + "\n", new Secret(key.ExportRSAPrivateKeyPem() + "\n"));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    // The organization first: that is the order in which Go's library writes a subject.
    private static X500DistinguishedName Name(string commonName, string? organization)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        if (organization is not null)
        {
            name.AddOrganizationName(organization);
        }

        return name.Build();
    }

    private static CertificateRequest Request(RSA key, X500DistinguishedName subject) => new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40);
        return serial;
    }
}
