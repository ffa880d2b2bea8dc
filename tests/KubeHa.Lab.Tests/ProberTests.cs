using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FluentAssertions;
using Xunit;

namespace KubeHa.Lab.Tests;

public sealed class ProberTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubeha-probe-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Handshakes_are_counted_as_good_and_begun_on_the_clock()
    {
        using var listener = Listen();
        using var stop = new CancellationTokenSource();
        var serving = ServeAsync(listener, stop.Token);

        var attempts = await ProbeAsync(((IPEndPoint)listener.LocalEndpoint).Port, seconds: 1, limit: 1000);
        await stop.CancelAsync();
        await serving;

        attempts.Should().NotBeEmpty().And.OnlyContain(attempt => attempt.Ok, "{0}", string.Join('\n', attempts.Select(attempt => attempt.ToLine())));
        attempts.Count.Should().BeInRange(2, 20, "twenty ticks are in a second");
        attempts.Select(attempt => attempt.Started).Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task A_refused_connection_says_so()
    {
        var listener = Listen();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Dispose();

        var attempts = await ProbeAsync(port, seconds: 0.3, limit: 1000);

        attempts.Should().NotBeEmpty().And.OnlyContain(attempt => attempt.Error == nameof(SocketError.ConnectionRefused));
    }

    [Fact]
    public async Task Silence_ends_at_the_limit_of_each_attempt()
    {
        using var silent = Listen();

        var attempts = await ProbeAsync(((IPEndPoint)silent.LocalEndpoint).Port, seconds: 0.3, limit: 200);

        attempts.Should().NotBeEmpty().And.OnlyContain(attempt => attempt.Error == Attempt.Timeout && attempt.Milliseconds >= 190, "{0}", string.Join('\n', attempts.Select(attempt => attempt.ToLine())));
    }

    [Fact]
    public async Task A_stop_file_ends_it()
    {
        using var silent = Listen();
        var options = Options(((IPEndPoint)silent.LocalEndpoint).Port, seconds: 3600, limit: 100);
        await File.WriteAllTextAsync(options.StopFile, string.Empty);

        await new Prober(options).RunAsync(CancellationToken.None);

        File.Exists(options.File).Should().BeTrue();
    }

    [Fact]
    public void A_half_written_line_is_left_out()
    {
        var file = Path.Join(folder, "lines");
        File.WriteAllText(file, new Attempt(2000.5, 3, null).ToLine() + "\n" + new Attempt(1000, 1000, "timeout").ToLine() + "\n{\"started\":3000,\"m");

        Attempt.Read(file).Should().Equal(new Attempt(1000, 1000, "timeout"), new Attempt(2000.5, 3, null));
    }

    [Fact]
    public void Options_go_there_and_back()
    {
        var options = Options(6443, 12.5, 1000);

        ProbeOptions.Parse([.. options.ToArguments()]).Should().Be(options);
    }

    [Theory]
    [InlineData("--seconds", "0", "--out", "f")]
    [InlineData("--out")]
    [InlineData("--seconds", "1")]
    [InlineData("--out", "f", "--pace", "1")]
    public void Wrong_options_are_refused(params string[] arguments)
    {
        var parse = () => ProbeOptions.Parse(arguments);

        parse.Should().Throw<UsageException>();
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static async Task ServeAsync(TcpListener listener, CancellationToken stop)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop);
                using var stream = new SslStream(client.GetStream());
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            }
            catch (Exception ended) when (ended is OperationCanceledException or IOException or AuthenticationException)
            {
                // A prober that has what it wanted hangs up.
            }
        }
    }

    private async Task<IReadOnlyList<Attempt>> ProbeAsync(int port, double seconds, double limit)
    {
        var options = Options(port, seconds, limit);
        await new Prober(options).RunAsync(CancellationToken.None);
        return Attempt.Read(options.File);
    }

    private ProbeOptions Options(int port, double seconds, double limit) =>
        new(new IPEndPoint(IPAddress.Loopback, port), Path.Join(folder, "attempts"), seconds, 50, limit);
}
