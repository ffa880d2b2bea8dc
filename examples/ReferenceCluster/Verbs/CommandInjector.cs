using System.Diagnostics;
using System.Globalization;
using KubeHa;
using KubeHa.Templates;

namespace ReferenceCluster.Verbs;

/// <summary>
/// Takes a machine's power and gives it back by a command of the user's: the lab's own, or one that talks to a management board. It may print when the power went:
/// a line <c>power-off-at=SECONDS</c>, since 1970 and with decimals.
/// </summary>
internal sealed class CommandInjector(string command) : IFaultInjector
{
    private const string At = "power-off-at=";

    public async Task<DateTimeOffset?> PowerOffAsync(Machine machine, CancellationToken cancellationToken)
    {
        var told = (await RunAsync("kill", machine, cancellationToken)).Split('\n').LastOrDefault(line => line.StartsWith(At, StringComparison.Ordinal));
        return told is not null && decimal.TryParse(told[At.Length..].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;
    }

    public Task PowerOnAsync(Machine machine, CancellationToken cancellationToken) => RunAsync("start", machine, cancellationToken);

    private async Task<string> RunAsync(string what, Machine machine, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(command, [what, machine.Name]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // It must have ended before the power is given back: one that takes it later would have the last word.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        var texts = await said;
        return process.ExitCode == 0
            ? texts[0]
            : throw new InputException($"{command} {what} {machine.Name} ended with {process.ExitCode}: {string.Concat(texts).Trim()}");
    }
}
