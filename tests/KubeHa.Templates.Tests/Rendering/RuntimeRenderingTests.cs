using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Rendering;

public sealed class RuntimeRenderingTests
{
    private const string Pause = "registry.k8s.io/pause:3.10";

    private static readonly Machine Node = OtherClusters.Named("prepared").Workers[0];

    [Fact]
    public void Containerd_2_reads_version_3_and_none_of_the_names_that_1_x_had()
    {
        var text = File(new ContainerRuntime.Containerd("2.0.4") { CniBinaryDirectory = "/usr/lib/cni" }, FilePaths.Containerd);

        text.Should().Contain("version = 3\n")
            .And.Contain("[plugins.'io.containerd.cri.v1.images'.pinned_images]\n  sandbox = \"registry.k8s.io/pause:3.10\"\n")
            .And.Contain("[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]\n        SystemdCgroup = true\n")
            .And.Contain("bin_dir = \"/usr/lib/cni\"\n")
            .And.NotContain("grpc.v1.cri").And.NotContain("sandbox_image").And.NotContain("certs.d");
        File(new ContainerRuntime.Containerd("2.1.4"), FilePaths.Containerd).Should().Contain("bin_dirs = [\"/opt/cni/bin\"]\n");
    }

    [Theory]
    [InlineData("1.7.28", "  [plugins.\"io.containerd.grpc.v1.cri\".registry]\n    config_path = \"/etc/containerd/certs.d\"\n")]
    [InlineData("2.1.4", "[plugins.'io.containerd.cri.v1.images'.registry]\n  config_path = \"/etc/containerd/certs.d\"\n")]
    public void Registries_are_folders_that_containerd_is_told_of(string version, string text)
    {
        var runtime = new ContainerRuntime.Containerd(version)
        {
            Registries =
            [
                new RegistryHost("docker.io") { Mirrors = [new("https://mirror.example.com/"), new("http://10.0.0.5:5000")] },
                new RegistryHost("registry.example.com:5000") { CertificateAuthority = "-----BEGIN CERTIFICATE-----\r\nMIIB\r\n-----END CERTIFICATE-----\r\n\r\n" },
                new RegistryHost("other.example.com") { SkipVerify = true },
            ],
        };

        File(runtime, FilePaths.Containerd).Should().EndWith("\n" + text);
        File(runtime, "/etc/containerd/certs.d/docker.io/hosts.toml").Should().EndWith("""
            server = "https://registry-1.docker.io"

            [host."https://mirror.example.com"]
            capabilities = ["pull", "resolve"]

            [host."http://10.0.0.5:5000"]
            capabilities = ["pull", "resolve"]

            """.ReplaceLineEndings("\n"));
        File(runtime, "/etc/containerd/certs.d/registry.example.com_5000_/hosts.toml").Should().EndWith(
            "server = \"https://registry.example.com:5000\"\nca = \"/etc/containerd/certs.d/registry.example.com_5000_/ca.crt\"\n");
        File(runtime, "/etc/containerd/certs.d/registry.example.com_5000_/ca.crt").Should().Be("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        File(runtime, "/etc/containerd/certs.d/other.example.com/hosts.toml").Should().EndWith("server = \"https://other.example.com\"\nskip_verify = true\n");
    }

    /// <summary>containerd puts /v2 behind an address that does not end so, unless it is told that the path is whole (containerd, docs/hosts.md).</summary>
    [Theory]
    [InlineData("https://harbor.example.com/v2/hub", true)]
    [InlineData("https://harbor.example.com/hub", false)]
    [InlineData("https://harbor.example.com/v2", false)]
    [InlineData("https://harbor.example.com/v2/", false)]
    public void A_mirror_below_v2_has_its_whole_path(string mirror, bool isWhole) =>
        File(new ContainerRuntime.Containerd("1.7.28") { Registries = [new RegistryHost("docker.io") { Mirrors = [new(mirror)] }] }, "/etc/containerd/certs.d/docker.io/hosts.toml")
            .Contains("\noverride_path = true\n", StringComparison.Ordinal).Should().Be(isWhole);

