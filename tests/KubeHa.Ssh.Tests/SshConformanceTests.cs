using Xunit;

namespace KubeHa.Ssh.Tests;

/// <summary>As root, with whatever login shell root has.</summary>
public sealed class SshConformanceTests(SshdFixture fixture) : TransportConformance, IClassFixture<SshdFixture>
{
    protected override Task<IHostSession> ConnectAsync() => fixture.ConnectAsync(fixture.Sshd.Options());
}

/// <summary>As a user whose shell is busybox, through sudo without a password.</summary>
public sealed class SshBusyboxSudoConformanceTests(SshdFixture fixture) : TransportConformance, IClassFixture<SshdFixture>
{
    private string? user;

    protected override Task<IHostSession> ConnectAsync() =>
        fixture.ConnectAsync(fixture.Sshd.Options(user ??= fixture.Users.Add(fixture.Users.BusyboxShell, "USER ALL=(ALL) NOPASSWD: ALL")));
}

/// <summary>As a user whose shell is dash, through sudo with a pseudo-terminal of its own.</summary>
public sealed class SshDashUsePtyConformanceTests(SshdFixture fixture) : TransportConformance, IClassFixture<SshdFixture>
{
    private string? user;

    protected override Task<IHostSession> ConnectAsync() =>
        fixture.ConnectAsync(fixture.Sshd.Options(user ??= fixture.Users.Add("/bin/dash", "Defaults:USER use_pty\nUSER ALL=(ALL) NOPASSWD: ALL")));
}
