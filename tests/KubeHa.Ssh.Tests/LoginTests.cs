using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Xunit;

namespace KubeHa.Ssh.Tests;

public sealed class LoginTests(SshdFixture fixture) : IClassFixture<SshdFixture>
{
    private Sshd Sshd => fixture.Sshd;

    [SshdFact]
    public async Task What_a_login_shell_prints_is_kept_out_of_the_output()
    {
        string user = fixture.Users.Add("/bin/bash", "USER ALL=(ALL) NOPASSWD: ALL", bashrc: "echo noise; echo more noise >&2; printf 'half a line'\n");
        await using IHostSession session = await fixture.ConnectAsync(Sshd.Options(user));

        ExecResult result = await session.ExecuteAsync(new ExecRequest("echo out; echo err >&2"));

        result.Should().BeEquivalentTo(new ExecResult(ExecOutcome.Completed, 0, null, "out\n", "err\n"));
    }

    [SshdFact]
    public async Task A_login_without_a_usable_shell_is_told_with_what_it_said()
    {
        string user = fixture.Users.Add("/usr/sbin/nologin");

        TransportException e = await FailureAsync(Sshd.Options(user));

        e.Reason.Should().Be(TransportFailure.LoginShellUnusable);
        e.Message.Should().Contain("This account is currently not available").And.Contain("/bin/sh");
    }

    [SshdFact]
    public async Task A_start_up_file_that_waits_is_told_with_what_it_said()
    {
        string user = fixture.Users.Add("/bin/bash", "USER ALL=(ALL) NOPASSWD: ALL", bashrc: "echo waiting for a lock >&2; read -r never\n");

        TransportException e = await FailureAsync(new SshOptions
        {
            User = user,
            Port = Sshd.Port,
            PrivateKeyFile = Sshd.UserKeyFile,
            KnownHosts = KnownHosts.Parse(Sshd.KnownHostsText),
            ConnectTimeout = TimeSpan.FromSeconds(5),
        });

        e.Reason.Should().Be(TransportFailure.Unreachable);
        e.Message.Should().Contain("within 5 s").And.Contain("~/.bashrc").And.Contain("It said: waiting for a lock").And.Contain($"ssh {user}@");
    }

    [SshdFact]
    public async Task A_user_without_sudo_rights_is_told_the_line_for_sudoers()
    {
        string user = fixture.Users.Add("/bin/bash");

        TransportException e = await FailureAsync(Sshd.Options(user));

        e.Reason.Should().Be(TransportFailure.ElevationRefused);
        e.Message.Should().Contain("a password is required").And.Contain($"{user} ALL=(ALL) NOPASSWD: ALL");
    }

    [SshdFact]
    public async Task A_sudo_that_wants_a_terminal_is_told_how_to_cure_it()
    {
        string user = fixture.Users.Add("/bin/bash", "Defaults:USER requiretty\nUSER ALL=(ALL) NOPASSWD: ALL");

        TransportException e = await FailureAsync(Sshd.Options(user));

        e.Reason.Should().Be(TransportFailure.ElevationRefused);
        e.Message.Should().Contain($"Defaults:{user} !requiretty");
    }

