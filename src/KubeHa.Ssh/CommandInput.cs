namespace KubeHa.Ssh;

/// <summary>What a command reads. Its beginning is read ahead, to know whether there is any, and can be sent again where a channel was refused.</summary>
internal sealed class CommandInput
{
    private readonly byte[] first;
    private readonly Stream? rest;

    private CommandInput(byte[] first, Stream? rest)
    {
        this.first = first;
        this.rest = rest;
    }

    public bool IsEmpty => first.Length == 0;

    public static async Task<CommandInput> OfAsync(Stream? stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[32 * 1024];
        int count = stream is null ? 0 : await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return new CommandInput(buffer[..count], stream);
    }

    public static CommandInput Of(byte[] bytes) => new(bytes, null);

    /// <summary>Piece after piece; the last one is empty.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        yield return first;
        byte[] buffer = new byte[32 * 1024];
        while (rest is not null && !IsEmpty && Read(rest, buffer) is var count and > 0)
        {
            yield return buffer.AsMemory(0, count);
        }
    }

    private static int Read(Stream stream, byte[] buffer)
    {
        try
        {
            return stream.Read(buffer, 0, buffer.Length);
        }
        catch (Exception failed)
        {
            throw new CallerStreamException(failed);
        }
    }
}
