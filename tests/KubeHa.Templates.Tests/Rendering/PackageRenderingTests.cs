using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Rendering;

public sealed class PackageRenderingTests
{
    private static readonly PackageSource.Official Official = new() { KubernetesKey = new RepositoryKey.OnMachine("/k.asc"), DockerKey = new RepositoryKey.OnMachine("/d.asc") };

    [Fact]
    public void An_apt_repository_trusts_its_own_key_and_no_other()
    {
        var configs = OtherClusters.Named("debian-12-containerd-1.6").Render();

        configs["cp1", "/etc/apt/sources.list.d/kubeha-kubernetes.sources"].Content.ToString().Should().EndWith("""
            Types: deb
            URIs: https://mirror.example.com/kubernetes/apt
            Suites: kubernetes-xenial
            Components: main
            Signed-By: /etc/apt/keyrings/kubernetes.gpg

            """.ReplaceLineEndings("\n"));
        configs["cp1", "/etc/apt/sources.list.d/kubeha-docker-ce.sources"].Content.ToString().Should()
            .Contain("Suites: bookworm\nComponents: stable\n").And.Contain("Signed-By: /etc/apt/keyrings/docker.gpg\n");
        configs.Should().NotContain(file => file.Content.ToString().Contains("rusted", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_that_was_given_as_text_is_a_file_for_its_repository()
    {
        var configs = OtherClusters.Named("ubuntu-22.04-docker").Render();

        configs["w1", "/etc/apt/keyrings/kubeha-docker-ce.asc"].Content.ToString().Should().Be(OtherClusters.Armored);
        configs["w1", "/etc/apt/sources.list.d/kubeha-docker-ce.sources"].Content.ToString().Should().EndWith("Suites: jammy\nComponents: stable\nSigned-By: /etc/apt/keyrings/kubeha-docker-ce.asc\n");
    }

    [Fact]
    public void Dnf_is_told_a_key_that_is_known()
    {
        var mirror = new PackageMirror(new Uri("https://mirror.example.com/k"), new Uri("https://mirror.example.com/d"))
        {
            KubernetesKey = new RepositoryKey.Armored(OtherClusters.Armored), DockerKey = new RepositoryKey.OnMachine("/etc/pki/docker"),
        };

        var configs = OtherClusters.Small("1.20.2").WithPlatform(new Platform.RedHatLike(9, mirror)).Build().Render();

        configs["w1", FilePaths.KubernetesRepository].Content.ToString().Should().Contain("\ngpgcheck=1\ngpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-kubeha-kubernetes\n");
        configs["w1", "/etc/pki/rpm-gpg/RPM-GPG-KEY-kubeha-kubernetes"].Content.ToString().Should().Be(OtherClusters.Armored);
        configs["w1", FilePaths.DockerRepository].Content.ToString().Should().Contain("\ngpgkey=file:///etc/pki/docker\n");
    }

    [Theory]
    [InlineData("debian", "12", "https://pkgs.k8s.io/core:/stable:/v1.30/deb/", "https://download.docker.com/linux/debian", "bookworm stable")]
    [InlineData("ubuntu", "24.04", "https://pkgs.k8s.io/core:/stable:/v1.30/deb/", "https://download.docker.com/linux/ubuntu", "noble stable")]
    [InlineData("rhel", "9", "https://pkgs.k8s.io/core:/stable:/v1.30/rpm/", "https://download.docker.com/linux/centos/9/$basearch/stable/", " stable")]
    public void Official_repositories_are_those_of_the_minor_version_and_the_release(string family, string version, string kubernetes, string docker, string suite)
    {
        var release = PlatformCatalogue.Releases.Single(row => row.Family == family && row.Version == version);

        var found = PackageRepositories.Of(release, Official, new KubernetesVersion(1, 30, 1), new ContainerRuntime.Containerd("1.7.28"));

        found.Select(repository => (repository.Address, repository.Suite)).Should().Equal((kubernetes, "/"), (docker, suite));
        PackageRepositories.Of(release, Official, new KubernetesVersion(1, 30, 1), null).Should().ContainSingle("a client has no runtime");
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void Kubelet_kubeadm_and_kubectl_are_always_named_and_held_and_their_tools_from_1_30_on(int minor, bool tools)
    {
        var cluster = OtherClusters.Named("debian-12-containerd-1.6");

        var packages = MachinePackages.For(cluster.Workers[0], new KubernetesVersion(1, minor, 4), new ContainerRuntime.Containerd("1.7.28"));

        packages.Should().Contain([MachinePackage.Exactly("kubelet", $"1.{minor}.4"), MachinePackage.Exactly("kubeadm", $"1.{minor}.4"), MachinePackage.Exactly("kubectl", $"1.{minor}.4"), MachinePackage.Exactly("containerd.io", "1.7.28")]);
        packages.Any(package => package.Name == "cri-tools" && package.IsHeld).Should().Be(tools);
        packages.Any(package => package.Name == "kubernetes-cni" && package.IsHeld).Should().Be(tools);
    }

    [Fact]
    public void Directors_that_masquerade_need_nftables_too()
    {
        var builder = OtherClusters.Builder("debian-12-containerd-1.6");

        Packages().Should().Equal("keepalived", "ipvsadm", "curl");
        builder.WithLvsPair("10.0.0.100", lvs => lvs.WithForwarding(new LvsForwarding.Masquerade()));
        Packages().Should().Equal("keepalived", "ipvsadm", "curl", "nftables");

        IEnumerable<string> Packages()
        {
            var cluster = builder.Build();
            return MachinePackages.For(cluster.LvsPair.Directors[0], cluster).Select(package => package.Name);
        }
    }

    [Fact]
    public void A_folder_of_packages_needs_no_repository()
    {
        foreach (var name in (string[])["centos-7-docker", "debian-11-offline"])
        {
            OtherClusters.Named(name).Render().Should().NotContain(file => PackageRepositories.Has(file.Path));
        }
    }
}
