using FluentAssertions;
using Renci.SshNet;
using Renci.SshNet.Security;
using Xunit;

namespace KubeHa.Ssh.Tests;

public sealed class HostCertificateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [SshdFact]
    public async Task A_host_certificate_of_a_known_authority_is_enough()
    {
        string authority = NewKey("authority");
        foreach (string type in new[] { "ed25519", "ecdsa", "rsa" })
        {
            using var sshd = new Sshd("", type);
            sshd.ShowCertificate(type, authority, "-n", "machine,other");

            await using IHostSession session = await ConnectAsync(sshd, $"@cert-authority * {Public("authority")}");

            (await session.ExecuteAsync(new ExecRequest("echo in"))).StandardOutput.Should().Be("in\n");
        }
    }

    [SshdFact]
    public async Task Every_fault_of_a_host_certificate_is_refused_and_named()
    {
        string authority = NewKey("authority"), stranger = NewKey("stranger");
        string trust = $"@cert-authority * {Public("authority")}\n";
        using var sshd = new Sshd("", "ed25519");

        await RefusedAsync(stranger, ["-n", "machine"], trust, "but the authority known for it is");
        await RefusedAsync(authority, ["-n", "other"], trust, "it is for 'other' and not for machine");
        await RefusedAsync(authority, [], trust, "it is for '' and not for machine");
        await RefusedAsync(authority, ["-n", "machine", "-V", "20200101:20210101"], trust, "not valid yet or no longer");
        await RefusedAsync(authority, ["-n", "machine", "-V", "21000101:21010101"], trust, "not valid yet or no longer");
        await RefusedAsync(authority, ["-n", "machine"], trust + $"@revoked * {Public("authority")}", "revoked");
        await RefusedAsync(authority, ["-n", "machine"], trust + $"@revoked * {sshd.PublicHostKey("ed25519")}", "revoked");
        await RefusedAsync(authority, ["-n", "machine"], $"@cert-authority elsewhere {Public("authority")}", "is not known");

        async Task RefusedAsync(string by, string[] options, string knownHosts, string text)
        {
            sshd.ShowCertificate("ed25519", by, options);
            TransportException e = (await FluentActions.Awaiting(() => ConnectAsync(sshd, knownHosts)).Should().ThrowAsync<TransportException>(text)).Which;
            e.Message.Should().Contain(text);
            e.Reason.Should().BeOneOf(TransportFailure.HostKeyChanged, TransportFailure.HostKeyUnknown);
            sshd.Log.Should().NotContain(line => line.Contains("publickey for", StringComparison.Ordinal), "no credential may be sent");
        }
    }

    [SshdFact]
    public async Task A_known_plain_key_is_enough_where_the_certificate_is_not()
    {
        using var sshd = new Sshd("", "ed25519");
        sshd.ShowCertificate("ed25519", NewKey("stranger"), "-n", "machine");
        NewKey("authority");

        await using IHostSession session = await ConnectAsync(sshd, $"@cert-authority * {Public("authority")}\n{sshd.KnownHostsText}");

        (await session.ExecuteAsync(new ExecRequest("exit 0"))).Succeeded.Should().BeTrue();
    }

    [SshdFact]
    public async Task An_Ed25519_key_that_SSH_NET_misreads_inside_a_certificate_is_refused_with_what_to_do_and_works_without()
    {
        using var sshd = new Sshd("", "ed25519");
        KeyFile.NewMisread($"{sshd.Folder}/host_ed25519_key");
        string plain = sshd.KnownHostsText;
        sshd.ShowCertificate("ed25519", NewKey("authority"), "-n", "machine");

        (await FluentActions.Awaiting(() => ConnectAsync(sshd, $"@cert-authority * {Public("authority")}")).Should().ThrowAsync<TransportException>()).Which
            .Message.Should().Contain("make a new host key: SSH.NET cannot read one in 512");
        await using IHostSession session = await ConnectAsync(sshd, plain);
        (await session.ExecuteAsync(new ExecRequest("exit 0"))).Succeeded.Should().BeTrue();
    }

    [Fact]
    public void The_plain_key_inside_a_certificate_is_found()
    {
        string authority = NewKey("authority");
        foreach (string type in new[] { "ed25519", "ecdsa", "rsa" })
        {
            NewKey(type, type);

            byte[] blob = HostCertificateCheck.PublicKeyBlob(Certify(type, authority));

            Convert.ToBase64String(blob).Should().Be(Public(type).Split(' ')[1]);
        }
    }

    // sshd does not load a certificate whose signature is wrong, so this part of SSH.NET's work is looked at without one.
    [Fact]
    public void A_certificate_that_its_authority_did_not_sign_is_not_verified()
    {
        string authority = NewKey("authority");
        NewKey("host");
        Certificate good = Certify("host", authority);
        byte[] bytes = Convert.FromBase64String(File.ReadAllText($"{folder.Path}/host-cert.pub").Split(' ')[1]);
        bytes[bytes.AsSpan().IndexOf("machine"u8)] = (byte)'M';
        var forged = new Certificate(bytes);
        using var key = new PrivateKeyFile($"{folder.Path}/host");
        byte[] data = [1, 2, 3];
        byte[] signature = key.HostKeyAlgorithms.First().Sign(data);

        Verifies(good).Should().BeTrue();
        Verifies(forged).Should().BeFalse();

        bool Verifies(Certificate certificate) =>
            new CertificateHostAlgorithm("ssh-ed25519-cert-v01@openssh.com", certificate, Algorithms()).VerifySignature(data, signature);

        static Dictionary<string, Func<byte[], KeyHostAlgorithm>> Algorithms()
        {
            var known = new ConnectionInfo("nowhere", "nobody", new NoneAuthenticationMethod("nobody")).HostKeyAlgorithms;
            return known.Keys.ToDictionary(name => name, name => known[name]);
        }
    }

    public void Dispose() => folder.Dispose();

    private static Task<IHostSession> ConnectAsync(Sshd sshd, string knownHosts) => new SshTransport(sshd.Options(knownHosts: KnownHosts.Parse(knownHosts))).ConnectAsync(sshd.Target);

    private string NewKey(string name, string type = "ed25519")
    {
        string file = $"{folder.Path}/{name}";
        return File.Exists(file) ? file : KeyFile.New(file, type);
    }

    private string Public(string name) => File.ReadAllText($"{folder.Path}/{name}.pub").Trim();

    private Certificate Certify(string name, string authority)
    {
        Run.Program("ssh-keygen", "-q", "-s", authority, "-I", "id", "-h", "-n", "machine", $"{folder.Path}/{name}.pub");
        return new Certificate(Convert.FromBase64String(File.ReadAllText($"{folder.Path}/{name}-cert.pub").Split(' ')[1]));
    }
}
