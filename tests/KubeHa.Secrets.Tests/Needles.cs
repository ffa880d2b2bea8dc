using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace KubeHa.Secrets.Tests;

/// <summary>What to look for: every line of every secret, that line in base64 wherever it may begin in a longer text, and hashes of texts with a secret in them.</summary>
internal sealed class Needles
{
    // Of a secret's line in base64: long enough to be no accident, short enough to stand on one line of a text that was broken into lines.
    private const int Piece = 18;

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private SearchValues<string>? all;

    /// <summary>The texts to look for, each with what it is of.</summary>
    public IReadOnlyDictionary<string, string> All => names;

    /// <param name="name">Whose it is.</param>
    /// <param name="secret">The whole text; the frame of a PEM text and what is too short to be told from other words are left out.</param>
    public Needles Add(string name, string secret)
    {
        // The text of a private key has the public one in it, which stands in certificates too, and where both happen to begin alike in base64 it looks the same.
        var open = PublicKeyIn(secret);
        foreach (var line in secret.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= 6 && !line.StartsWith("-----", StringComparison.Ordinal) && !StandsIn(open, line)))
        {
            names.TryAdd(line, name);
            var bytes = Encoding.UTF8.GetBytes(line);
            for (var from = 0; from < 3; from++)
            {
                for (var at = from; at + 6 <= bytes.Length; at += Piece)
                {
                    names.TryAdd(Convert.ToBase64String(bytes, at, Math.Min(Piece, (bytes.Length - at) / 3 * 3)), $"{name} in base64");
                }
            }
        }

        return this;
    }

    private static byte[] PublicKeyIn(string secret)
    {
        if (secret.Contains("-----BEGIN RSA PRIVATE KEY-----", StringComparison.Ordinal))
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(secret);
            return rsa.ExportRSAPublicKey();
        }

        if (secret.Contains("-----BEGIN EC PRIVATE KEY-----", StringComparison.Ordinal))
        {
            using var ec = ECDsa.Create();
            ec.ImportFromPem(secret);
            return ec.ExportSubjectPublicKeyInfo();
        }

        return [];
    }

    private static bool StandsIn(byte[] bytes, string line)
    {
        Span<byte> decoded = stackalloc byte[line.Length];
        return Convert.TryFromBase64String(line, decoded, out var length) && length > 0 && bytes.AsSpan().IndexOf(decoded[..length]) >= 0;
    }

    /// <summary>The hash of a text: whoever knows all of it but a short secret can search for that.</summary>
    public Needles AddHash(string name, byte[] text)
    {
        names.TryAdd(Convert.ToHexStringLower(SHA256.HashData(text)), $"hash of {name}");
        return this;
    }

    /// <summary>What of it stands in a text.</summary>
    public IEnumerable<string> In(string text)
    {
        // As JSON may write a plus and a slash.
        var plain = text.Replace("\\u002B", "+", StringComparison.OrdinalIgnoreCase).Replace("\\u002F", "/", StringComparison.OrdinalIgnoreCase).Replace("\\/", "/", StringComparison.Ordinal);
        all ??= SearchValues.Create([.. names.Keys], StringComparison.Ordinal);
        return plain.AsSpan().IndexOfAny(all) < 0 ? [] : names.Where(needle => plain.Contains(needle.Key, StringComparison.Ordinal)).Select(needle => needle.Value).Distinct();
    }
}
