using FluentAssertions;
using Xunit;

namespace KubeHa.Ssh.Tests;

public sealed class HostKeyTests(SshdFixture fixture) : IClassFixture<SshdFixture>
{
    private Sshd Sshd => fixture.Sshd;

    [SshdFact]
    public async Task An_unknown_key_is_refused_before_any_credential_is_sent()
    {
        TransportException e = await RefusedAsync(KnownHosts.None);

        e.Reason.Should().Be(TransportFailure.HostKeyUnknown);
        e.Message.Should().Contain(Sshd.Fingerprint("ed25519")).And.Contain($"[127.0.0.1]:{Sshd.Port} {string.Join(' ', Sshd.PublicHostKey("ed25519").Split(' ')[..2])}");
    }

    [SshdFact]
    public async Task A_changed_key_is_refused_with_both_fingerprints_and_the_line()
    {
        using var other = new Sshd("", "ed25519");
        string line = $"# comment\n[127.0.0.1]:{Sshd.Port} {other.PublicHostKey("ed25519")}";

        TransportException e = await RefusedAsync(KnownHosts.Parse(line, "my_known_hosts"));

        e.Reason.Should().Be(TransportFailure.HostKeyChanged);
        e.Message.Should().Contain(Sshd.Fingerprint("ed25519")).And.Contain(other.Fingerprint("ed25519")).And.Contain("my_known_hosts:2");
    }

    [SshdFact]
    public async Task A_revoked_key_is_refused_even_where_another_line_knows_it()
    {
        string revoked = $"@revoked * {Sshd.PublicHostKey("ed25519")}";

        TransportException e = await RefusedAsync(KnownHosts.Parse(revoked + Sshd.KnownHostsText.Split('\n').Single(line => line.Contains("ed25519", StringComparison.Ordinal))));

        e.Reason.Should().Be(TransportFailure.HostKeyChanged);
        e.Message.Should().Contain("known_hosts:1").And.Contain("revoked");
    }

    [SshdFact]
    public async Task A_certificate_authority_alone_knows_no_key()
    {
        TransportException e = await RefusedAsync(KnownHosts.Parse($"@cert-authority * {Sshd.PublicHostKey("ed25519")}"));

        e.Reason.Should().Be(TransportFailure.HostKeyUnknown);
        e.Message.Should().Contain("shows no certificate");
    }

    [SshdFact]
    public async Task Any_one_known_key_of_the_machine_is_enough()
    {
        foreach (string type in new[] { "ed25519", "ecdsa", "rsa" })
        {
            KnownHosts known = KnownHosts.Parse($"[127.0.0.1]:{Sshd.Port} {Sshd.PublicHostKey(type)}");
            await using IHostSession byKey = await fixture.ConnectAsync(Sshd.Options(knownHosts: known));
            await using IHostSession byFingerprint = await fixture.ConnectAsync(
                Sshd.Options(knownHosts: KnownHosts.None, target: new SshTargetOptions { Fingerprints = [Sshd.Fingerprint(type)] }));

            (await byKey.ExecuteAsync(new ExecRequest("echo yes"))).StandardOutput.Should().Be("yes\n");
            (await byFingerprint.ExecuteAsync(new ExecRequest("echo yes"))).StandardOutput.Should().Be("yes\n");
        }
    }

    [SshdFact]
    public async Task The_machines_name_and_its_alias_are_looked_up_too()
    {
        await using IHostSession byName = await fixture.ConnectAsync(Sshd.Options(knownHosts: KnownHosts.Parse($"[machine]:{Sshd.Port} {Sshd.PublicHostKey("ed25519")}")));
        await using IHostSession byAlias = await fixture.ConnectAsync(Sshd.Options(knownHosts: KnownHosts.Parse($"site/machine {Sshd.PublicHostKey("ed25519")}"),
            target: new SshTargetOptions { HostKeyAlias = "site/machine" }));

        TransportException e = await RefusedAsync(KnownHosts.Parse(Sshd.KnownHostsText), new SshTargetOptions { HostKeyAlias = "elsewhere" });

        e.Reason.Should().Be(TransportFailure.HostKeyUnknown, "an alias is looked up instead of the address");
    }

    [SshdFact]
    public async Task A_known_key_of_a_type_the_machine_no_longer_has_counts_as_changed()
    {
        using var only = new Sshd("", "rsa");
        string known = $"[127.0.0.1]:{only.Port} {Sshd.PublicHostKey("ed25519")}";

        TransportException e = (await FluentActions.Awaiting(() => new SshTransport(only.Options(knownHosts: KnownHosts.Parse(known))).ConnectAsync(only.Target))
            .Should().ThrowAsync<TransportException>()).Which;

        e.Reason.Should().Be(TransportFailure.HostKeyChanged);
        e.Message.Should().Contain(only.Fingerprint("rsa"));
    }

    [SshdFact]
    public async Task A_malformed_fingerprint_is_configuration()
    {
        TransportException e = await RefusedAsync(KnownHosts.None, new SshTargetOptions { Fingerprints = ["MD5:aa:bb"] });

        e.Reason.Should().Be(TransportFailure.Configuration);
    }

    private async Task<TransportException> RefusedAsync(KnownHosts knownHosts, SshTargetOptions? target = null)
    {
        int logins = Logins();
        TransportException e = (await FluentActions.Awaiting(() => fixture.ConnectAsync(Sshd.Options(knownHosts: knownHosts, target: target)))
            .Should().ThrowAsync<TransportException>()).Which;
        Logins().Should().Be(logins, "no credential may be sent");
        return e;

        int Logins() => Sshd.Log.Count(line => line.Contains("publickey for", StringComparison.Ordinal));
    }
}
