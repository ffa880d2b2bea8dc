using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests.Engine;

public sealed class SshPublicKeyTests : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("kubeha-test-").FullName;

    public void Dispose() => Directory.Delete(path, recursive: true);

    [Fact]
    public async Task OpenSSH_reads_the_private_key_and_finds_the_same_public_one()
    {
        if (!File.Exists("/usr/bin/ssh-keygen"))
        {
            return;
        }

        for (var i = 0; i < 20; i++)
        {
            var key = SshPublicKey.NewPrivateKey();
            var file = Path.Combine(path, $"id{i}");
            await File.WriteAllTextAsync(file, key.Reveal());
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

            var derived = await KeygenAsync("-y", "-f", file);

            SshPublicKey.Of(key).ToString().Should().Be(derived.Trim());
            SshPublicKey.Parse(derived).Should().Be(SshPublicKey.Of(key));
        }
    }

    [Fact]
    public void A_line_is_read_as_it_stands()
    {
        var line = SshPublicKey.Of(SshPublicKey.NewPrivateKey(), "kubeha:reference:master").ToString();

        var key = SshPublicKey.Parse(line + "\n");

        key.ToString().Should().Be(line);
        key.Comment.Should().Be("kubeha:reference:master");
        key.Type.Should().Be("ecdsa-sha2-nistp256");
    }

    [Theory]
    [InlineData("")]
    [InlineData("ssh-ed25519")]
    [InlineData("ssh-ed25519 AAAA")]
    [InlineData("ssh-ed25519 !!!!")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIHVzZWQtaW4tYS10ZXN0LW9ubHktMDAwMDAwMDAwMA==")]
    [InlineData("command=\"x\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVzZWQ=")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nsecret\n")]
    public void What_is_no_public_key_is_refused_and_not_shown(string line)
    {
        var read = () => SshPublicKey.Parse(line);

        read.Should().Throw<FormatException>().Which.Message.Should().NotContain("secret").And.NotContain("command");
    }

    [Fact]
    public void A_key_of_another_kind_is_refused()
    {
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        var read = () => SshPublicKey.Of(new Secret(other.ExportPkcs8PrivateKeyPem()));

        read.Should().Throw<ArgumentException>().WithMessage("*P-256*").Which.Message.Should().NotContain("BEGIN");
    }

    private static async Task<string> KeygenAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        (await process.StandardError.ReadToEndAsync()).Should().BeEmpty();
        await process.WaitForExitAsync();
        return output;
    }
}
