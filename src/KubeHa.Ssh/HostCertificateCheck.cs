using System.Buffers.Binary;
using System.Text;
using Renci.SshNet.Security;

namespace KubeHa.Ssh;

/// <summary>
/// Judges a host certificate (PROTOCOL.certkeys of OpenSSH). SSH.NET has already checked that the machine holds the certified key and that the
/// authority named in the certificate signed it; whose authority that is, for whom and when, is judged here.
/// </summary>
internal static class HostCertificateCheck
{
    public static ConnectException? Judge(SshEndpoint endpoint, Certificate certificate, IReadOnlyCollection<KnownHostsLine> authorities, IEnumerable<KnownHostsLine> revoked, DateTimeOffset now)
    {
        string shown = $"a certificate '{certificate.KeyId}' signed by {HostKeyFingerprint.Of(certificate.CertificateAuthorityKey)}";
        byte[] key = PublicKeyBlob(certificate);
        if (revoked.FirstOrDefault(line => line.Is(certificate.CertificateAuthorityKey) || line.Is(key)) is { } withdrawn)
        {
            return endpoint.Failure(TransportFailure.HostKeyChanged, $"The machine shows {shown}, and {withdrawn.Source} marks its key or its authority as revoked.");
        }

        if (!authorities.Any(line => line.Is(certificate.CertificateAuthorityKey)))
        {
            string known = string.Join(", ", authorities.Select(line => $"{HostKeyFingerprint.Of(line.KeyBlob)} at {line.Source}"));
            return endpoint.Failure(TransportFailure.HostKeyChanged, $"The machine shows {shown}, but the authority known for it is {known}.");
        }

        string? wrong = certificate switch
        {
            { Type: not Certificate.CertificateType.Host } => "it is not a host certificate",
            { CriticalOptions.Count: > 0 } => $"it has critical options ({string.Join(", ", certificate.CriticalOptions.Keys)}), and none are known for hosts",
            _ when SignatureType(certificate) == "ssh-rsa" => "its signature uses SHA-1",

            // SSH.NET looks at the dates, too, by the system's clock.
            _ when (ulong)now.ToUnixTimeSeconds() < certificate.ValidAfterUnixSeconds => "it is not valid yet. Check the clocks",
            _ when (ulong)now.ToUnixTimeSeconds() >= certificate.ValidBeforeUnixSeconds => "it is no longer valid. Sign the host key anew",
            _ when !certificate.ValidPrincipals.Any(principal => endpoint.HostNames.Any(name => KnownHostsLine.Wildcard(principal.ToLowerInvariant(), name.ToLowerInvariant()))) =>
                $"it is for '{string.Join(", ", certificate.ValidPrincipals)}' and not for {string.Join(" or ", endpoint.HostNames)}",
            _ => null,
        };
        return wrong is null ? null : endpoint.Failure(TransportFailure.HostKeyChanged, $"The machine shows {shown}, but {wrong}.");
    }

    /// <summary>The certified key as known_hosts would hold it.</summary>
    internal static byte[] PublicKeyBlob(Certificate certificate)
    {
        string type = certificate.Name[..^HostKeyAlgorithmNames.CertificateSuffix.Length];
        using var blob = new MemoryStream();
        WriteString(blob, Encoding.ASCII.GetBytes(type));
        switch (certificate.Key)
        {
            case ED25519Key key:
                WriteString(blob, key.PublicKey);
                break;
            case RsaKey key:
                WriteString(blob, key.Exponent.ToByteArray(isBigEndian: true));
                WriteString(blob, key.Modulus.ToByteArray(isBigEndian: true));
                break;
            case EcdsaKey key:
                WriteString(blob, Encoding.ASCII.GetBytes(type["ecdsa-sha2-".Length..]));
                WriteString(blob, key.Public[1].ToByteArray(isBigEndian: true));
                break;
            default:
                throw new NotSupportedException($"Certificates of type '{certificate.Name}' are not known.");
        }

        return blob.ToArray();
    }

    private static string SignatureType(Certificate certificate) =>
        Encoding.ASCII.GetString(certificate.Signature, 4, BinaryPrimitives.ReadInt32BigEndian(certificate.Signature));

    private static void WriteString(MemoryStream to, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        to.Write(length);
        to.Write(bytes);
    }
}
