using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeHa;

/// <summary>A text of certificates in PEM form.</summary>
internal static class CertificateText
{
    public const string Hint = "Give certificates in PEM form and nothing else.";

    private const int Longest = 128 * 1024;

    // The text goes into a file as it is; a private key in it would be read by everyone.
    public static string? Problem(string text)
    {
        if (text.Length > Longest || LineEndings.OfUnix(text).Any(c => c is not '\n' and (< ' ' or > '~')))
        {
            return "is too long, or has characters that no PEM text has";
        }

        var rest = text.AsSpan();
        var found = false;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (!rest[fields.Label].SequenceEqual("CERTIFICATE") || !rest[..fields.Location.Start].IsWhiteSpace())
            {
                return "holds something else than certificates";
            }

            try
            {
                X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest[fields.Base64Data].ToString())).Dispose();
            }
            catch (Exception exception) when (exception is CryptographicException or FormatException)
            {
                return "holds a certificate that cannot be read";
            }

            rest = rest[fields.Location.End..];
            found = true;
        }

        return !found ? "holds no certificate" : rest.IsWhiteSpace() ? null : "holds something else than certificates";
    }
}
