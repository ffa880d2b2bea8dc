using System.Buffers;
using System.Globalization;
using System.Text;

namespace KubeHa.Ssh;

/// <summary>Takes one output stream of a command: drops what came before the begin marker, keeps or passes on what follows.</summary>
internal sealed class OutputCollector(string marker, int limit, Stream? passTo = null)
{
    // What a login shell may say before the command; beyond it nothing is searched any more.
    private const int LongestNoise = 1024 * 1024;

    private readonly byte[] marker = Encoding.UTF8.GetBytes(marker);
    private readonly ArrayBufferWriter<byte> noise = new();
    private readonly ArrayBufferWriter<byte> kept = new();
    private readonly Lock gate = new();
    private long cut;

    /// <summary>Whether the begin marker was seen.</summary>
    public bool Begun { get; private set; }

    /// <summary>What came before the marker: a login shell's greeting, or why there is no usable one.</summary>
    public string Noise
    {
        get
        {
            lock (gate)
            {
                return Begun ? "" : Text(noise).Trim();
            }
        }
    }

    /// <summary>What came after it, with a last line that says so where the limit cut it.</summary>
    public string Kept
    {
        get
        {
            lock (gate)
            {
                string text = Text(kept);
                return cut == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}\n[{cut} bytes cut: the output is longer than {limit} bytes]\n");
            }
        }
    }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (!Begun)
        {
            lock (gate)
            {
                // The noise is short, so searching it again from the start is cheap and simple.
                int room = Math.Max(0, LongestNoise - noise.WrittenCount);
                noise.Write(bytes[..Math.Min(room, bytes.Length)]);
                int found = noise.WrittenSpan.IndexOf(marker);
                if (found < 0)
                {
                    return;
                }

                // The marker was completed by these bytes, so what follows it is their tail.
                Begun = true;
                int rest = noise.WrittenCount - found - marker.Length;
                bytes = bytes[(Math.Min(room, bytes.Length) - rest)..];
            }
        }

        if (passTo is not null)
        {
            try
            {
                passTo.Write(bytes);
            }
            catch (Exception failed)
            {
                throw new CallerStreamException(failed);
            }

            return;
        }

        lock (gate)
        {
            int room = Math.Min(bytes.Length, limit - kept.WrittenCount);
            kept.Write(bytes[..room]);
            cut += bytes.Length - room;
        }
    }

    private static string Text(ArrayBufferWriter<byte> bytes) => Encoding.UTF8.GetString(bytes.WrittenSpan);
}
