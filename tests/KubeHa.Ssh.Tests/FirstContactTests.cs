using System.Net;
using FluentAssertions;
using Xunit;

namespace KubeHa.Ssh.Tests;

public sealed class FirstContactTests(TestUsersFixture users) : IClassFixture<TestUsersFixture>
{
    // Every user has an own file, and sshd looks at its modes.
    private const string Config = "AuthorizedKeysFile .ssh/authorized_keys\nStrictModes yes\nPasswordAuthentication yes\n";

    [SshdFact]
    public async Task A_password_once_installs_a_key_that_logs_in_alone_and_again_changes_nothing()
    {
        using var sshd = new Sshd(Config);
        string user = users.Users.Add("/bin/sh", "USER ALL=(ALL) ALL", withPassword: true);
        SshOptions options = With(sshd, user, users.Users.SudoPassword);
        Secret key = SshPublicKey.NewPrivateKey();
        SshPublicKey publicKey = SshPublicKey.Of(key, "kubeha:test");

        RunReport first = await SshFirstContact.InstallKeyAsync(sshd.Target, options, SshPrivateKey.FromText(key), publicKey);
        RunReport second = await SshFirstContact.InstallKeyAsync(sshd.Target, options, SshPrivateKey.FromText(key), publicKey);

        first.Failure.Should().BeNull();
        first.Outcome.Should().Be(RunOutcome.Changed);
        second.Outcome.Should().Be(RunOutcome.NoChange, second.Failure);
        sshd.Log.Count(line => line.Contains("Accepted password", StringComparison.Ordinal)).Should().BePositive();
        sshd.Log.Count(line => line.Contains("Accepted publickey", StringComparison.Ordinal)).Should().Be(2, "each proof is a login with the key alone");
        sshd.Log.Should().NotContain(line => line.Contains(users.Users.SudoPassword.Reveal(), StringComparison.Ordinal));
    }

    [SshdFact]
    public async Task A_wrong_password_is_shown_once_and_changes_nothing()
    {
        using var sshd = new Sshd(Config);
        string user = users.Users.Add("/bin/sh", "USER ALL=(ALL) ALL", withPassword: true);
        Secret key = SshPublicKey.NewPrivateKey();

        RunReport report = await SshFirstContact.InstallKeyAsync(sshd.Target, With(sshd, user, new Secret("wrong password")), SshPrivateKey.FromText(key), SshPublicKey.Of(key));

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("AuthenticationFailed").And.NotContain("wrong password");
        sshd.Log.Count(line => line.Contains("Failed password", StringComparison.Ordinal)).Should().Be(1);
    }

    [SshdFact]
    public async Task A_key_that_sshd_does_not_take_is_no_success()
    {
        using var sshd = new Sshd("AuthorizedKeysFile /nowhere\nPasswordAuthentication yes\n");
        string user = users.Users.Add("/bin/sh", "USER ALL=(ALL) ALL", withPassword: true);
        Secret key = SshPublicKey.NewPrivateKey();

        RunReport report = await SshFirstContact.InstallKeyAsync(sshd.Target, With(sshd, user, users.Users.SudoPassword), SshPrivateKey.FromText(key), SshPublicKey.Of(key));

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().ContainAll("no login with it alone", "AuthenticationFailed", "AuthorizedKeysFile");
    }

    [SshdFact]
    public async Task Without_a_password_there_is_no_first_contact()
    {
        Secret key = SshPublicKey.NewPrivateKey();
        var install = () => SshFirstContact.InstallKeyAsync(new Target("machine", IPAddress.Loopback), new SshOptions(), SshPrivateKey.FromText(key), SshPublicKey.Of(key));

        await install.Should().ThrowAsync<ArgumentException>().WithMessage("*no password for machine*");
    }

    [Fact]
    public void Options_for_one_credential_are_the_same_otherwise()
    {
        var options = new SshOptions
        {
            User = "u", Port = 1, PrivateKeyFile = "f", PrivateKeys = [SshPrivateKey.FromFile("k")], Password = new Secret("p"), KnownHosts = KnownHosts.Parse("a ssh-ed25519 AAAA"), Fingerprints = ["SHA256:x"],
            Targets = new Dictionary<string, SshTargetOptions> { ["m"] = new() }, ForTarget = _ => null, Elevation = SshElevation.SudoPassword, SudoPassword = new Secret("s"), JumpHosts = [new SshJumpHost("j")],
            TrustOnFirstUseFile = "t", MaxConcurrentLogins = 3, ConnectTimeout = TimeSpan.FromSeconds(77), DeadPeerTimeout = TimeSpan.FromSeconds(78),
        };
        string[] credentials = [nameof(SshOptions.PrivateKeyFile), nameof(SshOptions.PrivateKeys), nameof(SshOptions.Password), nameof(SshOptions.Targets), nameof(SshOptions.ForTarget), nameof(SshOptions.JumpHosts)];

        SshOptions with = SshFirstContact.With(options, new SshTargetOptions(), [], null);

        foreach (var property in typeof(SshOptions).GetProperties())
        {
            property.GetValue(options).Should().NotBe(property.GetValue(new SshOptions()), "the test must set {0}", property.Name);
            if (!credentials.Contains(property.Name))
            {
                property.GetValue(with).Should().Be(property.GetValue(options), property.Name);
            }
        }

        with.PrivateKeyFile.Should().BeNull();
        with.PrivateKeys.Should().BeEmpty();
        SshTargetOptions own = with.ForTarget!(new Target("m", IPAddress.Loopback))!;
        own.JumpHosts!.Single().PrivateKeys.Select(key => key.ToString()).Should().Equal("f", "k");
    }

    /// <summary>An inventory that says "sudo" means sudo without a password; who gives one for the first contact wants it to be used.</summary>
    [Theory]
    [InlineData(SshElevation.SudoNoPassword, true, SshElevation.SudoPassword)]
    [InlineData(SshElevation.SudoNoPassword, false, SshElevation.SudoNoPassword)]
    [InlineData(SshElevation.None, true, SshElevation.None)]
    [InlineData(null, true, null)]
    public void A_password_for_sudo_is_used_where_the_options_say_sudo(SshElevation? said, bool password, SshElevation? used)
    {
        SshOptions with = SshFirstContact.With(new SshOptions { Elevation = said }, new SshTargetOptions { Elevation = said }, [], null, password ? new Secret("p") : null);

        with.Elevation.Should().Be(used);
        with.ForTarget!(new Target("m", IPAddress.Loopback))!.Elevation.Should().Be(used);
    }

    private static SshOptions With(Sshd sshd, string user, Secret password) => new()
    {
        User = user,
        Port = sshd.Port,
        Password = password,
        SudoPassword = password,
        KnownHosts = KnownHosts.Parse(sshd.KnownHostsText),
        ConnectTimeout = TimeSpan.FromSeconds(60),
    };
}
