using System.Runtime.ExceptionServices;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace KubeHa.Ssh;

/// <summary>One command on its way: its channel, its streams, its end.</summary>
internal sealed class RunningCommand(SshClient client, SshEndpoint endpoint, ControlChannel control, SessionLife life, TimeProvider timeProvider, string mark, string id)
{
    private const int OutputLimit = 4 * 1024 * 1024;
    private const int ErrorLimit = 1024 * 1024;

    // A gentle end takes this long at most, the rough one as long again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A background child can hold the streams open after the command itself ended. What the command wrote has arrived when nothing came for this
    // long; a child that writes on and on is left after the second time.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(15);

    private readonly OutputCollector errors = new(RemoteShell.Marker(mark), ErrorLimit);
    private OutputCollector output = null!;
    private SshCommand command = null!;
    private long lastBytes;
    private InputFeed? feed;
    private volatile bool ended;

    /// <summary>Whether files of this id stay for a further command.</summary>
    public bool KeepsFiles { get; init; }

    /// <param name="text">What sshd is given.</param>
    /// <param name="input">What the command reads.</param>
    /// <param name="passTo">Where standard output goes; <see langword="null"/> keeps it.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <exception cref="ChannelRefusedException">It was not started, because sshd opened no channel for it.</exception>
    public async Task<ExecResult> RunAsync(string text, CommandInput input, Stream? passTo, CancellationToken cancellationToken)
    {
        output = new OutputCollector(RemoteShell.Marker(mark), OutputLimit, passTo);
        try
        {
            command = client.CreateCommand(text);
        }
        catch (Exception e) when (e is SshException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed a moment ago, by whoever else has this session.
            return Result(ExecOutcome.NotStarted, $"the session is closed: {e.Message}");
        }

        lastBytes = timeProvider.GetTimestamp();

        Task running = DedicatedThread.Run(() => Start(input)).Unwrap();
        Task end = EndAsync(running);
        try
        {
            return await WaitAsync(end, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ended = true;
            feed?.Stop();
            DedicatedThread.Forget(end);
            if (!KeepsFiles)
            {
                control.Forget(id);
            }

            // Closing a channel asks the machine and waits for its answer.
            DedicatedThread.Forget(DedicatedThread.Run(command.Dispose));
        }
    }

    private Task Start(CommandInput input)
    {
        Task execution = command.ExecuteAsync(CancellationToken.None);
        Secret? password = endpoint.Elevation == SshElevation.SudoPassword ? endpoint.SudoPassword : null;
        feed = input.IsEmpty && password is null ? null : new InputFeed(command, password, input);
        Task feeding = feed is null ? Task.CompletedTask : DedicatedThread.Run(feed.Run);
        Task all = Task.WhenAll(execution, StreamPump.Run(command.OutputStream, Take(output)), WatchErrors());

        // A command may end without reading its input, and then nobody takes the rest; but a source that cannot be read is the caller's to know.
        DedicatedThread.Forget(feeding);
        return Task.WhenAny(all, feeding.ContinueWith(t => t.IsFaulted && !ended ? t : all, TaskScheduler.Default).Unwrap()).Unwrap();
    }

    private async Task WatchErrors()
    {
        var watch = new EndWatch(RemoteShell.EndMarker(mark), Take(errors), () => DedicatedThread.Forget(DedicatedThread.Run(() => feed?.End())));
        await StreamPump.Run(command.ExtendedOutputStream, watch.Take).ConfigureAwait(false);
        watch.Flush();
    }

    private SpanAction Take(OutputCollector collector) => bytes =>
    {
        life.Heard();
        Volatile.Write(ref lastBytes, timeProvider.GetTimestamp());
        if (!ended)
        {
            collector.Take(bytes);
        }
    };

    private async Task EndAsync(Task running)
    {
        long? exited = null;
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(250), timeProvider)).ConfigureAwait(false);
            if (command.ExitStatus is null && command.ExitSignal is null)
            {
                continue;
            }

            exited ??= timeProvider.GetTimestamp();
            TimeSpan since = timeProvider.GetElapsedTime(exited.Value);
            if (since > LongestDrain || (since > Quiet && timeProvider.GetElapsedTime(Volatile.Read(ref lastBytes)) > Quiet))
            {
                DedicatedThread.Forget(running);
                return;
            }
        }

        await running.ConfigureAwait(false);
    }

    private async Task<ExecResult> WaitAsync(Task end, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.Register(() => cancelled.TrySetResult());
        Task first = await Task.WhenAny(end, life.Lost, cancelled.Task).ConfigureAwait(false);
        if (first == cancelled.Task)
        {
            bool gone = await StopAsync(end).ConfigureAwait(false);
            if (!gone)
            {
                return Result(ExecOutcome.Unknown, "cancelled, and it was not seen to end");
            }
        }
        else if (first != end)
        {
            return Result(ExecOutcome.Unknown, $"the connection was lost: {await life.Lost.ConfigureAwait(false)}");
        }

        try
        {
            await end.ConfigureAwait(false);
        }
        catch (Exception e) when (e is SshException or ObjectDisposedException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            if (e is SshException and not SshConnectionException and not SshOperationTimeoutException && !output.Begun)
            {
                throw new ChannelRefusedException(e);
            }

            life.Lose(e.Message);
            return Result(ExecOutcome.Unknown, $"the connection was lost: {e.Message}");
        }
        catch (CallerStreamException e)
        {
            // The command goes, and the caller is told.
            await StopAsync(end).ConfigureAwait(false);
            ExceptionDispatchInfo.Throw(e.InnerException!);
        }

        if (command.ExitStatus is null && command.ExitSignal is null)
        {
            return Result(ExecOutcome.Unknown, "the channel was closed without an exit code");
        }

        if (!output.Begun)
        {
            return Result(ExecOutcome.NotStarted, $"the shell did not get to the command: {output.Noise} {errors.Noise}".Trim());
        }

        string? signal = command.ExitSignal;
        return new ExecResult(ExecOutcome.Completed, signal is null ? command.ExitStatus : null, signal, output.Kept, errors.Kept);
    }

    /// <summary>TERM to the whole group, then KILL; a leader that obeyed may have left children that did not, so KILL comes in any case.</summary>
    private async Task<bool> StopAsync(Task end)
    {
        feed?.Stop();
        await control.SignalAsync(id, kill: false, Patience).ConfigureAwait(false);
        await Task.WhenAny(end, life.Lost, Task.Delay(Patience, timeProvider)).ConfigureAwait(false);
        await control.SignalAsync(id, kill: true, Patience).ConfigureAwait(false);
        await Task.WhenAny(end, life.Lost, Task.Delay(Patience, timeProvider)).ConfigureAwait(false);
        return end.IsCompleted;
    }

    private ExecResult Result(ExecOutcome outcome, string reason)
    {
        string said = errors.Kept;
        return new ExecResult(outcome, null, null, output.Kept, said.Length == 0 ? reason : $"{said.TrimEnd('\n')}\n{reason}");
    }
}
