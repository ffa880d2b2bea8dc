using System.Net;
using FluentAssertions;

namespace KubeHa.Ssh.Tests;

public sealed class FirstUseTests : IDisposable
{
    private readonly Sshd? sshd = Environment.IsPrivilegedProcess ? new Sshd("MaxStartups 100", "ed25519", "rsa") : null;
    private readonly TemporaryFolder folder = new();

    private string RecordFile => $"{folder.Path}/state/known_hosts";

    [SshdFact]
    public async Task An_unknown_key_is_recorded_once_and_is_known_from_then_on()
    {
        await using (await ConnectAsync())
        {
            File.ReadAllText(RecordFile).Should().Be($"[machine]:{sshd!.Port},[127.0.0.1]:{sshd.Port} {string.Join(' ', sshd.PublicHostKey("ed25519").Split(' ')[..2])}\n");
            Run.Program("/usr/bin/stat", "-c", "%a", RecordFile).Should().Be("600\n");
        }

        await using IHostSession again = await ConnectAsync();
        File.ReadAllLines(RecordFile).Should().HaveCount(1);
        Run.Try("ssh-keygen", "-F", $"[machine]:{sshd.Port}", "-f", RecordFile).Code.Should().Be(0, "ssh itself must be able to read it");
    }

    [SshdFact]
    public async Task A_changed_key_is_refused_also_on_trust_on_first_use_and_nothing_is_recorded()
    {
        using var other = new Sshd("", "ed25519");
        Directory.CreateDirectory(Path.GetDirectoryName(RecordFile)!);
        string known = $"[127.0.0.1]:{sshd!.Port} {other.PublicHostKey("ed25519")}";
        await File.WriteAllTextAsync(RecordFile, known);

        TransportException e = (await FluentActions.Awaiting(() => ConnectAsync()).Should().ThrowAsync<TransportException>()).Which;

        e.Reason.Should().Be(TransportFailure.HostKeyChanged);
        e.Message.Should().Contain(RecordFile + ":1");
        (await File.ReadAllTextAsync(RecordFile)).Should().Be(known);
        sshd.Log.Should().NotContain(line => line.Contains("publickey for", StringComparison.Ordinal));
    }

    [SshdFact]
    public async Task A_revoked_key_is_not_taken_on_first_use()
    {
        TransportException e = (await FluentActions.Awaiting(() => ConnectAsync(KnownHosts.Parse($"@revoked * {sshd!.PublicHostKey("ed25519")}"))).Should().ThrowAsync<TransportException>()).Which;

        e.Reason.Should().Be(TransportFailure.HostKeyChanged);
        File.Exists(RecordFile).Should().BeFalse();
    }

    /// <summary>Where an authority is known for a machine, one without its certificate may be anybody.</summary>
    [SshdFact]
    public async Task A_machine_without_the_certificate_that_is_expected_of_it_is_no_new_one()
    {
        KeyFile.New($"{folder.Path}/authority");
        string authority = await File.ReadAllTextAsync($"{folder.Path}/authority.pub");

        TransportException e = (await FluentActions.Awaiting(() => ConnectAsync(KnownHosts.Parse($"@cert-authority * {authority}"))).Should().ThrowAsync<TransportException>()).Which;

        e.Reason.Should().Be(TransportFailure.HostKeyUnknown);
        e.Message.Should().Contain("names a certificate authority for it");
        File.Exists(RecordFile).Should().BeFalse();
        sshd!.Log.Should().NotContain(line => line.Contains("publickey for", StringComparison.Ordinal));
    }

    [SshdFact]
    public async Task Parallel_first_logins_lose_no_line_and_write_none_twice()
    {
        IHostSession[] sessions = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => ConnectAsync(name: $"m{i / 2}")));

        string[] lines = await File.ReadAllLinesAsync(RecordFile);
        KnownHosts.Parse(string.Join('\n', lines)).UnreadableLines.Should().BeEmpty();
        foreach (IHostSession session in sessions)
        {
            await session.DisposeAsync();
        }

        // All machines of this test have one address, so the first line serves the others; what counts is that each is known and nothing stands twice.
        lines.Should().OnlyHaveUniqueItems().And.NotBeEmpty();
    }

    [SshdFact]
    public async Task Two_machines_that_claim_one_name_at_the_same_time_cannot_both_be_new()
    {
        using var other = new Sshd("", "ed25519");
        Sshd[] both = [sshd!, other];

        Task<IHostSession>[] connecting = [.. both.Select(machine => new SshTransport(new SshOptions
        {
            Port = machine.Port,
            PrivateKeyFile = machine.UserKeyFile,
            TrustOnFirstUseFile = RecordFile,
            Targets = new Dictionary<string, SshTargetOptions> { ["machine"] = new() { HostKeyAlias = "one-name" } },
        }).ConnectAsync(machine.Target))];
        foreach (Task<IHostSession> task in connecting)
        {
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        connecting.Count(task => task.IsCompletedSuccessfully).Should().Be(1);
        connecting.Single(task => task.IsFaulted).Exception!.InnerException.Should().BeOfType<TransportException>().Which.Reason.Should().Be(TransportFailure.HostKeyChanged);
        (await File.ReadAllLinesAsync(RecordFile)).Should().HaveCount(1);
        await (await connecting.Single(task => task.IsCompletedSuccessfully)).DisposeAsync();
    }

    [SshdFact]
    public async Task A_record_that_cannot_be_written_stops_the_login()
    {
        await File.WriteAllTextAsync(Path.GetDirectoryName(RecordFile)!, "no folder");

        TransportException e = (await FluentActions.Awaiting(() => ConnectAsync()).Should().ThrowAsync<TransportException>()).Which;

        e.Reason.Should().Be(TransportFailure.Configuration);
        e.Message.Should().Contain("Host keys are to be recorded");
    }

    public void Dispose()
    {
        sshd?.Dispose();
        folder.Dispose();
    }

    private Task<IHostSession> ConnectAsync(KnownHosts? known = null, string name = "machine") => new SshTransport(new SshOptions
    {
        Port = sshd!.Port,
        PrivateKeyFile = sshd.UserKeyFile,
        KnownHosts = known ?? KnownHosts.None,
        TrustOnFirstUseFile = RecordFile,
        ConnectTimeout = TimeSpan.FromSeconds(60),
    }).ConnectAsync(new Target(name, IPAddress.Loopback));
}
