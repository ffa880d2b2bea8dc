using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class KubernetesMinorTests
{
    public static TheoryData<int> Minors => [.. KubernetesCatalogue.Releases.Select(release => release.Minor)];

    [Theory]
    [MemberData(nameof(Minors))]
    public void Each_minor_builds_without_a_word(int minor) => Reference.Builder($"1.{minor}.0").Diagnose().Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Minors))]
    public void A_time_that_the_documents_of_a_minor_have_no_field_for_is_refused(int minor)
    {
        var one = Reference.Builder($"1.{minor}.0").WithKubeadm(new KubeadmSettings { Timeouts = new KubeadmTimeouts { ControlPlane = TimeSpan.FromMinutes(9), Discovery = TimeSpan.FromMinutes(9) } });
        var other = Reference.Builder($"1.{minor}.0").WithKubeadm(new KubeadmSettings { Timeouts = new KubeadmTimeouts { EtcdCall = TimeSpan.FromMinutes(9) } });

        one.Diagnose().Should().BeEmpty();
        other.Diagnose().Select(diagnostic => $"{diagnostic.Code} {diagnostic.Path}").Should()
            .Equal(minor < 31 ? [$"{DiagnosticCodes.SettingNotInVersion} kubeadm.timeouts.etcdCall"] : []);
    }

    [Theory]
    [InlineData("1.21.14", "ImagePullPolicy", false)]
    [InlineData("1.22.0", "ImagePullPolicy", true)]
    [InlineData("1.30.14", "PullImagesSerially", false)]
    [InlineData("1.31.0", "PullImagesSerially", true)]
    [InlineData("1.30.14", "CertificateValidity", false)]
    [InlineData("1.31.0", "CertificateValidity", true)]
    [InlineData("1.19.0", "EcdsaP256", true)]
    [InlineData("1.37.0", "EcdsaP256", true)]
    [InlineData("1.30.14", "Rsa4096", false)]
    [InlineData("1.31.0", "Rsa4096", true)]
    [InlineData("1.33.0", "EcdsaP384", false)]
    [InlineData("1.34.0", "EcdsaP384", true)]
    public void A_setting_is_taken_from_the_version_on_that_knows_it(string version, string setting, bool known)
    {
        var settings = setting switch
        {
            "ImagePullPolicy" => new KubeadmSettings { ImagePullPolicy = ImagePullPolicy.Always },
            "PullImagesSerially" => new KubeadmSettings { PullImagesSerially = false },
            "CertificateValidity" => new KubeadmSettings { CertificateValidity = TimeSpan.FromDays(90) },
            _ => new KubeadmSettings { KeyAlgorithm = Enum.Parse<CertificateKeyAlgorithm>(setting) },
        };

        var found = Reference.Builder(version).WithKubeadm(settings).Diagnose();

        found.Select(diagnostic => diagnostic.Code).Should().Equal(known ? [] : [DiagnosticCodes.SettingNotInVersion]);
    }

    [Theory]
    [InlineData("1.30.14", DiagnosticCodes.SettingNotInVersion)]
    [InlineData("1.31.0", DiagnosticCodes.KubeProxyNftablesBeta)]
    [InlineData("1.32.13", DiagnosticCodes.KubeProxyNftablesBeta)]
    [InlineData("1.33.0", null)]
    public void The_mode_nftables_is_taken_from_its_beta_on(string version, string? code)
    {
        var found = Reference.Builder(version).WithKubeProxy(new KubeProxySettings { Mode = "nftables" }).Diagnose();

        found.Select(diagnostic => diagnostic.Code).Should().Equal(code is null ? [] : [code]);
    }

    [Fact]
    public void Cgroup_v1_wants_kubeadms_check_ignored_too()
    {
        var builder = Reference.Builder("1.35.0").WithKubelet(new KubeletSettings { AllowCgroupV1 = true });

        builder.WithKubeadm(new KubeadmSettings { IgnoredPreflightErrors = ["systemverification"] }).Diagnose().Should().BeEmpty();
        Reference.Builder("1.34.0").WithKubelet(new KubeletSettings { AllowCgroupV1 = true }).Diagnose().Should().BeEmpty();
        Reference.Builder("1.30.0").WithKubelet(new KubeletSettings { AllowCgroupV1 = true }).Diagnose().Select(diagnostic => diagnostic.Code)
            .Should().Equal(DiagnosticCodes.SettingNotInVersion);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(86401)]
    [InlineData(1.5)]
    public void A_time_of_kubeadm_is_in_whole_seconds_up_to_a_day(double seconds) =>
        Reference.Builder("1.35.0").WithKubeadm(new KubeadmSettings { Timeouts = new KubeadmTimeouts { Kubelet = TimeSpan.FromSeconds(seconds) } })
            .Diagnose().Select(diagnostic => $"{diagnostic.Code} {diagnostic.Path}").Should().Equal($"{DiagnosticCodes.SettingOutOfRange} kubeadm.timeouts.kubelet");
}