    /// <summary>Who is refused at once may be gone before its input is made ready: on a busy machine that must be told in the same words.</summary>
    [SshdFact]
    public async Task A_sudo_that_refuses_at_once_is_told_so_however_busy_this_machine_is()
    {
        string user = fixture.Users.Add("/bin/bash", "Defaults:USER requiretty\nUSER ALL=(ALL) NOPASSWD: ALL");

        for (int round = 0; round < 15; round++)
        {
            TransportException[] failures = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => FailureAsync(Sshd.Options(user)))));

            failures.Should().OnlyContain(e => e.Reason == TransportFailure.ElevationRefused);
        }
    }

    [SshdFact]
    public async Task A_login_that_is_not_root_and_may_not_become_it_is_refused()
    {
        string user = fixture.Users.Add("/bin/bash");

        TransportException e = await FailureAsync(Sshd.Options(user, target: new SshTargetOptions { Elevation = SshElevation.None }));

        e.Reason.Should().Be(TransportFailure.ElevationRefused);
        e.Message.Should().Contain("is not root");
    }

    [SshdFact]
    public async Task Sudo_takes_a_password_on_standard_input_and_leaves_the_payload_alone()
    {
        string user = fixture.Users.Add("/bin/bash", "USER ALL=(ALL) ALL", withPassword: true);
        await using IHostSession session = await fixture.ConnectAsync(Sshd.Options(user, target: new SshTargetOptions { SudoPassword = fixture.Users.SudoPassword }));

        ExecResult result = await session.ExecuteAsync(new ExecRequest("id -u; cat; ps -eo args; cat /proc/*/environ 2>/dev/null | tr '\\000' '\\n'; exit 5")
        {
            StandardInput = new MemoryStream("payload\n"u8.ToArray()),
        });
        ExecResult without = await session.ExecuteAsync(new ExecRequest("cat; id -u"));

        result.ExitCode.Should().Be(5, result.StandardError);
        result.StandardOutput.Should().StartWith("0\npayload\n").And.Contain("sudo -n -H --").And.NotContain(fixture.Users.SudoPassword.Reveal());
        without.StandardOutput.Should().Be("0\n");
    }

    [SshdFact]
    public async Task A_sudo_password_that_sudo_does_not_ask_for_does_not_become_the_commands_input()
    {
        foreach (string sudoers in new[] { "USER ALL=(ALL) NOPASSWD: ALL", "Defaults:USER timestamp_timeout=0\nUSER ALL=(ALL) ALL", "Defaults:USER use_pty\nUSER ALL=(ALL) ALL" })
        {
            string user = fixture.Users.Add("/bin/dash", sudoers, withPassword: true);
            await using IHostSession session = await fixture.ConnectAsync(Sshd.Options(user, target: new SshTargetOptions { SudoPassword = fixture.Users.SudoPassword }));

            ExecResult with = await session.ExecuteAsync(new ExecRequest("cat; id -u; exit 6") { StandardInput = new MemoryStream("payload\n"u8.ToArray()) });
            ExecResult without = await session.ExecuteAsync(new ExecRequest("cat; id -u"));
            ExecResult left = await session.ExecuteAsync(new ExecRequest("exit 4") { StandardInput = new MemoryStream(new byte[3_000_000]) }).WaitAsync(TimeSpan.FromSeconds(60));

            with.Should().BeEquivalentTo(new ExecResult(ExecOutcome.Completed, 6, null, "payload\n0\n", ""), sudoers);
            without.StandardOutput.Should().Be("0\n", sudoers);
            left.ExitCode.Should().Be(4, sudoers);
        }
    }

    [SshdFact]
    public async Task A_password_is_in_no_process_list_no_log_and_no_exception()
    {
        string user = fixture.Users.Add("/bin/bash", "USER ALL=(ALL) ALL", withPassword: true);
        using var own = new Sshd("PasswordAuthentication yes\nLogLevel DEBUG3", "ed25519");
        string password = fixture.Users.SudoPassword.Reveal();
        SshOptions options = new()
        {
            User = user, Port = own.Port, Password = fixture.Users.SudoPassword, SudoPassword = fixture.Users.SudoPassword, Fingerprints = [own.Fingerprint("ed25519")],
            ConnectTimeout = TimeSpan.FromSeconds(60),
        };
        await using IHostSession session = await new SshTransport(options).ConnectAsync(own.Target);

        ExecResult seen = await session.ExecuteAsync(new ExecRequest("for p in /proc/[0-9]*; do tr '\\000' '\\n' <$p/cmdline; tr '\\000' '\\n' <$p/environ; done 2>/dev/null; cat /run/kubeha-ssh.*/* /tmp/kubeha-ssh.*/* 2>/dev/null"));
        TransportException e = await FailureAsync(Sshd.Options(user, target: new SshTargetOptions { SudoPassword = new Secret(password + "x") }));

        seen.StandardOutput.Should().Contain("/proc/[0-9]*").And.NotContain(password);
        e.ToString().Should().NotContain(password);
        string.Join('\n', own.Log.Concat(Sshd.Log)).Should().NotContain(password);
    }

    [SshdFact]
    public async Task A_wrong_sudo_password_is_tried_once_and_not_shown()
    {
        string user = fixture.Users.Add("/bin/bash", "USER ALL=(ALL) ALL", withPassword: true);

        TransportException e = await FailureAsync(Sshd.Options(user, target: new SshTargetOptions { SudoPassword = new Secret("not-the-password") }));

        e.Reason.Should().Be(TransportFailure.ElevationRefused);
        e.ToString().Should().Contain("1 incorrect password attempt").And.NotContain("not-the-password");
    }

    [SshdFact]
    public async Task A_wrong_key_is_tried_once_and_named()
    {
        using var folder = new TemporaryFolder();
        foreach (string type in new[] { "ed25519", "rsa" })
        {
            string key = $"{folder.Path}/{type}";
            Run.Program("ssh-keygen", "-q", "-t", type, "-N", "", "-f", key);
            int before = Attempts();

            TransportException e = await FailureAsync(Sshd.Options(target: new SshTargetOptions { PrivateKeys = [SshPrivateKey.FromFile(key)] }));

            e.Reason.Should().Be(TransportFailure.AuthenticationFailed);
            e.Message.Should().Contain(key).And.Contain("publickey").And.Contain("root");
            SpinWait.SpinUntil(() => Attempts() > before, TimeSpan.FromSeconds(60));
            (Attempts() - before).Should().Be(1, string.Join('\n', Sshd.Log.TakeLast(8)));
        }

        int Attempts() => Sshd.Log.Count(line => line.Contains("Failed publickey for root", StringComparison.Ordinal));
    }

    [SshdFact]
    public async Task Keys_with_a_passphrase_and_from_memory_work_and_wrong_ones_are_configuration()
    {
        using var folder = new TemporaryFolder();
        string key = $"{folder.Path}/key";
        File.Copy(Sshd.UserKeyFile, key);
        Run.Program("ssh-keygen", "-q", "-p", "-N", "pass phrase", "-f", key);

        await using IHostSession fromFile = await fixture.ConnectAsync(Sshd.Options(target: With(SshPrivateKey.FromFile(key, new Secret("pass phrase")))));
        await using IHostSession fromMemory = await fixture.ConnectAsync(Sshd.Options(target: With(SshPrivateKey.FromText(new Secret(File.ReadAllText(Sshd.UserKeyFile))))));

        foreach (SshPrivateKey wrong in new[] { SshPrivateKey.FromFile(key), SshPrivateKey.FromFile(key, new Secret("wrong-phrase")), SshPrivateKey.FromFile("/nowhere/id"), SshPrivateKey.FromText(new Secret("nonsense")) })
        {
            TransportException e = await FailureAsync(Sshd.Options(target: With(wrong)));
            e.Reason.Should().Be(TransportFailure.Configuration);
            e.ToString().Should().NotContain("wrong-phrase");
        }

        static SshTargetOptions With(SshPrivateKey key) => new() { PrivateKeys = [key] };
    }

    [SshdFact]
    public async Task A_port_where_nobody_listens_is_refused_and_one_that_says_nothing_times_out()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        int port = ((IPEndPoint)silent.LocalEndpoint).Port;
        SshOptions With(int to) => new() { Port = to, PrivateKeyFile = Sshd.UserKeyFile, ConnectTimeout = TimeSpan.FromSeconds(2) };
        var clock = Stopwatch.StartNew();

        TransportException silence = await FailureAsync(With(port));
        TransportException refusal = await FailureAsync(With(1));

        silence.Reason.Should().Be(TransportFailure.Unreachable);
        silence.Message.Should().Contain("did not answer within 2 s");
        refusal.Reason.Should().Be(TransportFailure.Unreachable);
        refusal.Message.Should().Contain("refuses connections");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    private async Task<TransportException> FailureAsync(SshOptions options) =>
        (await FluentActions.Awaiting(() => fixture.ConnectAsync(options)).Should().ThrowAsync<TransportException>()).Which;
}
