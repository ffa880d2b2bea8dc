namespace KubeHa.Ssh.Tests;

/// <summary>One sshd and its users for a class of tests; nothing where tests are skipped.</summary>
public sealed class SshdFixture : IDisposable
{
    private readonly Sshd? sshd = Environment.IsPrivilegedProcess ? new Sshd() : null;
    private readonly TestUsers? users = Environment.IsPrivilegedProcess ? new TestUsers() : null;

    public Sshd Sshd => sshd!;

    public TestUsers Users => users!;

    public Task<IHostSession> ConnectAsync(SshOptions options) => new SshTransport(options).ConnectAsync(Sshd.Target);

    public void Dispose()
    {
        sshd?.Dispose();
        users?.Dispose();
    }
}
