using System.Text;

namespace KubeHa.Ssh;

/// <summary>Takes the marker of a command's end out of a stream, however its bytes are cut, and passes on everything else.</summary>
internal sealed class EndWatch(string marker, SpanAction passTo, Action ended)
{
    private readonly byte[] marker = Encoding.UTF8.GetBytes(marker);
    private byte[] held = [];

    public void Take(ReadOnlySpan<byte> bytes)
    {
        byte[] all = [.. held, .. bytes];
        int found = all.AsSpan().IndexOf(marker);
        if (found >= 0)
        {
            passTo(all.AsSpan(0, found));
            ended();
            all = all[(found + marker.Length)..];
        }

        int begun = Begun(all);
        held = all[^begun..];
        passTo(all.AsSpan(0, all.Length - begun));
    }

    /// <summary>Passes on what could have become the marker.</summary>
    public void Flush()
    {
        passTo(held);
        held = [];
    }

    /// <summary>How many bytes at the end may be the marker's first ones.</summary>
    private int Begun(ReadOnlySpan<byte> bytes)
    {
        int length = Math.Min(bytes.Length, marker.Length - 1);
        while (!marker.AsSpan().StartsWith(bytes[^length..]))
        {
            length--;
        }

        return length;
    }
}
