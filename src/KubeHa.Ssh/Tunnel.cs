using Renci.SshNet;

namespace KubeHa.Ssh;

/// <summary>
/// A way through a jump host: a port on the loopback address whose connections the jump host passes on. SSH.NET offers no channel of this kind
/// without a port.
/// </summary>
internal sealed class Tunnel : IDisposable
{
    private readonly JumpHosts.Lease lease;
    private readonly ForwardedPortLocal port;
    private int closed;

    private Tunnel(JumpHosts.Lease lease, ForwardedPortLocal port)
    {
        this.lease = lease;
        this.port = port;
    }

    public Task<string> Broken => lease.Link.Broken;

    public int Port => (int)port.BoundPort;

    public static Tunnel Open(JumpHosts.Lease lease, SshEndpoint to)
    {
        var port = new ForwardedPortLocal("127.0.0.1", 0, to.Host, (uint)to.Port);
        var tunnel = new Tunnel(lease, port);
        PoolRoom.Add(1);
        try
        {
            lease.Link.Client.AddForwardedPort(port);
            port.Start();
            return tunnel;
        }
        catch (Exception e) when (e is Renci.SshNet.Common.SshException or ObjectDisposedException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            tunnel.Doubt();
            tunnel.Dispose();
            throw to.Via!.Failure(TransportFailure.Unreachable, $"The connection to it was lost: {e.Message}", e);
        }
    }

    public void Doubt()
    {
        lease.Doubt();
        lease.Link.Doubt();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
        {
            return;
        }

        // Stopping waits for the jump host to close its side.
        DedicatedThread.Forget(DedicatedThread.Run(() =>
        {
            try
            {
                port.Dispose();
            }
            finally
            {
                PoolRoom.Add(-1);
                lease.Dispose();
            }
        }));
    }

    /// <summary>SSH.NET keeps a pool thread blocked for every open tunnel, so the pool is given one more for each; else a dozen tunnels starve the program.</summary>
    private static class PoolRoom
    {
        private static readonly Lock Gate = new();

        public static void Add(int count)
        {
            lock (Gate)
            {
                ThreadPool.GetMinThreads(out int workers, out int completionPorts);
                ThreadPool.SetMinThreads(Math.Max(1, workers + count), completionPorts);
            }
        }
    }
}
