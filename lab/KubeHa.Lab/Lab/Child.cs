using System.Diagnostics;
using System.Text;

namespace KubeHa.Lab;

/// <summary>A process of ours. It is ended by its id, with what it started itself, when nobody waits for it any more.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process process;
    private readonly string what;
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private Child(Process process, string what)
    {
        this.process = process;
        this.what = what;
        output = ReadAsync(process.StandardOutput);
        errors = ReadAsync(process.StandardError);
    }

    public bool HasEnded => process.HasExited;

    public int Id => process.Id;

    public static Child Start(string program, IEnumerable<string> arguments)
    {
        var list = arguments.ToList();
        var start = new ProcessStartInfo(program, list)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Layout.Root,
        };
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new Child(process, string.Join(' ', list.Prepend(Path.GetFileName(program))));
    }

    /// <summary>Starts a process and waits for it; cancelled, it is ended.</summary>
    public static async Task<Ended> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var child = Start(program, arguments);
        return await child.EndAsync(cancellationToken);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Ended> EndAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        // A process that it left behind may hold its output open: what there is by then is what there is.
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(TimeSpan.FromSeconds(5), cancellationToken));
        return new Ended(what, process.ExitCode, Done(output), Done(errors), seconds);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private static string Done(Task<string> text) => text.IsCompletedSuccessfully ? text.Result : string.Empty;

    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }
}
