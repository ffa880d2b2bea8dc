using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace KubeHa.Simulation;

/// <summary>Commands on one simulated machine. As over SSH, a command is a process group, and what runs when the connection dies is ended.</summary>
internal sealed class SimulationSession(SimulationTransport transport, string machine) : IHostSession
{
    private const int Hangup = 1;
    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly ExecResult Lost = new(ExecOutcome.Unknown, null, null, "", "The simulated connection was lost.");
    private volatile bool lost;

    public async Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
    {
        if (lost || transport.IsGone(machine))
        {
            return Lost with { Outcome = ExecOutcome.NotStarted };
        }

        var (exec, what) = transport.Begin(machine);
        if (what?.Way is BreakWay.LostBefore or BreakWay.LostBeforeBack)
        {
            lost = true;
            transport.Hit(what);
            return Lost;
        }

        var start = transport.World.Shell(machine, request.Command);
        start.Environment["KUBEHA_EXEC"] = exec.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var output = new MemoryStream();
        var errors = new MemoryStream();
        var reading = Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(request.StandardOutput ?? output, CancellationToken.None), process.StandardError.BaseStream.CopyToAsync(errors, CancellationToken.None));
        var writing = FeedAsync(process, request.StandardInput);
        var ended = process.WaitForExitAsync(CancellationToken.None);
        var cancelled = Task.Delay(Timeout.Infinite, cancellationToken);
        if (what?.Inside == "hang" && await HangsAsync(ended).ConfigureAwait(false))
        {
            transport.Hit(what);
            if (what.Way == BreakWay.TimeOut)
            {
                transport.Clock.Jump(TimeSpan.FromHours(1));
            }
            else
            {
                lost = true;
                await EndAsync(process, reading, Hangup).ConfigureAwait(false);
                await Task.WhenAll(reading, writing).ConfigureAwait(false);
                return Lost;
            }
        }

        if (await Task.WhenAny(ended, cancelled).ConfigureAwait(false) == cancelled)
        {
            await EndAsync(process, reading, Terminate).ConfigureAwait(false);
            await Task.WhenAll(reading, writing).ConfigureAwait(false);
            return new ExecResult(ExecOutcome.Unknown, null, null, Text(output), Text(errors));
        }

        await Task.WhenAll(reading, writing).ConfigureAwait(false);
        if (what?.Way is BreakWay.LostAfter or BreakWay.LostAfterBack)
        {
            lost = true;
            transport.Hit(what);
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

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string HitFile => Path.Combine(transport.World.RootOf(machine), "sim/hit");

    private static string Text(MemoryStream stream) => System.Text.Encoding.UTF8.GetString(stream.ToArray());

    private async Task<bool> HangsAsync(Task ended)
    {
        while (!File.Exists(HitFile))
        {
            if (await Task.WhenAny(ended, Task.Delay(5)).ConfigureAwait(false) == ended)
            {
                return false;
            }
        }

        return true;
    }

    // All of the group has ended when nobody holds its output any more: the outermost process ends before the shell's traps have run.
    private static async Task EndAsync(Process process, Task reading, int signal)
    {
        _ = SendSignal(-process.Id, signal);
        await Task.WhenAny(reading, Task.Delay(Patience)).ConfigureAwait(false);
        _ = SendSignal(-process.Id, Kill);
        await process.WaitForExitAsync().ConfigureAwait(false);
    }

    private static async Task FeedAsync(Process process, Stream? input)
    {
        try
        {
            var pipe = process.StandardInput.BaseStream;
            await using var _ = pipe.ConfigureAwait(false);
            if (input is not null)
            {
                await input.CopyToAsync(pipe).ConfigureAwait(false);
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
