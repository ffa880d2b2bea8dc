namespace KubeHa.Ssh;

/// <summary>Reads one of SSH.NET's streams to its end on a thread of its own.</summary>
internal static class StreamPump
{
    public static Task Run(Stream stream, SpanAction take) => DedicatedThread.Run(() =>
    {
        byte[] buffer = new byte[32 * 1024];
        while (stream.Read(buffer, 0, buffer.Length) is var read and > 0)
        {
            take(buffer.AsSpan(0, read));
        }
    });
}
