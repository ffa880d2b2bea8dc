using System.IO.Abstractions.TestingHelpers;
using System.Net;
using FluentAssertions;
using Xunit;

namespace KubeHa.Ssh.Tests;

public sealed class SshInventoryTests
{
    private const string Pin = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private readonly MockFileSystem files = new(new Dictionary<string, MockFileData>
    {
        ["/site/id_ed25519"] = new("key"),
        ["/site/other"] = new("key"),
        ["/site/known_hosts"] = new("master ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==\nbroken line\n"),
    });

    [Fact]
    public void A_whole_inventory_becomes_options_and_addresses()
    {
        SshInventory inventory = Load($$"""
            user: admin
            port: 2022
            privateKeyFile: id_ed25519
            knownHostsFile: known_hosts
            elevation: sudo
            machines:
              master: { address: 192.168.33.11, user: root, port: 2222, privateKeyFile: other, fingerprint: "{{Pin}}", elevation: none }
              node1: { hostKeyAlias: site/node1 }
            """);

        inventory.Addresses.Should().Equal(new Dictionary<string, IPAddress> { ["master"] = IPAddress.Parse("192.168.33.11") });
        SshEndpoint master = SshEndpoint.Of(new Target("master", IPAddress.Loopback), inventory.Options);
        master.Should().BeEquivalentTo(new { Host = "192.168.33.11", Port = 2222, User = "root", Elevation = SshElevation.None, HostNames = new[] { "master", "192.168.33.11" } });
        master.Fingerprints.Should().Equal(Pin);
        master.PrivateKeys.Select(key => key.ToString()).Should().Equal("/site/other");
        SshEndpoint node = SshEndpoint.Of(new Target("node1", IPAddress.Loopback), inventory.Options);
        node.Should().BeEquivalentTo(new { Host = "127.0.0.1", Port = 2022, User = "admin", Elevation = SshElevation.SudoNoPassword, HostNames = new[] { "site/node1" } });
        node.PrivateKeys.Select(key => key.ToString()).Should().Equal("/site/id_ed25519");
        inventory.Options.KnownHosts.Find(["master"]).Should().ContainSingle();
        inventory.Warnings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "KHA6005", Path = "/site/known_hosts:2" });
    }

    [Fact]
    public void Jump_hosts_certificates_and_trust_on_first_use_are_read()
    {
        SshInventory inventory = Load($$"""
            user: admin
            privateKeyFile: id_ed25519
            certificateFile: other
            trustOnFirstUseFile: state/known_hosts
            jumpHosts:
              - { host: bastion.example, user: jump, port: 2200, privateKeyFile: other, fingerprint: "{{Pin}}" }
              - { host: 10.0.0.1, hostKeyAlias: site/inner }
            machines:
              near: { jumpHosts: [] }
              aside: { jumpHosts: [{ host: elsewhere }] }
            """);

        SshEndpoint far = SshEndpoint.Of(new Target("far", IPAddress.Loopback), inventory.Options);
        far.PrivateKeys.Single().ToString().Should().Be("/site/id_ed25519 with the certificate /site/other");
        far.Via.Should().BeEquivalentTo(new { Host = "10.0.0.1", Port = 22, User = "admin", HostNames = new[] { "site/inner" } });
        far.Via!.Via.Should().BeEquivalentTo(new { Host = "bastion.example", Port = 2200, User = "jump", Fingerprints = new[] { Pin }, Via = (object?)null });
        far.FirstHop.Should().Be("bastion.example 2200");
        SshEndpoint.Of(new Target("near", IPAddress.Loopback), inventory.Options).Via.Should().BeNull();
        SshEndpoint.Of(new Target("aside", IPAddress.Loopback), inventory.Options).Via!.Host.Should().Be("elsewhere");
        inventory.Options.TrustOnFirstUseFile.Should().Be("/site/state/known_hosts");
    }

    [Fact]
    public void Wrong_jump_hosts_are_reported_with_their_place()
    {
        IReadOnlyList<Diagnostic> found = Wrong("""
            certificateFile: other
            jumpHosts:
              - { user: jump }
              - { host: bastion, port: 0, colour: red, password: x }
              - bastion
            machines:
              node1: { jumpHosts: bastion }
            """);

        found.Select(diagnostic => (diagnostic.Code, diagnostic.Path)).Should().BeEquivalentTo(
        [
            ("KHA6003", "/site/inventory.yaml:1:18"),
            ("KHA6003", "/site/inventory.yaml:3:5"),
            ("KHA6003", "/site/inventory.yaml:4:28"),
            ("KHA6002", "/site/inventory.yaml:4:31"),
            ("KHA6002", "/site/inventory.yaml:4:44"),
            ("KHA6003", "/site/inventory.yaml:5:5"),
            ("KHA6003", "/site/inventory.yaml:7:23"),
        ]);
    }

    [Theory]
    [InlineData("[a, b]")]
    [InlineData("")]
    public void A_file_for_first_uses_that_is_none_is_refused_and_not_left_out(string text) =>
        Wrong($"trustOnFirstUseFile: {text}\n").Should().ContainSingle().Which.Should().Match<Diagnostic>(found => found.Code == "KHA6003" && found.Severity == DiagnosticSeverity.Error);

    [Fact]
    public void All_that_is_wrong_is_reported_at_once_with_its_place()
    {
        IReadOnlyList<Diagnostic> found = Wrong("""
            usr: root
            port: 70000
            privateKeyFile: missing
            knownHostsFile: [a, b]
            elevation: su
            machines:
              master: { address: 192.168.33.256, fingerprint: MD5:aa, colour: red }
              node1: 7
            """);

        found.Select(diagnostic => (diagnostic.Code, diagnostic.Path)).Should().BeEquivalentTo(
        [
            ("KHA6002", "/site/inventory.yaml:1:1"),
            ("KHA6003", "/site/inventory.yaml:2:7"),
            ("KHA6004", "/site/inventory.yaml:3:17"),
            ("KHA6003", "/site/inventory.yaml:4:17"),
            ("KHA6003", "/site/inventory.yaml:5:12"),
            ("KHA6003", "/site/inventory.yaml:7:22"),
            ("KHA6003", "/site/inventory.yaml:7:51"),
            ("KHA6002", "/site/inventory.yaml:7:59"),
            ("KHA6003", "/site/inventory.yaml:8:10"),
        ]);
        found.Should().OnlyContain(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Hint.Length > 0 && diagnostic.Message.Length > 0);
    }

    [Theory]
    [InlineData("user: [")]
    [InlineData("data:\n  a: (\n:")]
    [InlineData("user: a\nuser: b")]
    [InlineData("- a list")]
    [InlineData("")]
    public void What_is_not_one_mapping_is_refused(string text) => Wrong(text).Should().ContainSingle().Which.Code.Should().Be("KHA6001");

    [Fact]
    public void A_missing_inventory_is_refused() =>
        FluentActions.Invoking(() => SshInventory.Load("/nowhere/inventory.yaml", files)).Should().Throw<ClusterValidationException>()
            .Which.Diagnostics.Should().ContainSingle().Which.Code.Should().Be("KHA6001");

    private SshInventory Load(string text)
    {
        files.AddFile("/site/inventory.yaml", new MockFileData(text));
        return SshInventory.Load("/site/inventory.yaml", files);
    }

    private IReadOnlyList<Diagnostic> Wrong(string text) =>
        FluentActions.Invoking(() => Load(text)).Should().Throw<ClusterValidationException>().Which.Diagnostics;
}
