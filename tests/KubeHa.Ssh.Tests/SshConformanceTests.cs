using FluentAssertions;
using Xunit;

namespace KubeHa.Ssh.Tests;

/// <summary>As root, with whatever login shell root has.</summary>
public sealed class SshConformanceTests(SshdFixture fixture) : TransportConformance, IClassFixture<SshdFixture>
{
    protected override ITransport Transport => new SshTransport(fixture.Sshd.Options());
}

/// <summary>As a user whose shell is busybox, through sudo without a password.</summary>
public sealed class SshBusyboxSudoConformanceTests(SshdFixture fixture) : TransportConformance, IClassFixture<SshdFixture>
{
    private string? user;

    protected override ITransport Transport =>
        new SshTransport(fixture.Sshd.Options(user ??= fixture.Users.Add(fixture.Users.BusyboxShell, "USER ALL=(ALL) NOPASSWD: ALL")));
}

/// <summary>As a user whose shell is dash, through sudo with a pseudo-terminal of its own.</summary>
public sealed class SshDashUsePtyConformanceTests(SshdFixture fixture) : TransportConformance, IClassFixture<SshdFixture>
{
    private string? user;

    protected override ITransport Transport =>
        new SshTransport(fixture.Sshd.Options(user ??= fixture.Users.Add("/bin/dash", "Defaults:USER use_pty\nUSER ALL=(ALL) NOPASSWD: ALL")));
}

/// <summary>As a user whose shell is bash and talks at every login, through sudo with a password, a pseudo-terminal and no tickets.</summary>
public sealed class SshNoisyBashSudoPasswordConformanceTests(SshdFixture fixture) : TransportConformance, IClassFixture<SshdFixture>
{
    private string? user;

    protected override ITransport Transport
    {
        get
        {
            user ??= fixture.Users.Add("/bin/bash", "Defaults:USER use_pty, timestamp_timeout=0\nUSER ALL=(ALL) ALL", withPassword: true, bashrc: "echo noise; echo more noise >&2; printf half\n");
            return new SshTransport(fixture.Sshd.Options(user, target: new SshTargetOptions { SudoPassword = fixture.Users.SudoPassword }));
        }
    }

    // A shell stands between sudo and sshd.
    protected override ExecResult KilledBy(string signal, int number) => new(ExecOutcome.Completed, 128 + number, null, "", "");

    // That shell may be in the group that the signal goes to, and then sshd tells of its end.
    protected override void BeCancelled(ExecResult result, string signal, int number)
    {
        result.Outcome.Should().Be(ExecOutcome.Completed);
        result.Succeeded.Should().BeFalse();
    }
}

/// <summary>Behind two jump hosts.</summary>
public sealed class SshJumpHostConformanceTests(JumpHostTests.Hosts hosts) : TransportConformance, IClassFixture<JumpHostTests.Hosts>
{
    private SshTransport? transport;

    protected override ITransport Transport => transport ??= new SshTransport(new SshOptions
    {
        Port = hosts.Machine!.Port,
        PrivateKeyFile = hosts.Machine.UserKeyFile,
        KnownHosts = KnownHosts.Parse(hosts.First!.KnownHostsText + hosts.Second!.KnownHostsText + hosts.Machine.KnownHostsText),
        JumpHosts = [Hop(hosts.First), Hop(hosts.Second)],
        ConnectTimeout = TimeSpan.FromSeconds(60),
    });

    private static SshJumpHost Hop(Sshd sshd) => new("127.0.0.1") { Port = sshd.Port, PrivateKeys = [SshPrivateKey.FromFile(sshd.UserKeyFile)] };
}
