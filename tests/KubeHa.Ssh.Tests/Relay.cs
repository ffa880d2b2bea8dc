using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace KubeHa.Ssh.Tests;

/// <summary>A network between a client and a port of this machine: it takes time, can fall silent without a word, and can be cut.</summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> sockets = [];
    private readonly int to;
    private volatile bool frozen;
    private int connections;

    /// <param name="to">The port behind it.</param>
    /// <param name="roundTrip">How long a byte and its answer take together.</param>
    public Relay(int to, TimeSpan roundTrip = default)
    {
        this.to = to;
        RoundTrip = roundTrip;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public TimeSpan RoundTrip { get; set; }

    /// <summary>What every connection is told before it is closed; <see langword="null"/> passes it on.</summary>
    public string? Refusal { get; set; }

    public int Connections => Volatile.Read(ref connections);

    /// <summary>From now on nothing passes in either direction, and nobody is told.</summary>
    public void FallSilent() => frozen = true;

    /// <summary>Closes every connection on both sides, as the end of a process does.</summary>
    public void Cut()
    {
        foreach (Socket socket in sockets)
        {
            socket.Dispose();
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket near = await listener.AcceptSocketAsync();
                Interlocked.Increment(ref connections);
                _ = Refusal is null ? ServeAsync(near) : RefuseAsync(near, Refusal);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was closed.
        }
    }

    private static async Task RefuseAsync(Socket near, string text)
    {
        await near.SendAsync(System.Text.Encoding.ASCII.GetBytes(text));
        near.Shutdown(SocketShutdown.Both);
        near.Dispose();
    }

    private async Task ServeAsync(Socket near)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        sockets.Add(near);
        sockets.Add(far);

        // The way of the first packet and of its answer.
        await Task.Delay(RoundTrip);
        await far.ConnectAsync(IPAddress.Loopback, to);
        await Task.WhenAll(PassAsync(near, far), PassAsync(far, near));
    }

    private async Task PassAsync(Socket from, Socket into)
    {
        var underWay = Channel.CreateUnbounded<(long Sent, byte[] Bytes)>();
        Task delivering = DeliverAsync(underWay.Reader, into);
        byte[] buffer = new byte[256 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (!frozen)
                {
                    underWay.Writer.TryWrite((Stopwatch.GetTimestamp(), buffer[..count]));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }

        underWay.Writer.Complete();
        await delivering;
        if (!frozen)
        {
            into.Dispose();
        }
    }

    private async Task DeliverAsync(ChannelReader<(long Sent, byte[] Bytes)> underWay, Socket into)
    {
        try
        {
            await foreach ((long sent, byte[] bytes) in underWay.ReadAllAsync())
            {
                TimeSpan left = (RoundTrip / 2) - Stopwatch.GetElapsedTime(sent);
                if (left > TimeSpan.Zero)
                {
                    await Task.Delay(left);
                }

                if (!frozen)
                {
                    await into.SendAsync(bytes);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
