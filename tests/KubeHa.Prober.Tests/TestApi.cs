using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace KubeHa.Prober.Tests;

/// <summary>As much of an apiserver as a prober talks to, over TLS on loopback, with client certificates; it can stop, hang, reset and forget.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource ending = new();
    private readonly X509Certificate2 server;
    private readonly HashSet<string> data = [];
    private readonly Lock gate = new();
    private readonly SemaphoreSlim changed = new(0);
    private volatile bool exists;
    private int version = 1;

    private TestApi(TcpListener listener)
    {
        this.listener = listener;
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test-ca", caKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var ca = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        server = Issue(ca, "api.test.internal", out _);
        using var client = Issue(ca, "kubeha-client", out var clientKey);
        Kubeconfig = $$$"""
            {"clusters":[{"name":"c","cluster":{"server":"https://api.test.internal:6443","certificate-authority-data":"{{{Base64(ca.ExportCertificatePem())}}}"}}],
             "users":[{"name":"u","user":{"client-certificate-data":"{{{Base64(client.ExportCertificatePem())}}}","client-key-data":"{{{Base64(clientKey)}}}"}}]}
            """;
    }

    public string Kubeconfig { get; }

    public IPEndPoint Endpoint => (IPEndPoint)listener.LocalEndpoint;

    public ApiAccess Access => ApiAccess.Read(Kubeconfig, Endpoint);

    /// <summary>What is done with connections from now on.</summary>
    public volatile Mood Mood;

    public volatile string Holder = "master_1";

    /// <summary>Acknowledges this write and does not keep it.</summary>
    public volatile string Forgets = "";

    public bool ObjectExists => exists;

    public volatile int ClientCertificatesSeen;

    public static TestApi Start()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(512);
        var api = new TestApi(listener);
        // Not in a test's context, whose few threads read files: the server must not wait for who watches it.
        _ = Task.Run(api.AcceptAsync);
        return api;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        server.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptSocketAsync(ending.Token);
                _ = Task.Run(() => ServeAsync(socket));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            using (socket)
            {
                if (Mood == Mood.Resets)
                {
                    socket.LingerState = new LingerOption(true, 0);
                    return;
                }

                while (Mood == Mood.Hangs)
                {
                    await Task.Delay(10, ending.Token);
                }

                await using var stream = new SslStream(new NetworkStream(socket));
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = server, ClientCertificateRequired = true, RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null }, ending.Token);
                ClientCertificatesSeen++;
                while (await RequestAsync(stream) is { } request && !await AnswerAsync(stream, request))
                {
                }
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The client left.
        }
    }

    private async Task<(string Method, string Path, string Body, bool Close)?> RequestAsync(SslStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, ending.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n");
        var length = lines.Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(line => int.Parse(line.Split(':')[1], CultureInfo.InvariantCulture)).FirstOrDefault();
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, ending.Token);
        var words = lines[0].Split(' ');
        return (words[0], words[1], Encoding.UTF8.GetString(body), lines.Contains("Connection: close"));
    }

    /// <returns>Whether the connection is to be closed.</returns>
    private async Task<bool> AnswerAsync(SslStream stream, (string Method, string Path, string Body, bool Close) request)
    {
        const string Objects = "/api/v1/namespaces/default/configmaps";
        while (Mood == Mood.Hangs)
        {
            await Task.Delay(10, ending.Token);
        }

        switch (request)
        {
            case ("POST", Objects, _, _):
                exists = true;
                await TextAsync(stream, 201, "{}");
                break;
            case ("PATCH", _, var body, _):
                Keep(body);
                await TextAsync(stream, 200, "{}");
                break;
            case ("DELETE", _, _, _):
                exists = false;
                await TextAsync(stream, 200, "{}");
                break;
            case ("GET", var path, _, _) when path.StartsWith(Objects + "?watch", StringComparison.Ordinal):
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), ending.Token);
                while (Mood == Mood.Well)
                {
                    if (await changed.WaitAsync(20, ending.Token))
                    {
                        await ChunkAsync(stream, $"{{\"type\":\"MODIFIED\",\"object\":{Shown()}}}\n");
                    }
                }

                return true;
            case ("GET", var path, _, _) when path.StartsWith(Objects + "?", StringComparison.Ordinal):
                await TextAsync(stream, 200, """{"items":[]}""");
                break;
            case ("GET", var path, _, _) when path.StartsWith(Objects, StringComparison.Ordinal):
                await TextAsync(stream, 200, Shown());
                break;
            case ("GET", var path, _, _) when path.Contains("/leases/", StringComparison.Ordinal):
                await TextAsync(stream, 200, $$$"""{"spec":{"holderIdentity":"{{{Holder}}}"}}""");
                break;
            default:
                await TextAsync(stream, 200, """{"kind":"Namespace"}""");
                break;
        }

        return request.Close;
    }

    private void Keep(string patch)
    {
        using var document = JsonDocument.Parse(patch);
        lock (gate)
        {
            data.UnionWith(document.RootElement.GetProperty("data").EnumerateObject().Select(member => member.Name).Where(name => name != Forgets));
            version++;
        }

        changed.Release();
    }

    private string Shown()
    {
        lock (gate)
        {
            var members = string.Join(',', data.Select(name => $"\"{name}\":\"\""));
            return string.Create(CultureInfo.InvariantCulture, $"{{\"metadata\":{{\"resourceVersion\":\"{version}\"}},\"data\":{{{members}}}}}");
        }
    }

    private async Task TextAsync(SslStream stream, int status, string body) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Some\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}")), ending.Token);

    private async Task ChunkAsync(SslStream stream, string text) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Length:x}\r\n{text}\r\n")), ending.Token);

    private static X509Certificate2 Issue(X509Certificate2 ca, string name, out string keyPem)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(ca, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8));
        keyPem = key.ExportPkcs8PrivateKeyPem();

        // A key that TLS can use on every platform comes out of a PKCS #12 container.
        using var both = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(both.Export(X509ContentType.Pkcs12), null);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
