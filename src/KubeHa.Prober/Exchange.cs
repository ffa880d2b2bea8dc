using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace KubeHa.Prober;

/// <summary>How one read on a connection of its own went.</summary>
/// <param name="Milliseconds">How long it took, to its end or its limit.</param>
/// <param name="Connected">After how many milliseconds the TCP connection stood; null where it never did.</param>
/// <param name="Error">What went wrong, one word; null where it brought a 200.</param>
internal sealed record Exchange(double Milliseconds, double? Connected, string? Error)
{
    public const string Timeout = "timeout";

    /// <summary>A new TCP connection, a TLS handshake, one GET, and the answer to its end.</summary>
    public static async Task<Exchange> ReadAsync(ApiAccess access, string path, CancellationToken limit)
    {
        var began = Stopwatch.GetTimestamp();
        double? connected = null;
        string? error;
        try
        {
            using var socket = new Socket(access.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(access.Endpoint, limit).ConfigureAwait(false);
            connected = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            var stream = new SslStream(new NetworkStream(socket));
            await using (stream.ConfigureAwait(false))
            {
                await stream.AuthenticateAsClientAsync(access.Tls(), limit).ConfigureAwait(false);
                var token = access.Token is null ? string.Empty : $"Authorization: Bearer {access.Token}\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {access.Server.Authority}\r\nUser-Agent: kubeha-prober\r\nAccept: application/json\r\n{token}Connection: close\r\n\r\n"), limit).ConfigureAwait(false);
                error = await StatusAsync(stream, limit).ConfigureAwait(false);
            }
        }
        catch (Exception failed) when (Word(failed) is { } word)
        {
            error = word;
        }

        return new Exchange(Stopwatch.GetElapsedTime(began).TotalMilliseconds, connected, error);
    }

    /// <summary>What went wrong, in one word; null for what no network does.</summary>
    public static string? Word(Exception failed) => failed switch
    {
        OperationCanceledException => Timeout,
        HttpRequestException { InnerException: { } inner } => Word(inner) ?? "http",
        HttpRequestException => "http",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "refused",
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => "reset",
        SocketException { SocketErrorCode: SocketError.TimedOut } => Timeout,
        SocketException socket => socket.SocketErrorCode.ToString(),
        IOException { InnerException: SocketException inner } => Word(inner),
        AuthenticationException => "tls",
        IOException => "closed",
        _ => null,
    };

    private static async Task<string?> StatusAsync(SslStream stream, CancellationToken limit)
    {
        // All is read, so that an answer that breaks off is seen; only the first line matters.
        var buffer = new byte[8192];
        var first = new StringBuilder(32);
        while (await stream.ReadAsync(buffer, limit).ConfigureAwait(false) is var count and > 0)
        {
            if (first.Length < 16)
            {
                first.Append(Encoding.ASCII.GetString(buffer, 0, Math.Min(count, 16)));
            }
        }

        var words = first.ToString().Split(' ');
        return words.Length < 2 ? "closed" : words[1] is "200" ? null : $"http-{words[1].Trim()}";
    }
}
