using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace KubeHa.Templates;

/// <summary>The prober that a drill uploads: a native program for Linux with glibc, from the package KubeHa.Prober.</summary>
public sealed class DrillProber
{
    private readonly ReadOnlyMemory<byte> program;

    private DrillProber(ReadOnlyMemory<byte> program, string architecture)
    {
        this.program = program;
        Architecture = architecture;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(program.Span));
    }

    /// <summary>What <c>uname -m</c> must print where it runs: <c>x86_64</c> or <c>aarch64</c>.</summary>
    public string Architecture { get; }

    internal string Sha256 { get; }

    /// <summary>The prober from a file.</summary>
    /// <param name="path">The file, for example <c>prober/linux-x64/kubeha-prober</c> beside the program.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="ArgumentException">It is no program for Linux on x64 or arm64.</exception>
    public static DrillProber FromFile(string path) => FromBytes(File.ReadAllBytes(path));

    /// <summary>The prober from memory.</summary>
    /// <param name="program">The whole file.</param>
    /// <exception cref="ArgumentException">It is no program for Linux on x64 or arm64.</exception>
    public static DrillProber FromBytes(ReadOnlyMemory<byte> program)
    {
        var head = program.Span;
        if (head.Length < 20 || !head[..4].SequenceEqual("\u007fELF"u8))
        {
            throw new ArgumentException("This is no program for Linux (no ELF file).", nameof(program));
        }

        // e_machine of the ELF header, little-endian on both.
        return new DrillProber(program, BinaryPrimitives.ReadUInt16LittleEndian(head[18..]) switch
        {
            62 => "x86_64",
            183 => "aarch64",
            var other => throw new ArgumentException(FormattableString.Invariant($"This program is for machine type {other}, not for x64 or arm64."), nameof(program)),
        });
    }

    /// <summary>As gzip makes it: half as much for machines that are slow at the network.</summary>
    internal Stream OpenCompressed()
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(program.Span);
        }

        compressed.Position = 0;
        return compressed;
    }
}
