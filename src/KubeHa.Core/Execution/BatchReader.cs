using System.Globalization;
using System.Text;

namespace KubeHa;

/// <summary>Takes the standard output of a <see cref="BatchScript"/> apart, as it comes: which step began, which ended and with what.</summary>
internal sealed class BatchReader(string mark, Action<int> began, Action<int, int, string> ended) : OutputSink
{
    /// <summary>The most that is kept of what one step writes, in bytes.</summary>
    public const int MostOutput = 4 * 1024 * 1024;

    private const int LongestFrame = 128;

    private readonly byte[] frame = Encoding.ASCII.GetBytes($"\u001e{mark} ");
    private readonly MemoryStream text = new();
    private readonly Lock gate = new();
    private int lineStart;
    private bool skipping;
    private bool closed;

    /// <summary>Nothing is reported after this.</summary>
    public override void Close()
    {
        lock (gate)
        {
            closed = true;
        }

        base.Close();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (gate)
        {
            while (!closed && !buffer.IsEmpty)
            {
                var end = buffer.IndexOf((byte)'\n');
                var part = end < 0 ? buffer : buffer[..(end + 1)];
                buffer = buffer[part.Length..];
                Take(part, end >= 0);
            }
        }
    }

    /// <summary>What a step wrote to standard error, out of that of the whole command.</summary>
    public static string ErrorsOf(string errors, string mark, int number)
    {
        var begin = BatchScript.FrameOf(mark, "begin", number).TrimEnd('\n');
        var at = errors.LastIndexOf(begin[..begin.LastIndexOf(' ')] + " ", StringComparison.Ordinal);
        if (at < 0)
        {
            return errors;
        }

        var from = errors.IndexOf('\n', at + 1);
        var to = from < 0 ? -1 : errors.IndexOf($"\n\u001e{mark} ", from, StringComparison.Ordinal);
        return from < 0 ? "" : to < 0 ? errors[(from + 1)..] : errors[(from + 1)..Math.Max(to, from + 1)];
    }

    private void Take(ReadOnlySpan<byte> part, bool completesLine)
    {
        if (!skipping)
        {
            text.Write(part);
        }

        if (completesLine && !skipping && text.GetBuffer().AsSpan(lineStart, (int)text.Length - lineStart) is var line && line.StartsWith(frame))
        {
            Report(Encoding.ASCII.GetString(line[frame.Length..^1]).Split(' '));
            return;
        }

        // A frame that has not come whole must not be cut.
        if (text.Length > MostOutput && (completesLine || text.Length - lineStart > LongestFrame))
        {
            text.SetLength(MostOutput);
            skipping = true;
        }

        if (completesLine)
        {
            skipping = false;
            lineStart = (int)text.Length;
        }
    }

    private void Report(string[] words)
    {
        // The line end before a frame is the frame's own.
        var output = Encoding.UTF8.GetString(text.GetBuffer(), 0, Math.Max(0, lineStart - 1));
        text.SetLength(0);
        lineStart = 0;
        var number = int.Parse(words[1], CultureInfo.InvariantCulture);
        if (words[0] == "begin")
        {
            began(number);
        }
        else
        {
            ended(number, int.Parse(words[2], CultureInfo.InvariantCulture), output);
        }
    }
}
