using System.Net;
using FluentAssertions;
using Xunit;

namespace KubeHa.Ssh.Tests;

/// <summary>Three sshds on loopback ports: two to pass through, one to reach.</summary>
public sealed class JumpHostTests(JumpHostTests.Hosts hosts) : IClassFixture<JumpHostTests.Hosts>
{
    private Sshd Machine => hosts.Machine!;

    [SshdFact]
    public async Task A_machine_is_reached_through_two_jump_hosts_each_with_its_own_key()
    {
        await using IHostSession session = await Connect(Options(Hop(hosts.First!), Hop(hosts.Second!)));

        ExecResult result = await session.ExecuteAsync(new ExecRequest("cat; exit 3") { StandardInput = new MemoryStream(new byte[2_000_000]) });

        result.ExitCode.Should().Be(3);
        result.StandardOutput.Length.Should().Be(2_000_000);
        foreach (Sshd hop in new[] { hosts.First!, hosts.Second! })
        {
            hop.Log.Should().Contain(line => line.Contains("Accepted publickey", StringComparison.Ordinal));
        }
    }

    [SshdFact]
    public async Task A_jump_hosts_wrong_key_stops_the_login_there_and_the_machine_is_not_contacted()
    {
        int seen = Machine.Log.Count;
        foreach ((SshJumpHost[] way, string name) in new[]
        {
            (new[] { Hop(hosts.First!, pin: Machine.Fingerprint("ed25519")), Hop(hosts.Second!) }, "first-hop"),
            ([Hop(hosts.First!), Hop(hosts.Second!, "second-hop", pin: Machine.Fingerprint("ed25519"))], "second-hop"),
        })
        {
            TransportException e = await FailureAsync(Options(way));

            e.Reason.Should().Be(TransportFailure.HostKeyChanged);
            e.Message.Should().Contain(name == "second-hop" ? "Jump host second-hop" : "Jump host").And.StartWith("machine (127.0.0.1)");
        }

        Machine.Log.Count.Should().Be(seen);
    }

    [SshdFact]
    public async Task The_machines_key_is_checked_under_its_own_name_behind_a_jump_host_too()
    {
        SshOptions options = Options(KnownHosts.Parse(hosts.First!.KnownHostsText + $"[127.0.0.1]:{Machine.Port} {hosts.Second!.PublicHostKey("ed25519")}"), Hop(hosts.First));

        TransportException e = await FailureAsync(options);

        e.Reason.Should().Be(TransportFailure.HostKeyChanged);
        e.Message.Should().NotContain("Jump host").And.Contain(Machine.Fingerprint("ed25519"));
    }

