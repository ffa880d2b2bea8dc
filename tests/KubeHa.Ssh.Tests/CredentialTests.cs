using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Xunit;

namespace KubeHa.Ssh.Tests;

public sealed class CredentialTests(SshdFixture fixture) : IClassFixture<SshdFixture>
{
    private const int Machines = 8;

    // One sshd on eight addresses is eight machines to whoever logs in.
    private static readonly Target[] Targets = [.. Enumerable.Range(2, Machines).Select(i => new Target($"m{i}", IPAddress.Parse($"127.0.0.{i}")))];

    private static string Addresses => string.Concat(Targets.Select(target => $"ListenAddress {target.Address}\n"));

    [SshdFact]
    public async Task A_refused_credential_is_tried_on_one_machine_only_and_all_others_say_so()
    {
        using var folder = new TemporaryFolder();
        string wrong = NewKey(folder, "wrong");
        using var sshd = new Sshd(Addresses, "ed25519");
        var transport = new SshTransport(Options(sshd, SshPrivateKey.FromFile(wrong)));

        TransportException[] failures = await Task.WhenAll(Targets.Select(target => FailureAsync(transport, target)));

        failures.Should().OnlyContain(e => e.Reason == TransportFailure.AuthenticationFailed);
        failures.Count(e => e.Message.Contains("Not tried as root, because 127.0.0.", StringComparison.Ordinal)).Should().Be(Machines - 1);
        AttemptsBecome(sshd, 1);

        // Later comers of the same fan-out, and the first one once more: it is asked for by name.
        await FailureAsync(transport, failures.First(e => e.Message.Contains("Not tried", StringComparison.Ordinal)).Target);
        AttemptsBecome(sshd, 1);
        await FailureAsync(transport, failures.Single(e => !e.Message.Contains("Not tried", StringComparison.Ordinal)).Target);
        AttemptsBecome(sshd, 2);
    }

    [SshdFact]
    public async Task A_credential_that_one_machine_took_is_shown_to_all_and_one_refusal_stays_alone()
    {
        using var sshd = new Sshd($"{Addresses}Match LocalAddress 127.0.0.5\n  AuthorizedKeysFile none", "ed25519");
        var transport = new SshTransport(Options(sshd, SshPrivateKey.FromFile(sshd.UserKeyFile)));
        await using IHostSession first = await transport.ConnectAsync(Targets[0]);

        Task<IHostSession>[] all = [.. Targets.Select(target => transport.ConnectAsync(target))];
        foreach (Task<IHostSession> connecting in all)
        {
            await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        all.Count(connecting => connecting.IsFaulted).Should().Be(1);
        foreach (Task<IHostSession> connecting in all.Where(connecting => connecting.IsCompletedSuccessfully))
        {
            await (await connecting).DisposeAsync();
        }
    }

    [SshdFact]
    public async Task A_machine_that_does_not_answer_does_not_hold_up_the_others()
    {
        using var silent = new TcpListener(IPAddress.Parse("127.0.0.30"), 0);
        silent.Start();
        using var sshd = new Sshd(Addresses, "ed25519");
        using var cancel = new CancellationTokenSource();
        SshOptions options = Options(sshd, SshPrivateKey.FromFile(sshd.UserKeyFile), new() { ["silent"] = new SshTargetOptions { Port = ((IPEndPoint)silent.LocalEndpoint).Port } });
        var transport = new SshTransport(options);

        Task waiting = transport.ConnectAsync(new Target("silent", IPAddress.Parse("127.0.0.30")), cancel.Token);
        await using IHostSession session = await transport.ConnectAsync(Targets[0]);

        waiting.IsCompleted.Should().BeFalse();
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Many_logins_that_wait_for_their_machines_leave_the_threads_of_the_program_alone()
    {
        const int Many = 40;
        using var begins = new TcpListener(IPAddress.Loopback, 0);
        begins.Start();
        using var sockets = new Sockets();
        SshOptions options = new()
        {
            Port = ((IPEndPoint)begins.LocalEndpoint).Port,
            Password = new Secret("x"),
            MaxConcurrentLogins = Many,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            KnownHosts = KnownHosts.Parse(""),
        };
        var transport = new SshTransport(options);
        using var cancel = new CancellationTokenSource();

        var clock = System.Diagnostics.Stopwatch.StartNew();

        // A machine that says which protocol it speaks, and then no more: every login waits for its keys.
        Task[] waiting = [.. Enumerable.Range(0, Many).Select(i => (Task)transport.ConnectAsync(new Target($"m{i}", IPAddress.Loopback), cancel.Token))];
        for (int i = 0; i < Many; i++)
        {
            Socket socket = await begins.AcceptSocketAsync();
            sockets.Add(socket);
            await socket.SendAsync("SSH-2.0-slow\r\n"u8.ToArray());
        }

        // Our half of the key exchange is the last thing that comes. The pool gets a new thread twice a second: with one for each login this would take 20 s.
        await Task.WhenAll(sockets.Select(BeginsKeyExchangeAsync));
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(15));
        await cancel.CancelAsync();
        await Task.WhenAny(Task.WhenAll(waiting));
    }

    [SshdFact]
    public async Task Connections_dropped_by_MaxStartups_are_tried_again()
    {
        using var sshd = new Sshd("MaxStartups 2:100:2", "ed25519");
        var transport = new SshTransport(Options(sshd, SshPrivateKey.FromFile(sshd.UserKeyFile)));
        await using IHostSession first = await transport.ConnectAsync(sshd.Target);

        IHostSession[] sessions = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => transport.ConnectAsync(sshd.Target)));

