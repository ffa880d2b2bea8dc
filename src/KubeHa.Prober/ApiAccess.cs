using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace KubeHa.Prober;

/// <summary>How the API is reached: as the machine's kubeconfig says, at the virtual IP.</summary>
internal sealed class ApiAccess : IDisposable
{
    private readonly X509Certificate2? authority;
    private readonly X509Certificate2? client;
    private readonly SslStreamCertificateContext? clientContext;
    private readonly bool trustsAnyone;

    private ApiAccess(Uri server, IPEndPoint endpoint, X509Certificate2? authority, X509Certificate2? client, string? token, bool trustsAnyone)
    {
        Server = server;
        Endpoint = endpoint;
        Token = token;
        this.authority = authority;
        this.client = client;
        this.trustsAnyone = trustsAnyone;
        clientContext = client is null ? null : SslStreamCertificateContext.Create(client, null, offline: true);
    }

    public Uri Server { get; }

    public IPEndPoint Endpoint { get; }

    public string? Token { get; }

    /// <summary>Reads what <c>kubectl config view --raw --minify --flatten -o json</c> prints.</summary>
    /// <exception cref="UsageException">It cannot be used.</exception>
    public static ApiAccess Read(string json, IPEndPoint endpoint)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var cluster = document.RootElement.GetProperty("clusters")[0].GetProperty("cluster");
            var user = document.RootElement.GetProperty("users")[0].GetProperty("user");
            var authority = Text(cluster, "certificate-authority-data") is { } ca ? X509Certificate2.CreateFromPem(Pem(ca)) : null;
            var client = Text(user, "client-certificate-data") is { } certificate && Text(user, "client-key-data") is { } key
                ? X509Certificate2.CreateFromPem(Pem(certificate), Pem(key))
                : null;
            var token = Text(user, "token");
            return client is null && token is null
                ? throw new UsageException("the kubeconfig has neither a client certificate nor a token; a plug-in that fetches credentials is not supported")
                : new ApiAccess(new Uri(Text(cluster, "server") ?? string.Empty), endpoint, authority, client, token, cluster.TryGetProperty("insecure-skip-tls-verify", out var skip) && skip.GetBoolean());
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or UriFormatException or IndexOutOfRangeException)
        {
            // What it says may quote what it read, which is secret.
            throw new UsageException("standard input is no kubeconfig as `kubectl config view --raw --minify --flatten -o json` prints it");
        }
    }

    public SslClientAuthenticationOptions Tls()
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = Server.Host,

            // Each connection is a new one, with a handshake of its own.
            AllowTlsResume = false,
            ClientCertificateContext = clientContext,
        };
        if (authority is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { authority } };
        }

        if (trustsAnyone)
        {
#pragma warning disable CA5359 // The kubeconfig says so.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return options;
    }

    /// <summary>A client that keeps its connection, as programs do; at the virtual IP whatever the name resolves to.</summary>
    public HttpClient Keeping(TimeSpan limit)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = Tls(),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(Endpoint, token).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        var http = new HttpClient(handler) { BaseAddress = Server, Timeout = limit };
        if (Token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", Token);
        }

        return http;
    }

    public void Dispose()
    {
        authority?.Dispose();
        client?.Dispose();
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;

    private static string Pem(string base64) => Encoding.ASCII.GetString(Convert.FromBase64String(base64));
}
