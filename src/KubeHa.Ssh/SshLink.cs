using Renci.SshNet;

namespace KubeHa.Ssh;

/// <summary>A connection that is logged in, and the tunnel it runs through, if any.</summary>
internal sealed class SshLink : IDisposable
{
    private readonly Tunnel? tunnel;
    private int closed;
    private readonly TaskCompletionSource<string> broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SshLink(SshClient client, Tunnel? tunnel)
    {
        Client = client;
        this.tunnel = tunnel;
        client.ErrorOccurred += (_, e) => broken.TrySetResult(e.Exception.Message);
        if (tunnel is not null)
        {
            // SSH.NET ends the tunnels of a lost connection only after a while.
            tunnel.Broken.ContinueWith(task => broken.TrySetResult($"the jump host's connection: {task.Result}"), TaskScheduler.Default);
        }
    }

    public SshClient Client { get; }

    /// <summary>Completes with the reason when the connection, or one that it runs through, is lost.</summary>
    public Task<string> Broken => broken.Task;

    public bool IsUsable => !broken.Task.IsCompleted && Client.IsConnected;

    /// <summary>It fell silent: whatever it runs through is not taken for new connections.</summary>
    public void Doubt() => tunnel?.Doubt();

    /// <summary>Says goodbye. Blocks where the peer is frozen.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref closed, 1) == 0)
        {
            try
            {
                Client.Dispose();
            }
            finally
            {
                tunnel?.Dispose();
            }
        }
    }
}