        sshd.Log.Should().Contain(line => line.Contains("drop connection", StringComparison.Ordinal) || line.Contains("MaxStartups", StringComparison.Ordinal), "else nothing was shown");
        foreach (IHostSession session in sessions)
        {
            (await session.ExecuteAsync(new ExecRequest("exit 0"))).Succeeded.Should().BeTrue();
            await session.DisposeAsync();
        }
    }

    [SshdFact]
    public async Task Logins_at_one_first_hop_stay_within_their_limit()
    {
        using var sshd = new Sshd("MaxStartups 5:100:5", "ed25519");
        SshOptions options = Options(sshd, SshPrivateKey.FromFile(sshd.UserKeyFile), limit: 2);
        var transport = new SshTransport(options);
        await using IHostSession first = await transport.ConnectAsync(sshd.Target);

        IHostSession[] sessions = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => transport.ConnectAsync(sshd.Target)));

        sshd.Log.Should().NotContain(line => line.Contains("drop connection", StringComparison.Ordinal) || line.Contains("MaxStartups", StringComparison.Ordinal));
        foreach (IHostSession session in sessions)
        {
            await session.DisposeAsync();
        }
    }

    [SshdFact]
    public async Task A_connection_closed_before_the_host_key_is_tried_five_times_and_then_named()
    {
        using var sshd = new Sshd("", "ed25519");
        using var relay = new Relay(sshd.Port) { Refusal = "Exceeded MaxStartups\r\n" };
        var transport = new SshTransport(Options(sshd, SshPrivateKey.FromFile(sshd.UserKeyFile), port: relay.Port));

        TransportException e = await FailureAsync(transport, sshd.Target);

        e.Reason.Should().Be(TransportFailure.Unreachable);
        e.Message.Should().Contain("MaxStartups").And.Contain("PerSourcePenalties");
        relay.Connections.Should().Be(5);
    }

    [SshdFact]
    public async Task A_password_logs_in_by_either_method_and_a_wrong_one_is_sent_once()
    {
        string user = fixture.Users.Add("/bin/bash", "USER ALL=(ALL) NOPASSWD: ALL", withPassword: true);
        foreach ((string config, string method) in new[]
        {
            ("PasswordAuthentication yes\nKbdInteractiveAuthentication no", "password"),
            ("UsePAM yes\nPasswordAuthentication no\nKbdInteractiveAuthentication yes", "keyboard-interactive/pam"),
            ("UsePAM yes\nPasswordAuthentication yes\nKbdInteractiveAuthentication yes", "password"),
        })
        {
            using var sshd = new Sshd(config, "ed25519");
            await using IHostSession session = await new SshTransport(ByPassword(sshd, user, fixture.Users.SudoPassword)).ConnectAsync(sshd.Target);
            (await session.ExecuteAsync(new ExecRequest("id -u"))).StandardOutput.Should().Be("0\n");
            sshd.Log.Should().Contain(line => line.Contains($"Accepted {method} for", StringComparison.Ordinal));

            TransportException e = await FailureAsync(new SshTransport(ByPassword(sshd, user, new Secret("not-the-password"))), sshd.Target);

            e.Reason.Should().Be(TransportFailure.AuthenticationFailed);
            e.ToString().Should().NotContain("not-the-password");
            SpinWait.SpinUntil(() => Refusals(sshd) > 1, TimeSpan.FromSeconds(3));
            Refusals(sshd).Should().Be(1, string.Join('\n', sshd.Log.TakeLast(10)));
            string.Join('\n', sshd.Log).Should().NotContain("not-the-password").And.NotContain(fixture.Users.SudoPassword.Reveal());
        }

        static int Refusals(Sshd sshd) => sshd.Log.Count(line => line.Contains("Failed password", StringComparison.Ordinal) || line.Contains("Failed keyboard-interactive", StringComparison.Ordinal));
    }

    [SshdFact]
    public async Task An_sshd_that_has_had_enough_attempts_counts_as_a_refusal()
    {
        string user = fixture.Users.Add("/bin/bash", withPassword: true);
        using var sshd = new Sshd("MaxAuthTries 1", "ed25519");

        TransportException e = await FailureAsync(new SshTransport(ByPassword(sshd, user, new Secret("not-the-password"))), sshd.Target);

        e.Reason.Should().Be(TransportFailure.AuthenticationFailed);
    }

    [SshdFact]
    public async Task User_certificates_log_in_and_their_key_alone_is_not_shown()
    {
        using var folder = new TemporaryFolder();
        string authority = NewKey(folder, "authority");
        using var sshd = new Sshd($"TrustedUserCAKeys {authority}.pub", "ed25519");
        foreach (string type in new[] { "ed25519", "ecdsa", "rsa" })
        {
            string key = NewKey(folder, type, type);
            Run.Program("ssh-keygen", "-q", "-s", authority, "-I", $"who-{type}", "-n", "root", "-V", "+1h", $"{key}.pub");
            string certificate = $"{key}-cert.pub";

            await using IHostSession byFile = await new SshTransport(Options(sshd, SshPrivateKey.FromFile(key, certificateFile: certificate))).ConnectAsync(sshd.Target);
            await using IHostSession byText = await new SshTransport(Options(sshd, SshPrivateKey.FromText(new Secret(File.ReadAllText(key)), certificate: File.ReadAllText(certificate)))).ConnectAsync(sshd.Target);
            TransportException without = await FailureAsync(new SshTransport(Options(sshd, SshPrivateKey.FromFile(key))), sshd.Target);

            without.Reason.Should().Be(TransportFailure.AuthenticationFailed);
            sshd.Log.Count(line => line.Contains("Accepted publickey", StringComparison.Ordinal) && line.Contains($"ID who-{type}", StringComparison.Ordinal)).Should().Be(2);
        }

        Run.Program("ssh-keygen", "-q", "-s", authority, "-I", "who", "-n", "somebody", "-V", "+1h", $"{folder.Path}/rsa.pub");
        int before = Attempts(sshd);
        TransportException refused = await FailureAsync(new SshTransport(Options(sshd, SshPrivateKey.FromFile($"{folder.Path}/rsa", certificateFile: $"{folder.Path}/rsa-cert.pub"))), sshd.Target);
        refused.Reason.Should().Be(TransportFailure.AuthenticationFailed);
        AttemptsBecome(sshd, before + 1);
    }

    // sshd writes its log after it has answered.
    private static void AttemptsBecome(Sshd sshd, int expected)
    {
        SpinWait.SpinUntil(() => Attempts(sshd) >= expected, TimeSpan.FromSeconds(60));
        SpinWait.SpinUntil(() => Attempts(sshd) > expected, TimeSpan.FromSeconds(1));
        Attempts(sshd).Should().Be(expected);
    }

    private static int Attempts(Sshd sshd) => sshd.Log.Count(line => line.Contains("Failed publickey", StringComparison.Ordinal));

    private static string NewKey(TemporaryFolder folder, string name, string type = "ed25519")
    {
        Run.Program("ssh-keygen", "-q", "-t", type, "-N", "", "-f", $"{folder.Path}/{name}");
        return $"{folder.Path}/{name}";
    }

    private static SshOptions Options(Sshd sshd, SshPrivateKey key, Dictionary<string, SshTargetOptions>? targets = null, int limit = 8, int? port = null) => new()
    {
        Port = port ?? sshd.Port,
        PrivateKeys = [key],
        Fingerprints = [sshd.Fingerprint("ed25519")],
        Targets = targets ?? [],
        MaxConcurrentLogins = limit,
        ConnectTimeout = TimeSpan.FromSeconds(60),
    };

    private static SshOptions ByPassword(Sshd sshd, string user, Secret password) => new()
    {
        User = user, Port = sshd.Port, Password = password, Fingerprints = [sshd.Fingerprint("ed25519")], ConnectTimeout = TimeSpan.FromSeconds(60),
    };

    private static async Task<TransportException> FailureAsync(SshTransport transport, Target target) =>
        (await FluentActions.Awaiting(() => transport.ConnectAsync(target)).Should().ThrowAsync<TransportException>()).Which;

    private static async Task BeginsKeyExchangeAsync(Socket socket)
    {
        byte[] buffer = new byte[4096];
        for (int got = 0; got < 500;)
        {
            got += await socket.ReceiveAsync(buffer);
        }
    }

    private sealed class Sockets : List<Socket>, IDisposable
    {
        public void Dispose() => ForEach(socket => socket.Dispose());
    }
}
