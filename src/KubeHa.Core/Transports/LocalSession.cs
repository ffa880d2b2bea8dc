using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace KubeHa;

/// <summary>Commands on this machine.</summary>
internal sealed class LocalSession : IHostSession
{
    // The kernel takes 128 KiB for one argument (MAX_ARG_STRLEN) and far more for all together.
    private const int LongestArgument = 96 * 1024;
    private const int PieceLength = 24 * 1024;
    private const string JoinPieces = "kubeha_c=; for kubeha_p; do kubeha_c=$kubeha_c$kubeha_p; done; set --; eval \"unset kubeha_c kubeha_p\n$kubeha_c\"";

    private const int MostOutput = 4 * 1024 * 1024;
    private const int MostError = 1024 * 1024;
    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<string> shell;
    private readonly CancellationTokenSource closing = new();
    private readonly CancellationToken closed;

    public LocalSession(IReadOnlyList<string> shell)
    {
        this.shell = shell;
        closed = closing.Token;
    }

    public async Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        // Our child leads no process group, so setsid does not fork: its id is that of the shell and of the new group.
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in shell.Concat(Words(request.Command)))
        {
            start.ArgumentList.Add(word);
        }

        if (cancellationToken.IsCancellationRequested || closed.IsCancellationRequested)
        {
            return new ExecResult(ExecOutcome.NotStarted, null, null, "", closed.IsCancellationRequested ? "The session is closed." : "Cancelled before it started.");
        }

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (ExternalException exception)
        {
            return new ExecResult(ExecOutcome.NotStarted, null, null, "", $"{shell[0]} cannot be started: {exception.Message}");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
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
            await ExitAsync(process, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancelled = true;
            await EndAsync(process).ConfigureAwait(false);
        }

        // A child left in the background may hold the streams open for ever.
        await Task.WhenAny(reading, Task.Delay(Patience, CancellationToken.None)).ConfigureAwait(false);
        await abandon.CancelAsync().ConfigureAwait(false);
        await writing.ConfigureAwait(false);
        var cut = await reading.ConfigureAwait(false);
        var text = Text(capture, cut[0], MostOutput);
        var error = Text(errors, cut[1], MostError);
        return cancelled
            ? new ExecResult(ExecOutcome.Unknown, null, null, text, error)
            : new ExecResult(ExecOutcome.Completed, process.ExitCode, null, text, error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!closed.IsCancellationRequested)
        {
            await closing.CancelAsync().ConfigureAwait(false);
            closing.Dispose();
        }
    }

    private static IEnumerable<string> Words(string command)
    {
        if (Encoding.UTF8.GetByteCount(command) <= LongestArgument)
        {
            return ["-c", command];
        }

        var pieces = new List<string>();
        for (int start = 0, length; start < command.Length; start += length)
        {
            length = Math.Min(PieceLength, command.Length - start);
            length -= start + length < command.Length && char.IsHighSurrogate(command[start + length - 1]) ? 1 : 0;
            pieces.Add(command.Substring(start, length));
        }

        return ["-c", JoinPieces, "sh", .. pieces];
    }

    private static string Text(MemoryStream kept, long cut, int limit)
    {
        var text = Encoding.UTF8.GetString(kept.ToArray());
        return cut == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}\n[{cut} bytes cut: the output is longer than {limit} bytes]\n");
    }

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

    /// <returns>How many bytes found no room.</returns>
    private static async Task<long> CopyAsync(Stream from, Stream to, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[65536];
        long cut = 0;
        try
        {
            while (await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, (int)Math.Min(count, most)), CancellationToken.None).ConfigureAwait(false);
                cut += Math.Max(0, count - most);
                most -= Math.Min(count, most);
            }
        }
        catch (OperationCanceledException)
        {
            // The command ended; what still holds the stream is not ours.
        }

        return cut;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int id, int signal);
}
