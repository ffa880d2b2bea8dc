using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace KubeHa.Converge;

/// <summary>The network between operator and machines: every byte takes half of the added round-trip time in each direction. Runs as a process of its own.</summary>
internal sealed class Relay(TimeSpan roundTrip)
{
    /// <summary>Listens on port 22 of each address and passes on to port 22 of the one beside it, until its input ends.</summary>
    public static async Task<int> RunAsync(double milliseconds, IEnumerable<string> ways)
    {
        var relay = new Relay(TimeSpan.FromMilliseconds(milliseconds));
        foreach (var way in ways)
        {
            var (near, far) = way.Split('=') is [var from, var to] ? (IPAddress.Parse(from), IPAddress.Parse(to)) : throw new ArgumentException($"'{way}' is no way.");
            var listener = new TcpListener(near, 22);
            listener.Start(512);
            _ = relay.AcceptAsync(listener, new IPEndPoint(far, 22));
        }

        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private async Task AcceptAsync(TcpListener listener, IPEndPoint far)
    {
        while (true)
        {
            _ = ServeAsync(await listener.AcceptSocketAsync(), far);
        }
    }

    private async Task ServeAsync(Socket near, IPEndPoint to)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            // The way of the first packet and of its answer.
            await PauseAsync(roundTrip);
            await far.ConnectAsync(to);
            await Task.WhenAll(PassAsync(near, far), PassAsync(far, near));
        }
        catch (SocketException)
        {
            // Nobody listens there (yet).
        }

        near.Dispose();
        far.Dispose();
    }

    private async Task PassAsync(Socket from, Socket into)
    {
        var underWay = Channel.CreateUnbounded<(long Sent, byte[] Bytes)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var delivering = DeliverAsync(underWay.Reader, into);
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                underWay.Writer.TryWrite((Stopwatch.GetTimestamp(), buffer[..count]));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }

        underWay.Writer.Complete();
        await delivering;
    }

    private async Task DeliverAsync(ChannelReader<(long Sent, byte[] Bytes)> underWay, Socket into)
    {
        try
        {
            await foreach (var (sent, bytes) in underWay.ReadAllAsync())
            {
                await PauseAsync((roundTrip / 2) - Stopwatch.GetElapsedTime(sent));
                await into.SendAsync(bytes);
            }

            into.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private static Task PauseAsync(TimeSpan time) => time > TimeSpan.Zero ? Task.Delay(time) : Task.CompletedTask;
}
