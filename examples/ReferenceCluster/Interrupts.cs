using System.Runtime.InteropServices;

namespace ReferenceCluster;

/// <summary>Ctrl-C or SIGTERM once asks nicely: nothing new starts, running steps end. Twice kills what runs on the machines.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource gentle = new();
    private readonly CancellationTokenSource kill = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interrupts() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt),
    ];

    public CancellationToken Gentle => gentle.Token;

    public CancellationToken Kill => kill.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        gentle.Dispose();
        kill.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        var second = gentle.IsCancellationRequested;
        Console.Error.WriteLine(second ? "Killing what runs." : "Ending after the running steps; once more kills them.");
        (second ? kill : gentle).Cancel();
    }
}
