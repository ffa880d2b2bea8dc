using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Channels;

namespace KubeHa.Lab;

/// <summary>Begins a new TCP connection with a TLS handshake on the clock, whatever became of the earlier ones, and writes down how each went.</summary>
internal sealed class Prober(ProbeOptions options)
{
    /// <summary>Attempts that are made first and not written down: the runtime compiles what they need.</summary>
    private const int WarmUp = 3;

    // One clock for all attempts: steady, and told as the machine's time at the start.
    private readonly double origin = Clock.Now;
    private readonly long began = Stopwatch.GetTimestamp();

    private double Now => origin + Stopwatch.GetElapsedTime(began).TotalMilliseconds;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ThreadPool.SetMinThreads(64, 64);
        for (var number = 0; number < WarmUp; number++)
        {
            await AttemptAsync();
        }

        var done = Channel.CreateUnbounded<Attempt>();
        var writing = WriteAsync(done.Reader);
        var running = new List<Task>();
        var start = Now;
        var ticks = options.Seconds * 1000 / options.EveryMilliseconds;
        for (var tick = 0.0; tick < ticks && !cancellationToken.IsCancellationRequested && !File.Exists(options.StopFile); tick = Next(tick, start))
        {
            if (start + (tick * options.EveryMilliseconds) - Now is var wait and > 0)
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(wait));
            }

            running.RemoveAll(task => task.IsCompletedSuccessfully);
            running.Add(Task.Run(async () => await done.Writer.WriteAsync(await AttemptAsync(), CancellationToken.None), CancellationToken.None));
        }

        await Task.WhenAll(running);
        done.Writer.Complete();
        await writing;
    }

    /// <summary>The next tick that has not passed: late ticks are left out, and seen as a gap, instead of being made up for in a burst.</summary>
    private double Next(double tick, double start) => Math.Max(tick + 1, Math.Ceiling((Now - start) / options.EveryMilliseconds));

    private async Task<Attempt> AttemptAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.LimitMilliseconds));
        using var socket = new Socket(options.Target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var started = Now;
        double? connected = null;
        string? error;
        try
        {
            await socket.ConnectAsync(options.Target, limit.Token);
            connected = Now - started;
            using var stream = new SslStream(new NetworkStream(socket));
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = options.Target.Address.ToString(),
                    AllowTlsResume = false,

#pragma warning disable CA5359 // The question is whether somebody answers; who it is, verify looks at. Nothing is sent.
                    RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
                },
                limit.Token);
            error = null;
        }
        catch (OperationCanceledException)
        {
            error = Attempt.Timeout;
        }
        catch (SocketException failed)
        {
            error = failed.SocketErrorCode.ToString();
        }
        catch (AuthenticationException)
        {
            error = "tls";
        }
        catch (IOException failed)
        {
            error = failed.InnerException is SocketException inner ? inner.SocketErrorCode.ToString() : "closed";
        }

        return new Attempt(started, Now - started, error) { ConnectedAfter = connected };
    }

    private async Task WriteAsync(ChannelReader<Attempt> attempts)
    {
        await using var file = new StreamWriter(options.File) { AutoFlush = true };
        await foreach (var attempt in attempts.ReadAllAsync())
        {
            await file.WriteLineAsync(attempt.ToLine());
        }
    }
}
