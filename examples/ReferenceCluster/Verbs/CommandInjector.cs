using System.Diagnostics;
using KubeHa;
using KubeHa.Templates;

namespace ReferenceCluster.Verbs;

/// <summary>Takes a machine's power and gives it back by a command of the user's: the lab's own, or one that talks to a management board.</summary>
internal sealed class CommandInjector(string command) : IFaultInjector
{
    public Task PowerOffAsync(Machine machine, CancellationToken cancellationToken) => RunAsync("kill", machine, cancellationToken);

    public Task PowerOnAsync(Machine machine, CancellationToken cancellationToken) => RunAsync("start", machine, cancellationToken);

    private async Task RunAsync(string what, Machine machine, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(command, [what, machine.Name]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InputException($"{command} {what} {machine.Name} ended with {process.ExitCode}: {string.Concat(await said).Trim()}");
        }
    }
}