    [SshdFact]
    public async Task Machines_behind_one_jump_host_share_one_login_to_it_and_do_not_starve_the_program()
    {
        using var bastion = new Sshd("", "ed25519");
        var transport = new SshTransport(Options(KnownHosts.Parse(bastion.KnownHostsText + Machine.KnownHostsText), Hop(bastion)));
        const int Count = 24;
        ThreadPool.GetMinThreads(out int before, out _);

        IHostSession[] sessions = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => transport.ConnectAsync(new Target($"m{i}", IPAddress.Loopback))));
        ExecResult[] results = await Task.WhenAll(sessions.Select(session => session.ExecuteAsync(new ExecRequest("echo here"))));

        results.Should().OnlyContain(result => result.StandardOutput == "here\n");
        ThreadPool.GetMinThreads(out int meanwhile, out _);
        (meanwhile - before).Should().BeGreaterThan(Count / 2, "SSH.NET blocks a thread of the pool for each tunnel, and the program must not pay for it");
        bastion.Log.Count(line => line.Contains("Accepted publickey", StringComparison.Ordinal)).Should().Be(1);
        foreach (IHostSession session in sessions)
        {
            await session.DisposeAsync();
        }

        SpinWait.SpinUntil(() => bastion.ConnectionProcesses().Length == 0, TimeSpan.FromSeconds(60)).Should().BeTrue("the last one closes the jump host's connection");
        SpinWait.SpinUntil(PoolIsAsBefore, TimeSpan.FromSeconds(60)).Should().BeTrue();

        bool PoolIsAsBefore()
        {
            ThreadPool.GetMinThreads(out int now, out _);
            return now <= before;
        }
    }

    [SshdFact]
    public async Task A_jump_host_that_refuses_is_asked_once_for_all_machines_behind_it()
    {
        using var bastion = new Sshd("", "ed25519");
        SshJumpHost hop = new("127.0.0.1") { Port = bastion.Port, PrivateKeys = [SshPrivateKey.FromFile(Machine.UserKeyFile)] };
        var transport = new SshTransport(Options(KnownHosts.Parse(bastion.KnownHostsText + Machine.KnownHostsText), hop));

        TransportException[] together = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => FailureAsync(() => transport.ConnectAsync(new Target($"m{i}", IPAddress.Loopback)))));
        TransportException later = await FailureAsync(() => transport.ConnectAsync(Machine.Target));

        together.Append(later).Should().OnlyContain(e => e.Reason == TransportFailure.AuthenticationFailed && e.Message.Contains("Jump host", StringComparison.Ordinal));
        SpinWait.SpinUntil(() => Refusals() > 1, TimeSpan.FromSeconds(2));
        Refusals().Should().Be(1);

        int Refusals() => bastion.Log.Count(line => line.Contains("Failed publickey", StringComparison.Ordinal));
    }

    [SshdFact]
    public async Task A_jump_host_that_dies_takes_its_sessions_along_and_a_new_connect_finds_it_again()
    {
        using var bastion = new Sshd("", "ed25519");
        var transport = new SshTransport(Options(KnownHosts.Parse(bastion.KnownHostsText + Machine.KnownHostsText), Hop(bastion)));
        await using IHostSession session = await transport.ConnectAsync(Machine.Target);
        Task<ExecResult> running = session.ExecuteAsync(new ExecRequest("sleep 600"));

        bastion.Stop();
        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));
        TransportException gone = await FailureAsync(() => transport.ConnectAsync(Machine.Target));
        bastion.Start();
        await using IHostSession again = await transport.ConnectAsync(Machine.Target);

        result.Outcome.Should().Be(ExecOutcome.Unknown);
        gone.Reason.Should().Be(TransportFailure.Unreachable);
        gone.Message.Should().Contain("Jump host").And.Contain("refuses connections");
        (await again.ExecuteAsync(new ExecRequest("exit 0"))).Succeeded.Should().BeTrue();
    }

    [SshdFact]
    public async Task A_jump_host_that_falls_silent_is_replaced_at_the_next_connect()
    {
        using var relay = new Relay(hosts.First!.Port);
        string known = KnownHosts.FormatLine("127.0.0.1", relay.Port, "ssh-ed25519", Convert.FromBase64String(hosts.First.PublicHostKey("ed25519").Split(' ')[1])) + "\n" + Machine.KnownHostsText;
        var transport = new SshTransport(Options(KnownHosts.Parse(known), new SshJumpHost("127.0.0.1") { Port = relay.Port, PrivateKeys = [SshPrivateKey.FromFile(hosts.First.UserKeyFile)] }, TimeSpan.FromSeconds(2)));
        await using IHostSession session = await transport.ConnectAsync(Machine.Target);
        Task<ExecResult> running = session.ExecuteAsync(new ExecRequest("sleep 600"));

        relay.FallSilent();
        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));

        result.Outcome.Should().Be(ExecOutcome.Unknown);
        result.StandardError.Should().Contain("no sign of life");
        int before = relay.Connections;
        await FailureAsync(() => transport.ConnectAsync(Machine.Target));
        relay.Connections.Should().BeGreaterThan(before, "the silent connection must not be used again");
    }

    [SshdFact]
    public async Task A_jump_host_that_may_not_forward_says_so()
    {
        using var closed = new Sshd("AllowTcpForwarding no", "ed25519");

        TransportException e = await FailureAsync(Options(KnownHosts.Parse(closed.KnownHostsText + Machine.KnownHostsText), Hop(closed)));

        e.Reason.Should().Be(TransportFailure.Unreachable);
        e.Message.Should().Contain("the jump host 127.0.0.1 does not forward").And.Contain("AllowTcpForwarding");
    }

    [SshdFact]
    public async Task The_machines_password_is_not_shown_to_a_jump_host()
    {
        SshOptions options = new()
        {
            Port = Machine.Port,
            Password = new Secret("for-the-machine"),
            KnownHosts = KnownHosts.Parse(hosts.First!.KnownHostsText + Machine.KnownHostsText),
            JumpHosts = [new SshJumpHost("127.0.0.1") { Port = hosts.First.Port }],
        };

        TransportException e = await FailureAsync(options);

        e.Reason.Should().Be(TransportFailure.Configuration);
        e.Message.Should().Contain("Jump host 127.0.0.1").And.Contain("no credential");
    }

    private static Task<IHostSession> Connect(SshOptions options) => new SshTransport(options).ConnectAsync(new Target("machine", IPAddress.Loopback));

    private static Task<TransportException> FailureAsync(SshOptions options) => FailureAsync(() => Connect(options));

    private static async Task<TransportException> FailureAsync(Func<Task> act) => (await FluentActions.Awaiting(act).Should().ThrowAsync<TransportException>()).Which;

    private static SshJumpHost Hop(Sshd sshd, string? alias = null, string? pin = null) => new("127.0.0.1")
    {
        Port = sshd.Port,
        PrivateKeys = [SshPrivateKey.FromFile(sshd.UserKeyFile)],
        HostKeyAlias = alias ?? (pin is null ? null : "first-hop"),
        Fingerprints = pin is null ? [] : [pin],
    };

    private SshOptions Options(params SshJumpHost[] way) =>
        Options(KnownHosts.Parse(hosts.First!.KnownHostsText + hosts.Second!.KnownHostsText + Machine.KnownHostsText), way);

    private SshOptions Options(KnownHosts known, SshJumpHost hop, TimeSpan dead) => new()
    {
        Port = Machine.Port, PrivateKeyFile = Machine.UserKeyFile, KnownHosts = known, JumpHosts = [hop], DeadPeerTimeout = dead, ConnectTimeout = TimeSpan.FromSeconds(4),
    };

    private SshOptions Options(KnownHosts known, params SshJumpHost[] way) => new()
    {
        Port = Machine.Port, PrivateKeyFile = Machine.UserKeyFile, KnownHosts = known, JumpHosts = way, ConnectTimeout = TimeSpan.FromSeconds(60),
    };

    public sealed class Hosts : IDisposable
    {
        public Sshd? First { get; } = New();

        public Sshd? Second { get; } = New();

        public Sshd? Machine { get; } = New();

        public void Dispose()
        {
            First?.Dispose();
            Second?.Dispose();
            Machine?.Dispose();
        }

        private static Sshd? New() => Environment.IsPrivilegedProcess ? new Sshd("MaxStartups 100", "ed25519") : null;
    }
}
