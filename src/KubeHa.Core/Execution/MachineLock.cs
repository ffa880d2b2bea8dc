using System.Globalization;
using System.Text;

namespace KubeHa;

/// <summary>The lock of a machine, held by a process there for as long as the connection lives.</summary>
internal sealed class MachineLock : IAsyncDisposable
{
    private readonly IHostSession session;
    private readonly Task<ExecResult> holder;
    private readonly long group;
    private readonly TimeSpan grace;

    private MachineLock(IHostSession session, Task<ExecResult> holder, long group, TimeSpan grace)
    {
        this.session = session;
        this.holder = holder;
        this.group = group;
        this.grace = grace;
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="session">The machine.</param>
    /// <param name="run">The run that takes it.</param>
    /// <param name="owner">Who runs it, in words.</param>
    /// <param name="patience">How long another run is waited for: one whose operator was killed takes a moment to end.</param>
    /// <param name="grace">How long the machine may take to give it back, and a quarter of how long it may take to answer at all.</param>
    /// <param name="time">The run's clock.</param>
    /// <returns>The lock, or why it could not be had.</returns>
    public static async Task<(MachineLock? Lock, string? Refusal)> TakeAsync(IHostSession session, string run, string owner, TimeSpan patience, TimeSpan grace, TimeProvider time)
    {
        var line = new FirstLine();
        var given = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(patience + (4 * grace), time);
        var holder = session.ExecuteAsync(new ExecRequest(MachineFolder.Lock(run, owner, (int)patience.TotalSeconds)) { StandardOutput = line, Housekeeping = Housekeeping.Lock }, given.Token);
        try
        {
            await Task.WhenAny(line.Text, holder).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The session is of no use any more; who gave the command does not wait for its end.
            given.CancelAfter(TimeSpan.Zero);
            return (null, "it did not answer when its lock was asked for. Look whether it hangs, then run again.");
        }

        var words = line.Text.IsCompleted ? (await line.Text.ConfigureAwait(false)).Split(' ', 2) : [];
        if (words is ["locked", var number])
        {
            return (new MachineLock(session, holder, long.Parse(number, CultureInfo.InvariantCulture), grace), null);
        }

        var answer = await holder.ConfigureAwait(false);
        return (null, words is ["held", var who]
            ? $"another run is at work on it ({who}). Wait for that run; if its program is gone, end the process group on the machine."
            : $"its lock could not be taken: {answer.StandardError.Trim()}");
    }

    public async ValueTask DisposeAsync()
    {
        if (holder.IsCompleted)
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(grace);
            await session.ExecuteAsync(new ExecRequest(MachineFolder.Unlock(group)) { Housekeeping = Housekeeping.Unlock }, patience.Token).ConfigureAwait(false);
            await holder.WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or TransportException)
        {
            // The lock goes with its connection.
        }
    }

    private sealed class FirstLine : OutputSink
    {
        private readonly TaskCompletionSource<string> whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly StringBuilder text = new();

        public Task<string> Text => whole.Task;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            text.Append(Encoding.UTF8.GetString(buffer));
            if (text.ToString() is var soFar && soFar.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0)
            {
                whole.TrySetResult(soFar[..end]);
            }
        }
    }
}
