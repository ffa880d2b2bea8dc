using System.Text;

namespace KubeHa.Templates;

/// <summary>Takes what a command writes, and keeps when each line was whole.</summary>
internal sealed class AnswerLines(TimeProvider time) : Stream
{
    private readonly Lock gate = new();
    private readonly List<(string Text, DateTimeOffset At)> lines = [];
    private readonly StringBuilder rest = new();
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public IReadOnlyList<(string Text, DateTimeOffset At)> All
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    /// <summary>A line, as soon as it is there; null where it does not come in time, or the command ends without it.</summary>
    public async Task<string?> LineAsync(int index, Task command, TimeSpan patience)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (lines.Count > index)
                {
                    return lines[index].Text;
                }

                next = more.Task;
            }

            try
            {
                if (await Task.WhenAny(next, command).WaitAsync(patience, time).ConfigureAwait(false) == command)
                {
                    return All.ElementAtOrDefault(index).Text;
                }
            }
            catch (TimeoutException)
            {
                return null;
            }
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            rest.Append(Encoding.ASCII.GetString(buffer));
            var text = rest.ToString();
            var end = text.LastIndexOf('\n');
            if (end < 0)
            {
                return;
            }

            lines.AddRange(text[..end].Split('\n').Select(line => (line, now)));
            rest.Clear().Append(text[(end + 1)..]);
            more.SetResult();
            more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
