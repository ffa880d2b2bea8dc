using Xunit;

namespace KubeHa.Ssh.Tests;

public sealed class SshConformanceTests(SshConformanceTests.Server server) : TransportConformance, IClassFixture<SshConformanceTests.Server>
{
    protected override Task<IHostSession> ConnectAsync() => new SshTransport(server.Sshd!.Options()).ConnectAsync(server.Sshd.Target);

    public sealed class Server : IDisposable
    {
        public Sshd? Sshd { get; } = Environment.IsPrivilegedProcess ? new Sshd() : null;

        public void Dispose() => Sshd?.Dispose();
    }
}
