namespace KubeHa.Ssh.Tests;

/// <summary>Users for a class of tests that starts its own sshds; nothing where tests are skipped.</summary>
public sealed class TestUsersFixture : IDisposable
{
    private readonly TestUsers? users = Environment.IsPrivilegedProcess ? new TestUsers() : null;

    public TestUsers Users => users!;

    public void Dispose() => users?.Dispose();
}
