using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace KubeHa.Simulation;

/// <summary>
/// A connection to one simulated machine. As over SSH, each command is a process group of its own, and all that runs on the connection is ended when it dies.
/// </summary>
internal sealed class SimulationSession(SimulationTransport transport, string machine) : IHostSession
{
    private const int Hangup = 1;
    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly ExecResult Lost = new(ExecOutcome.Unknown, null, null, "", "The simulated connection was lost.");
    private readonly CancellationTokenSource loss = new();
    private readonly Lock gate = new();
    private readonly HashSet<Task> running = [];

    public async Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
    {
        if (loss.IsCancellationRequested || transport.IsGone(machine))
        {
            return Lost with { Outcome = ExecOutcome.NotStarted };
        }

        var (exec, what) = transport.Begin(machine, request.Command);
        if (what?.Way is BreakWay.LostBefore or BreakWay.LostBeforeBack)
        {
            transport.Hit(what);
            await loss.CancelAsync();
            return Lost;
        }

        var ended = new TaskCompletionSource();
        lock (gate)
        {
            running.Add(ended.Task);
        }

        try
        {
            return await RunAsync(request, exec, what, cancellationToken);
        }
        finally
        {
            ended.SetResult();
            lock (gate)
            {
                running.Remove(ended.Task);
            }
        }
    }

    /// <summary>What still runs is ended.</summary>
    public async ValueTask DisposeAsync()
    {
        transport.Forget(this);
        await loss.CancelAsync();
        Task[] left;
        lock (gate)
        {
            left = [.. running];
        }

        await Task.WhenAll(left);
    }

    private string HitFile => Path.Combine(transport.World.RootOf(machine), "sim/hit");

    private async Task<ExecResult> RunAsync(ExecRequest request, int exec, Break? what, CancellationToken cancellationToken)
    {
        var start = transport.World.Shell(machine, request.Command);
        start.Environment["KUBEHA_EXEC"] = exec.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(loss.Token, cancellationToken);
        var output = new MemoryStream();
        var errors = new MemoryStream();
        var streams = Task.WhenAll(
            process.StandardOutput.BaseStream.CopyToAsync(request.StandardOutput ?? output, CancellationToken.None),
            process.StandardError.BaseStream.CopyToAsync(errors, CancellationToken.None),
            FeedAsync(process, request.StandardInput));
        var ended = process.WaitForExitAsync(CancellationToken.None);
        var cancelled = Task.Delay(Timeout.Infinite, over.Token);
        if (what?.Inside == "hang" && await HangsAsync(Task.WhenAny(ended, cancelled)))
        {
            transport.Hit(what);
            if (what.Way == BreakWay.TimeOut)
            {
                transport.Clock.Jump(TimeSpan.FromHours(1));
            }
            else
            {
                await loss.CancelAsync();
            }
        }

        if (await Task.WhenAny(ended, cancelled) == cancelled)
        {
            await EndAsync(process, streams, loss.IsCancellationRequested ? Hangup : Terminate);
            await streams;
            if (what is { IsLoss: true })
            {
                File.Delete(Path.Combine(transport.World.RootOf(machine), "sim/hanging"));
            }

            return loss.IsCancellationRequested ? Lost : new ExecResult(ExecOutcome.Unknown, null, null, Text(output), Text(errors));
        }

        await streams;
        if (what?.Way is BreakWay.LostAfter or BreakWay.LostAfterBack)
        {
            transport.Hit(what);
            await loss.CancelAsync();
            return Lost;
        }

        if (what is not null && File.Exists(HitFile))
        {
            transport.Hit(what);
        }

        return process.ExitCode == 128 + Kill
            ? new ExecResult(ExecOutcome.Completed, null, "KILL", Text(output), Text(errors))
            : new ExecResult(ExecOutcome.Completed, process.ExitCode, null, Text(output), Text(errors));
    }

    private static string Text(MemoryStream stream) => System.Text.Encoding.UTF8.GetString(stream.ToArray());

    private async Task<bool> HangsAsync(Task ended)
    {
        while (!File.Exists(HitFile))
        {
            if (await Task.WhenAny(ended, Task.Delay(5)) == ended)
            {
                return false;
            }
        }

        return true;
    }

    // All of the group has ended when nobody holds its output any more.
    private static async Task EndAsync(Process process, Task streams, int signal)
    {
        var group = GroupOf(process);
        Signal(group, signal);
        await Task.WhenAny(streams, Task.Delay(Patience));
        Signal(group, Kill);
        await process.WaitForExitAsync();
    }

    /// <summary>The shell is the one child of our process and leads its group; one that is just starting is waited for.</summary>
    private static int GroupOf(Process process)
    {
        for (var tries = 0; tries < 100 && !process.HasExited; tries++)
        {
            try
            {
                var children = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/task/{process.Id}/children")).Trim();
                if (int.TryParse(children.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var child) && SendSignal(-child, 0) == 0)
                {
                    return child;
                }
            }
            catch (IOException)
            {
                break;
            }

            Thread.Sleep(5);
        }

        return 0;
    }

    private static void Signal(int group, int signal)
    {
        if (group > 1)
        {
            _ = SendSignal(-group, signal);
        }
    }

    private static async Task FeedAsync(Process process, Stream? input)
    {
        try
        {
            await using var pipe = process.StandardInput.BaseStream;
            if (input is not null)
            {
                await input.CopyToAsync(pipe);
            }
        }
        catch (IOException)
        {
            // A command need not read what it is given.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int id, int signal);
}
