using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class PackageRuleTests
{
    private const string Armored = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZkfake\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n";

    private static readonly RepositoryKey Key = new RepositoryKey.OnMachine("/etc/apt/keyrings/k.gpg");
    private static readonly PackageMirror Mirror = new(new Uri("https://mirror.example/k"), new Uri("https://mirror.example/d")) { KubernetesKey = Key, DockerKey = Key };

    public static TheoryData<Platform> Known =>
    [
        new Platform.RedHatLike(7, Mirror), new Platform.RedHatLike(8, Mirror), new Platform.RedHatLike(9, Mirror),
        new Platform.Debian(11, Mirror), new Platform.Debian(12, Mirror), new Platform.Debian(13, Mirror),
        new Platform.Ubuntu("20.04", Mirror), new Platform.Ubuntu("22.04", Mirror), new Platform.Ubuntu("24.04", Mirror),
        new Platform.Debian(12, new PackageSource.OfflineFolder("/opt/packages")), new Platform.RedHatLike(7, new PackageSource.OfflineFolder("/opt/packages")),
    ];

    public static TheoryData<Platform> Unknown =>
        [new Platform.RedHatLike(6, Mirror), new Platform.RedHatLike(10, Mirror), new Platform.Debian(10, Mirror), new Platform.Debian(14, Mirror), new Platform.Ubuntu("22.4", Mirror), new Platform.Ubuntu(null!, Mirror)];

    [Theory]
    [MemberData(nameof(Known))]
    public void Releases_of_the_catalogue_are_supported(Platform platform) => Codes(platform).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Unknown))]
    public void Other_releases_are_not(Platform platform) => Codes(platform).Should().Equal(DiagnosticCodes.PlatformNotSupported);

    [Theory]
    [InlineData("1.23.17", true)]
    [InlineData("1.24.0", false)]
    [InlineData("1.30.1", false)]
    public void There_are_no_official_packages_below_1_24(string version, bool found)
    {
        var codes = Reference.Builder(version).WithPlatform(new Platform.RedHatLike(9, new PackageSource.Official())).Diagnose().Select(diagnostic => diagnostic.Code);

        codes.Contains(DiagnosticCodes.NoOfficialPackages).Should().Be(found);
    }

    [Theory]
    [InlineData(7, "rhel", true)]
    [InlineData(7, null, true)]
    [InlineData(8, "centos", true)]
    [InlineData(8, "rocky", false)]
    [InlineData(8, null, false)]
    [InlineData(9, "centos", false)]
    public void Official_packages_need_a_distribution_that_is_still_open(int version, string? system, bool found)
    {
        var builder = Reference.Builder("1.30.1").WithPlatform(new Platform.RedHatLike(version, new PackageSource.Official()))
            .WithFacts("node1", new MachineFacts { OperatingSystem = system });

        builder.Diagnose().Any(diagnostic => diagnostic.Code == DiagnosticCodes.DistributionClosed && diagnostic.Path == "workers[0].platform").Should().Be(found);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("stable/", true)]
    [InlineData("kubernetes-xenial main", true)]
    [InlineData("bookworm stable test", true)]
    [InlineData("bookworm", false)]
    [InlineData("bookworm  stable", false)]
    [InlineData("bookworm stable\nTrusted: yes", false)]
    [InlineData("[trusted=yes] stable", false)]
    [InlineData("", false)]
    public void A_suite_is_flat_or_has_components(string suite, bool passes) =>
        Codes(new Platform.Debian(12, Mirror with { KubernetesSuite = suite })).Should().Equal(passes ? [] : [DiagnosticCodes.MalformedRepositorySuite]);

    [Theory]
    [InlineData(Armored, true)]
    [InlineData("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZk\u0085fake\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n", false)]
    [InlineData("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZk\ffake\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n", false)]
    [InlineData("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQVYBG\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----\n", false)]
    [InlineData(Armored + Armored, false)]
    [InlineData(Armored + "deb [trusted=yes] x /\n", false)]
    [InlineData("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n\u001b[2J\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_key_is_one_armored_public_key(string? text, bool passes) =>
        Codes(new Platform.Debian(12, Mirror with { DockerKey = new RepositoryKey.Armored(text!) })).Should().Equal(passes ? [] : [DiagnosticCodes.MalformedRepositoryKey]);

    [Fact]
    public void The_keys_of_dnf_may_be_left_to_the_machine_and_those_of_apt_may_not()
    {
        var unsigned = Mirror with { KubernetesKey = null, DockerKey = null };

        Codes(new Platform.RedHatLike(9, unsigned)).Should().BeEmpty();
        Codes(new Platform.Ubuntu("22.04", unsigned)).Should().Equal(DiagnosticCodes.RepositoryKeyMissing, DiagnosticCodes.RepositoryKeyMissing);
        Codes(new Platform.Ubuntu("22.04", Mirror with { CriO = new Uri("https://mirror.example/c") })).Should().Equal(DiagnosticCodes.RepositoryKeyMissing);
    }

    /// <summary>A repository that is not written needs no key.</summary>
    [Fact]
    public void Dockers_key_is_asked_for_only_where_the_runtime_comes_from_there()
    {
        var unsigned = new Platform.Ubuntu("22.04", Mirror with { DockerKey = null });

        Codes(unsigned).Should().Equal(DiagnosticCodes.RepositoryKeyMissing);
        Codes(unsigned, new ContainerRuntime.Prepared("unix:///run/own.sock")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("packages")]
    [InlineData("/opt/$(reboot)")]
    public void A_folder_and_a_keyring_are_plain_paths(string path)
    {
        Codes(new Platform.Debian(12, new PackageSource.OfflineFolder(path))).Should().Equal(DiagnosticCodes.MalformedPath);
        Codes(new Platform.RedHatLike(8, Mirror with { KubernetesKey = new RepositoryKey.OnMachine(path) })).Should().Equal(DiagnosticCodes.MalformedPath);
    }

    [Fact]
    public void A_machine_that_says_its_platform_itself_is_looked_at_too()
    {
        var found = Reference.Builder().AddWorker("node4", "192.168.33.15", machine => machine.WithPlatform(new Platform.Debian(9, Mirror))).Diagnose();

        found.Should().ContainSingle().Which.Path.Should().Be("workers[3].platform.majorVersion");
    }

    private static string[] Codes(Platform platform, ContainerRuntime? runtime = null)
    {
        var builder = Reference.Builder().WithPlatform(platform);

        return [.. (runtime is null ? builder : builder.WithRuntime(runtime)).Diagnose().Select(diagnostic => diagnostic.Code)];
    }
}
