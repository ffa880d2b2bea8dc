using System.Globalization;
using System.Text;
using System.Threading.Channels;

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
    /// <param name="waits">Told of a job of an earlier run that is let end first, and of how long that may take.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The lock, or why it could not be had.</returns>
    public static async Task<(MachineLock? Lock, string? Refusal)> TakeAsync(
        IHostSession session, string run, string owner, TimeSpan patience, TimeSpan grace, TimeProvider time, Action<string, TimeSpan>? waits = null, CancellationToken cancellationToken = default)
    {
        var answers = new LineSink();
        var given = new CancellationTokenSource();
        using var timer = new CancellationTokenSource(patience + (4 * grace), time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var holder = session.ExecuteAsync(new ExecRequest(MachineFolder.Lock(run, owner, (int)patience.TotalSeconds)) { StandardOutput = answers, Housekeeping = Housekeeping.Lock }, given.Token);
        _ = holder.ContinueWith(_ => answers.End(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            while (true)
            {
                var words = (await answers.NextAsync(limit.Token).ConfigureAwait(false))?.Split(' ', 3) ?? [];
                switch (words)
                {
                    case ["locked", var number]:
                        return (new MachineLock(session, holder, long.Parse(number, CultureInfo.InvariantCulture), grace), null);
                    case ["held", ..]:
                        return (null, $"another run is at work on it ({string.Join(' ', words[1..])}). Wait for that run; if its program is gone, end the process group on the machine.");
                    case ["waits", var seconds, var title]:
                        var most = TimeSpan.FromSeconds(Math.Max(0, long.Parse(seconds, CultureInfo.InvariantCulture))); // less where its time has been over for long
                        waits?.Invoke(title, most);
                        timer.CancelAfter(most + patience + (4 * grace));
                        break;
                    default:
                        return (null, $"its lock could not be taken: {(await holder.ConfigureAwait(false)).StandardError.Trim()}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The session is of no use any more; who gave the command does not wait for its end.
            given.CancelAfter(TimeSpan.Zero);
            return (null, cancellationToken.IsCancellationRequested ? "stopped while its lock was waited for." : "it did not answer when its lock was asked for. Look whether it hangs, then run again.");
        }
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

    private sealed class LineSink : OutputSink
    {
        private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
        private readonly StringBuilder text = new();

        /// <returns>The next line; <see langword="null"/> when there are no more.</returns>
        public async Task<string?> NextAsync(CancellationToken cancellationToken) =>
            await lines.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && lines.Reader.TryRead(out var line) ? line : null;

        public void End() => lines.Writer.TryComplete();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            foreach (var character in Encoding.UTF8.GetString(buffer))
            {
                if (character != '\n')
                {
                    text.Append(character);
                    continue;
                }

                lines.Writer.TryWrite(text.ToString());
                text.Clear();
            }
        }
    }
}
