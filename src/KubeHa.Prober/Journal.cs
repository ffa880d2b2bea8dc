using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;

namespace KubeHa.Prober;

/// <summary>The lines of a run, one JSON object each, handed to the system line by line. The last may be half written where the program was killed.</summary>
internal sealed class Journal : IAsyncDisposable
{
    private readonly Channel<byte[]> lines = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task writing;

    public Journal(string file) => writing = WriteAsync(new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));

    /// <summary>Adds a line.</summary>
    /// <param name="kind">What it tells.</param>
    /// <param name="at">When, milliseconds since 1970.</param>
    /// <param name="members">Its other members.</param>
    public void Add(string kind, double at, Action<Utf8JsonWriter>? members = null)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WriteNumber("at", Math.Round(at, 3));
            members?.Invoke(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        lines.Writer.TryWrite(buffer.WrittenSpan.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        await writing.ConfigureAwait(false);
    }

    private async Task WriteAsync(FileStream file)
    {
        await using (file.ConfigureAwait(false))
        {
            await foreach (var line in lines.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await file.WriteAsync(line).ConfigureAwait(false);
            }
        }
    }
}
