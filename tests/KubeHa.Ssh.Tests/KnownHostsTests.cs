using System.Buffers.Binary;
using System.Text;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace KubeHa.Ssh.Tests;

public sealed class KnownHostsTests
{
    private const string Type = "ssh-ed25519";

    private static readonly Gen<string> HostNames = Gen.OneOf(
        Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-."], 1, 40],
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte, Gen.Byte, (a, b, c, d) => $"{a}.{b}.{c}.{d}"),
        Gen.UShort.Array[8].Select(words => new System.Net.IPAddress(words.SelectMany(word => new[] { (byte)(word >> 8), (byte)word }).ToArray()).ToString()));

    [Fact]
    public void A_written_line_is_found_again_with_its_key()
    {
        Gen.Select(HostNames, Gen.Int[1, 65535], Gen.Byte.Array[1, 64]).Sample((host, port, random) =>
        {
            byte[] key = Key(Type, random);

            IReadOnlyList<KnownHostsLine> found = KnownHosts.Parse($"# first\n{KnownHosts.FormatLine(host, port, Type, key)}\n").Find([KnownHosts.HostName(host, port)]);

            found.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Source = "known_hosts:2", KeyType = Type, KeyBlob = key });
        });
    }

    [Fact]
    public void A_line_is_not_found_for_another_host_or_port()
    {
        Gen.Select(HostNames, HostNames, Gen.Int[1, 65535], Gen.Int[1, 65535]).Where((a, b, p, q) => a != b && p != q).Sample((host, other, port, otherPort) =>
        {
            KnownHosts known = KnownHosts.Parse(KnownHosts.FormatLine(host, port, Type, Key(Type, [1])));

            known.Find([KnownHosts.HostName(other, port), KnownHosts.HostName(host, otherPort), KnownHosts.HostName(other, otherPort)]).Should().BeEmpty();
        });
    }

    [Fact]
    public void No_text_whatever_breaks_the_parser() =>
        Gen.String[Gen.Char["|1@revokd,*?![]:= \t\n\r#AQssh-ed25519"], 0, 200].Sample(text => KnownHosts.Parse(text).Find(["host"]));

    [Theory]
    [InlineData("host", "host", true)]
    [InlineData("HOST", "host", true)]
    [InlineData("a,host,b", "host", true)]
    [InlineData("*.example.org", "a.example.org", true)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("10.0.0.?", "10.0.0.7", true)]
    [InlineData("10.0.0.?", "10.0.0.77", false)]
    [InlineData("10.0.0.*,!10.0.0.7", "10.0.0.8", true)]
    [InlineData("10.0.0.*,!10.0.0.7", "10.0.0.7", false)]
    [InlineData("!10.0.0.7,10.0.0.*", "10.0.0.7", false)]
    [InlineData("!host", "other", false)]
    [InlineData("[host]:2222", "[host]:2222", true)]
    [InlineData("[host]:2222", "host", false)]
    [InlineData("host", "[host]:2222", false)]
    [InlineData("*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Names_and_patterns_match_as_in_OpenSSH(string patterns, string host, bool matches) =>
        KnownHosts.Parse($"{patterns} {Type} {Convert.ToBase64String(Key(Type, [1]))}").Find([host]).Should().HaveCount(matches ? 1 : 0);

    [Fact]
    public void Names_that_ssh_keygen_hashed_are_found()
    {
        using var folder = new TemporaryFolder();
        string file = $"{folder.Path}/known_hosts";
        Run.Program("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", $"{folder.Path}/key");
        string key = string.Join(' ', File.ReadAllText($"{folder.Path}/key.pub").Split(' ')[..2]);
        File.WriteAllText(file, $"master {key}\n[192.168.33.11]:2222 {key}\n");
        Run.Program("ssh-keygen", "-q", "-H", "-f", file);
        File.ReadAllText(file).Should().StartWith("|1|").And.NotContain("master");

        KnownHosts known = KnownHosts.Load(file);

        known.Find(["master"]).Should().ContainSingle();
        known.Find(["[192.168.33.11]:2222"]).Should().ContainSingle();
        known.Find(["192.168.33.11", "node1"]).Should().BeEmpty();
    }

    [Fact]
    public void Lines_that_cannot_be_read_are_named_and_left_out()
    {
        string good = $"host {Type} {Convert.ToBase64String(Key(Type, [1]))}";
        KnownHosts known = KnownHosts.Parse($"""
            # a comment

            host {Type}
            host {Type} ???
            host ssh-rsa {Convert.ToBase64String(Key(Type, [1]))}
            @surprise {good}
            |1|AAAA|AAAA {Type} {Convert.ToBase64String(Key(Type, [1]))}
            {good} a comment behind
            """, "file");

        known.UnreadableLines.Select(line => line.Split(": ")[0]).Should().Equal("file:3", "file:4", "file:5", "file:6", "file:7");
        known.Find(["host"]).Should().ContainSingle().Which.Source.Should().Be("file:8");
    }

    [Fact]
    public void Markers_are_told_apart()
    {
        string line = $"* {Type} {Convert.ToBase64String(Key(Type, [1]))}";

        KnownHosts.Parse($"@revoked {line}\n@cert-authority {line}\n{line}").Find(["host"]).Select(found => found.Marker)
            .Should().Equal(KnownHostsMarker.Revoked, KnownHostsMarker.CertAuthority, KnownHostsMarker.None);
    }

    private static byte[] Key(string type, byte[] rest)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, type.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(type), .. rest];
    }
}