    [Fact]
    public void Cri_dockerd_gets_its_arguments_by_its_unit_and_Docker_its_file()
    {
        var runtime = new ContainerRuntime.CriDockerd("0.3.15", "27.3.1");

        File(runtime, FilePaths.CriDockerd).Should().EndWith(
            "[Service]\nExecStart=\nExecStart=/usr/bin/cri-dockerd --container-runtime-endpoint fd:// --network-plugin=cni --cni-bin-dir=/opt/cni/bin --pod-infra-container-image=registry.k8s.io/pause:3.10\n");
        File(runtime, FilePaths.Docker).Should().Contain("native.cgroupdriver=systemd");
        File(runtime, FilePaths.Crictl).Should().Contain("runtime-endpoint: unix:///var/run/cri-dockerd.sock\n");
        RuntimeUnits.Of(runtime).Select(unit => unit.Name).Should().Equal("docker", "cri-docker");
        MachinePackages.For(OtherClusters.Named("ubuntu-22.04-docker").Workers[0], new KubernetesVersion(1, 30, 1), runtime).Take(4).Select(package => package.Apt)
            .Should().Equal("docker-ce=27.3.1", "docker-ce-cli=27.3.1", "containerd.io=*", "cri-dockerd=0.3.15");
    }

    [Theory]
    [InlineData(CgroupDriver.Systemd, "[crio.runtime]\ncgroup_manager = \"systemd\"\n\n")]
    [InlineData(CgroupDriver.Cgroupfs, "[crio.runtime]\ncgroup_manager = \"cgroupfs\"\nconmon_cgroup = \"pod\"\n\n")]
    public void CriO_is_told_who_makes_cgroups_and_which_sandbox_image_there_is(CgroupDriver driver, string cgroups)
    {
        var runtime = new ContainerRuntime.CriO("1.31.0") { CgroupDriver = driver };

        File(runtime, FilePaths.CriO).Should().EndWith(cgroups + "[crio.image]\npause_image = \"registry.k8s.io/pause:3.10\"\n\n[crio.network]\nplugin_dirs = [\"/opt/cni/bin\"]\n");
        File(runtime, FilePaths.Crictl).Should().Contain("image-endpoint: unix:///var/run/crio/crio.sock\n");
    }

    [Fact]
    public void Nothing_of_a_prepared_runtime_is_written_started_or_judged()
    {
        var cluster = OtherClusters.Named("prepared");

        RuntimeFiles.For(Node, cluster).Should().BeEmpty();
        cluster.PlanConvergence(cluster.Render(), Observations.None).Steps.Should().NotContain(step => step.Id.Contains("/runtime", StringComparison.Ordinal));
        Readiness.Units(cluster, Node).Should().Equal("kubelet");
        Readiness.Readers(cluster, Node).Should().BeEmpty();
        cluster.Render()["w1", FilePaths.KubeadmJoin].Content.ToString().Should().Contain("unix:///run/containerd/containerd.sock");
    }

    [Fact]
    public void Units_that_are_started_are_those_that_are_judged()
    {
        var cluster = OtherClusters.Named("rhel-9-crio");

        cluster.PlanConvergence(cluster.Render(), Observations.None).Script("w1/runtime").Script.Text.Should().Be("systemctl enable -q crio && systemctl restart crio");
        Readiness.Units(cluster, cluster.Workers[0]).Should().Equal("crio", "kubelet");
        Readiness.Readers(cluster, cluster.Workers[0]).Should().Equal(("crio", "ExecMainStartTimestampMonotonic", FilePaths.CriO));
    }

    private static string File(ContainerRuntime runtime, string path) => RuntimeFiles.For(Node, runtime, Pause).Single(file => file.Path == path).Content.ToString();
}
