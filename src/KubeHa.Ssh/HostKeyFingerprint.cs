using System.Security.Cryptography;

namespace KubeHa.Ssh;

/// <summary>OpenSSH's way to write a host key short.</summary>
internal static class HostKeyFingerprint
{
    private const string Prefix = "SHA256:";

    public static string Of(ReadOnlySpan<byte> keyBlob) => Prefix + Convert.ToBase64String(SHA256.HashData(keyBlob)).TrimEnd('=');

    public static bool IsWellFormed(string fingerprint)
    {
        Span<byte> hash = stackalloc byte[33];
        return fingerprint.StartsWith(Prefix, StringComparison.Ordinal)
            && fingerprint.TrimEnd('=').Length == Prefix.Length + 43
            && Convert.TryFromBase64String(fingerprint.TrimEnd('=')[Prefix.Length..] + "=", hash, out int written)
            && written == 32;
    }

    public static bool Matches(string fingerprint, ReadOnlySpan<byte> keyBlob) => string.Equals(fingerprint.TrimEnd('='), Of(keyBlob), StringComparison.Ordinal);
}
