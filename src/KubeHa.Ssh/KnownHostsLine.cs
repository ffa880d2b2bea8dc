using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace KubeHa.Ssh;

/// <summary>One entry of known_hosts.</summary>
internal sealed class KnownHostsLine
{
    private readonly string[] patterns;
    private readonly byte[]? salt;
    private readonly byte[]? hash;

    private KnownHostsLine(string source, KnownHostsMarker marker, string[] patterns, byte[]? salt, byte[]? hash, string keyType, byte[] keyBlob)
    {
        Source = source;
        Marker = marker;
        this.patterns = patterns;
        this.salt = salt;
        this.hash = hash;
        KeyType = keyType;
        KeyBlob = keyBlob;
    }

    /// <summary>File and line.</summary>
    public string Source { get; }

    public KnownHostsMarker Marker { get; }

    public string KeyType { get; }

    public byte[] KeyBlob { get; }

    public bool Is(ReadOnlySpan<byte> blob) => blob.SequenceEqual(KeyBlob);

    public static bool TryParse(string line, string source, [NotNullWhen(true)] out KnownHostsLine? entry, out string problem)
    {
        entry = null;
        problem = "";
        string[] fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var marker = KnownHostsMarker.None;
        if (fields[0].StartsWith('@'))
        {
            switch (fields[0])
            {
                case "@revoked": marker = KnownHostsMarker.Revoked; break;
                case "@cert-authority": marker = KnownHostsMarker.CertAuthority; break;
                default: problem = $"the marker {fields[0]} is not known"; return false;
            }

            fields = fields[1..];
        }

        if (fields.Length < 3)
        {
            problem = "host names, key type and key are needed";
            return false;
        }

        byte[] blob;
        try
        {
            blob = Convert.FromBase64String(fields[2]);
        }
        catch (FormatException)
        {
            problem = "the key is not base64";
            return false;
        }

        // The blob names its own type first; where both differ the line was damaged.
        if (blob.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(blob) is var length && (length > blob.Length - 4
            || Encoding.ASCII.GetString(blob, 4, (int)length) != fields[1]))
        {
            problem = $"the key is not of type {fields[1]}";
            return false;
        }

        byte[]? salt = null, hash = null;
        if (fields[0].StartsWith('|') && !TryParseHashed(fields[0], out salt, out hash))
        {
            problem = "the hashed host name is damaged";
            return false;
        }

        entry = new KnownHostsLine(source, marker, salt is null ? fields[0].ToLowerInvariant().Split(',') : [], salt, hash, fields[1], blob);
        return true;
    }

    /// <summary>Whether the line is about this host.</summary>
    /// <param name="host">A name in lower case, with port as <see cref="KnownHosts.HostName"/> writes it.</param>
    public bool Matches(string host)
    {
        if (salt is not null)
        {
            // HMAC-SHA1 is what the format demands; it hides names, nothing depends on its strength.
#pragma warning disable CA5350
            return CryptographicOperations.FixedTimeEquals(HMACSHA1.HashData(salt, Encoding.UTF8.GetBytes(host)), hash);
#pragma warning restore CA5350
        }

        // A negated pattern that matches wins over all others of its line.
        return !patterns.Any(pattern => pattern.StartsWith('!') && Wildcard(pattern.AsSpan(1), host))
            && patterns.Any(pattern => !pattern.StartsWith('!') && Wildcard(pattern, host));
    }

    private static bool TryParseHashed(string field, [NotNullWhen(true)] out byte[]? salt, [NotNullWhen(true)] out byte[]? hash)
    {
        salt = hash = null;
        string[] parts = field.Split('|');
        if (parts.Length != 4 || parts[1] != "1")
        {
            return false;
        }

        try
        {
            salt = Convert.FromBase64String(parts[2]);
            hash = Convert.FromBase64String(parts[3]);
            return hash.Length == 20;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public static bool Wildcard(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // Linear matching with one point to return to: a pattern of many stars must not take exponential time.
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
