using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace KubeHa;

/// <summary>Commands on this machine.</summary>
internal sealed class LocalSession(IReadOnlyList<string> shell) : IHostSession
{
    private const int MostOutput = 4 * 1024 * 1024;
    private const int MostError = 1024 * 1024;
    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        // Our child leads no process group, so setsid does not fork: its id is that of the shell and of the new group.
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in shell.Append("-c").Append(request.Command))
        {
            start.ArgumentList.Add(word);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return new ExecResult(ExecOutcome.NotStarted, null, null, "", "Cancelled before it started.");
        }

        using var process = new Process { StartInfo = start };
        process.Start();
        using var abandon = new CancellationTokenSource();
        var capture = new MemoryStream();
        var errors = new MemoryStream();
        var reading = Task.WhenAll(
            request.StandardOutput is null
                ? CopyAsync(process.StandardOutput.BaseStream, capture, MostOutput, abandon.Token)
                : CopyAsync(process.StandardOutput.BaseStream, request.StandardOutput, long.MaxValue, abandon.Token),
            CopyAsync(process.StandardError.BaseStream, errors, MostError, abandon.Token));
        var writing = FeedAsync(process, request.StandardInput, abandon.Token);
        var cancelled = false;
        try
        {
            await ExitAsync(process, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancelled = true;
            await EndAsync(process).ConfigureAwait(false);
        }

        // A child left in the background may hold the streams open for ever.
        await Task.WhenAny(reading, Task.Delay(Patience, CancellationToken.None)).ConfigureAwait(false);
        await abandon.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(reading, writing).ConfigureAwait(false);
        var text = Encoding.UTF8.GetString(capture.ToArray());
        var error = Encoding.UTF8.GetString(errors.ToArray());
        return cancelled
            ? new ExecResult(ExecOutcome.Unknown, null, null, text, error)
            : new ExecResult(ExecOutcome.Completed, process.ExitCode, null, text, error);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task ExitAsync(Process process, CancellationToken cancellationToken) => await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);

    private static async Task EndAsync(Process process)
    {
        Signal(process, Terminate);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await ExitAsync(process, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It ignores TERM.
        }

        Signal(process, Kill);
        await ExitAsync(process, CancellationToken.None).ConfigureAwait(false);
    }

    private static void Signal(Process process, int signal)
    {
        // The group may not be there yet when a command is cancelled at its very start.
        if (SendSignal(-process.Id, signal) != 0 && !process.HasExited)
        {
            _ = SendSignal(process.Id, signal);
        }
    }

    private static async Task FeedAsync(Process process, Stream? input, CancellationToken cancellationToken)
    {
        try
        {
            var pipe = process.StandardInput.BaseStream;
            await using var _ = pipe.ConfigureAwait(false);
            if (input is not null)
            {
                await input.CopyToAsync(pipe, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // A command need not read what it is given.
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, (int)Math.Min(count, most)), CancellationToken.None).ConfigureAwait(false);
                most -= Math.Min(count, most);
            }
        }
        catch (OperationCanceledException)
        {
            // The command ended; what still holds the stream is not ours.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int id, int signal);
}
