using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class RuntimeRuleTests
{
    [Theory]
    [InlineData("1.19.3", "1.4.0", null)]
    [InlineData("1.20.2", "1.4.13", DiagnosticCodes.RuntimeNotMeantForKubernetes)]
    [InlineData("1.20.2", "1.6.20", null)]
    [InlineData("1.22.17", "2.0.0", DiagnosticCodes.RuntimeSpeaksOtherCri)]
    [InlineData("1.23.17", "2.0.0", null)]
    [InlineData("1.25.16", "1.5.18", null)]
    [InlineData("1.26.0", "1.6.14", DiagnosticCodes.RuntimeSpeaksOtherCri)]
    [InlineData("1.26.0", "1.5.18", DiagnosticCodes.RuntimeSpeaksOtherCri)]
    [InlineData("1.26.0", "1.6.15", null)]
    [InlineData("1.32.0", "1.6.35", DiagnosticCodes.RuntimeNotMeantForKubernetes)]
    [InlineData("1.32.0", "2.2.1", null)]
    [InlineData("1.34.1", "2.0.5", DiagnosticCodes.RuntimeNotMeantForKubernetes)]
    [InlineData("1.34.1", "1.7.28", null)]
    [InlineData("1.35.1", "2.0.7", DiagnosticCodes.RuntimeNotMeantForKubernetes)]
    [InlineData("1.36.1", "1.7.28", DiagnosticCodes.RuntimeNotMeantForKubernetes)]
    [InlineData("1.36.1", "2.3.0", null)]
    public void Containerd_and_Kubernetes_go_together_as_containerds_own_table_says(string kubernetes, string containerd, string? code) =>
        Codes(Reference.Builder(kubernetes).WithRuntime(new ContainerRuntime.Containerd(containerd))).Should().Equal(code is null ? [] : [code]);

    [Theory]
    [InlineData("1.20.2", "1.6.20")]
    [InlineData("1.31.0", "1.6.20")]
    [InlineData("1.32.0", "1.7.28")]
    [InlineData("1.35.0", "1.7.28")]
    [InlineData("1.36.0", "2.2.0")]
    [InlineData("latest", "1.6.20")]
    public void What_is_taken_where_nobody_chooses_goes_with_Kubernetes(string kubernetes, string containerd)
    {
        ContainerdCatalogue.DefaultFor(kubernetes, []).Should().Be(containerd);
        if (KubernetesVersion.TryParse(kubernetes, out var version))
        {
            ContainerdCatalogue.IsMeantFor(Version.Parse(containerd), version).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData("1.28.15", "1.7.28")]
    [InlineData("1.36.0", "2.2.0")]
    public void A_machine_whose_release_is_younger_than_the_default_gets_one_that_its_repository_has(string kubernetes, string containerd)
    {
        var young = new Platform.Ubuntu("24.04", new PackageSource.Official { KubernetesKey = new RepositoryKey.OnMachine("/k.gpg"), DockerKey = new RepositoryKey.OnMachine("/d.gpg") });
        var on = Reference.Builder(kubernetes);
        var beside = Reference.Builder(kubernetes);

        on.AddWorker("young", "192.168.33.99", worker => worker.WithPlatform(young));
        beside.AddClient("young", "192.168.33.99", client => client.WithPlatform(young));

        Taken(on).Should().Be(containerd);
        Taken(beside).Should().Be(ContainerdCatalogue.DefaultFor(kubernetes, []));
    }

    private static string Taken(ClusterBuilder builder) => ((ContainerRuntime.Containerd)builder.Build().Runtime).Version;

    [Theory]
    [InlineData("1.23.17", true)]
    [InlineData("1.24.0", false)]
    public void Cri_dockerd_begins_where_dockershim_ends(string kubernetes, bool refused)
    {
        Codes(Reference.Builder(kubernetes).WithRuntime(new ContainerRuntime.CriDockerd("0.3.15", "27.3.1"))).Contains(DiagnosticCodes.CriDockerdWithDockershim).Should().Be(refused);
        Codes(Reference.Builder(kubernetes).WithRuntime(new ContainerRuntime.Docker("20.10.24"))).Contains(DiagnosticCodes.DockerWithoutDockershim).Should().Be(!refused);
    }

    [Theory]
    [InlineData("0.3", "27.3.1", "runtime.version")]
    [InlineData("0.3.15", "latest", "runtime.dockerVersion")]
    public void Both_versions_of_cri_dockerd_are_looked_at(string version, string docker, string path) =>
        Reference.Builder("1.24.0").WithRuntime(new ContainerRuntime.CriDockerd(version, docker)).Diagnose()
            .Should().ContainSingle(diagnostic => diagnostic.Code == DiagnosticCodes.MalformedRuntimeVersion).Which.Path.Should().Be(path);

    [Theory]
    [InlineData("1.20.0", true)]
    [InlineData("1.20.9", true)]
    [InlineData("1.21.0", false)]
    [InlineData("1.19.9", false)]
    public void CriO_has_the_minor_version_of_Kubernetes(string version, bool passes) =>
        Codes(Reference.Builder().WithRuntime(new ContainerRuntime.CriO(version))).Should().Equal(passes ? [] : [DiagnosticCodes.CriOOfOtherMinor]);

    [Theory]
    [InlineData("unix:///run/containerd/containerd.sock", true)]
    [InlineData("/run/containerd/containerd.sock", false)]
    [InlineData("unix://run/containerd.sock", false)]
    [InlineData("unix:///run/$(reboot)", false)]
    [InlineData("tcp://127.0.0.1:1", false)]
    [InlineData(null, false)]
    public void A_prepared_runtime_has_a_socket(string? socket, bool passes) =>
        Codes(Reference.Builder().WithRuntime(new ContainerRuntime.Prepared(socket!))).Should().Equal(passes ? [] : [DiagnosticCodes.MalformedCriSocket]);

    [Theory]
    [InlineData("docker.io", true)]
    [InlineData("registry.example:5000", true)]
    [InlineData("10.0.0.5:5000", true)]
    [InlineData("registry.example:70000", false)]
    [InlineData("registry.example:", false)]
    [InlineData("a:1:2", false)]
    [InlineData("../etc", false)]
    [InlineData("registry.example/k8s", false)]
    [InlineData("", false)]
    public void A_registry_is_a_host(string host, bool passes) =>
        Codes(BrokenBuilders.Registry(new RegistryHost(host))).Should().Equal(passes ? [] : [DiagnosticCodes.MalformedRegistryHost]);

    [Fact]
    public void A_certificate_authority_is_certificates_and_nothing_else()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=registry", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var pem = certificate.ExportCertificatePem();

        Codes(Authority(pem)).Should().BeEmpty();
        Codes(Authority($"{pem}\n\n{pem}\n")).Should().BeEmpty();
        foreach (var text in (string[])[pem + "\n" + key.ExportPkcs8PrivateKeyPem(), key.ExportPkcs8PrivateKeyPem(), "# mine\n" + pem, pem + "\n[host]", pem.Replace("MII", "MIX", StringComparison.Ordinal), pem + "\u001b", ""])
        {
            Codes(Authority(text)).Should().Equal(DiagnosticCodes.MalformedCertificate);
        }

        static ClusterBuilder Authority(string text) => BrokenBuilders.Registry(new RegistryHost("registry.example") { CertificateAuthority = text });
    }

    [Fact]
    public void A_runtime_does_not_change_with_the_lists_it_was_given()
    {
        var mirrors = new List<Uri> { new("https://mirror.example/") };
        var registries = new List<RegistryHost> { new("docker.io") { Mirrors = mirrors } };
        var cluster = Reference.Builder().WithRuntime(new ContainerRuntime.Containerd("1.6.20") { Registries = registries }).Build();

        mirrors.Clear();
        registries.Clear();

        cluster.Runtime.As<ContainerRuntime.Containerd>().Registries.Should().ContainSingle().Which.Mirrors.Should().ContainSingle();
    }

    [Fact]
    public void What_a_runtime_says_stays_when_a_cluster_is_taken_apart()
    {
        foreach (var runtime in (ContainerRuntime[])
        [
            new ContainerRuntime.CriO("1.20.7") { CniBinaryDirectory = "/usr/lib/cni", CgroupDriver = CgroupDriver.Cgroupfs },
            new ContainerRuntime.Prepared("unix:///run/x.sock") { CgroupDriver = CgroupDriver.Cgroupfs },
            new ContainerRuntime.Containerd("1.6.20") { RestrictOomScoreAdjustment = true, Registries = [new RegistryHost("a.example") { SkipVerify = true, Mirrors = [new("https://m.example/")] }] },
        ])
        {
            ClusterBuilder.From(Reference.Builder().WithRuntime(runtime).Build()).Build().Runtime.Should().BeEquivalentTo(runtime, options => options.RespectingRuntimeTypes());
        }
    }

    private static string[] Codes(ClusterBuilder builder) => [.. builder.Diagnose().Select(diagnostic => diagnostic.Code)];
}
