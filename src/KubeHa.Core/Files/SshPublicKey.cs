using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KubeHa;

/// <summary>A public key as OpenSSH writes it on one line: type, blob in base64, comment.</summary>
public sealed record SshPublicKey
{
    private const string Curve = "nistp256";

    private SshPublicKey(string type, string blob, string comment)
    {
        Type = type;
        Blob = blob;
        Comment = comment;
    }

    /// <summary>The type, for example <c>ssh-ed25519</c>.</summary>
    public string Type { get; }

    /// <summary>The key itself in base64; two lines with the same blob are the same key, whatever their comments.</summary>
    public string Blob { get; }

    /// <summary>What follows the key on its line; may be empty.</summary>
    public string Comment { get; init; }

    /// <summary>Reads a line of a <c>.pub</c> file.</summary>
    /// <param name="line">The line: no options before the key.</param>
    /// <exception cref="FormatException">It is no public key. The message shows nothing of it, since it may be a private one.</exception>
    public static SshPublicKey Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var words = line.Trim().Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (line.Trim().Any(char.IsControl) || words.Length < 2)
        {
            throw new FormatException("This is no line of a public key (type, base64, comment); the file is the one that ends in .pub.");
        }

        var blob = new byte[words[1].Length];
        if (!Convert.TryFromBase64String(words[1], blob, out var length) || length < 4 || TypeOf(blob.AsSpan(0, length)) != words[0])
        {
            throw new FormatException("This is no public key: what stands in its base64 part is not of the type that its line says.");
        }

        return new SshPublicKey(words[0], words[1], words.Length > 2 ? words[2] : string.Empty);
    }

    /// <summary>The public half of an ECDSA key on the curve P-256, the one kind that both .NET makes and every OpenSSH since 5.7 reads.</summary>
    /// <param name="privateKeyPem">The private key, PEM (RFC 5915 or PKCS#8).</param>
    /// <param name="comment">What is to follow the key on its line.</param>
    /// <exception cref="ArgumentException">It is no such key. The message shows nothing of it.</exception>
    public static SshPublicKey Of(Secret privateKeyPem, string comment = "")
    {
        ArgumentNullException.ThrowIfNull(privateKeyPem);
        using var key = PemItems.PrivateKey("The key", privateKeyPem);
        var point = (key as ECDsa)?.ExportParameters(includePrivateParameters: false).Q;
        if (point is not { X: { Length: 32 } x, Y: { Length: 32 } y })
        {
            throw new ArgumentException("The key is no ECDSA key on the curve P-256.", nameof(privateKeyPem));
        }

        // RFC 5656, section 3.1.
        using var blob = new MemoryStream();
        Put(blob, Encoding.ASCII.GetBytes("ecdsa-sha2-" + Curve));
        Put(blob, Encoding.ASCII.GetBytes(Curve));
        Put(blob, [4, .. x, .. y]);
        return new SshPublicKey("ecdsa-sha2-" + Curve, Convert.ToBase64String(blob.ToArray()), comment);
    }

    /// <summary>A new private key of the kind that <see cref="Of"/> reads, PEM.</summary>
    public static Secret NewPrivateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new Secret(key.ExportECPrivateKeyPem() + "\n");
    }

    /// <summary>The line.</summary>
    public override string ToString() => $"{Type} {Blob} {Comment}".TrimEnd();

    private static string? TypeOf(ReadOnlySpan<byte> blob)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(blob);
        return length <= blob.Length - 4 ? Encoding.ASCII.GetString(blob.Slice(4, (int)length)) : null;
    }

    private static void Put(MemoryStream blob, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)bytes.Length);
        blob.Write(length);
        blob.Write(bytes);
    }
}
