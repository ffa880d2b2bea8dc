using static KubeHa.Tests.Fault;

namespace KubeHa.Tests;

/// <summary>Container runtimes, and images.</summary>
internal static class RuntimeFaults
{
    private static readonly Uri[] Mirrors = [new("https://mirror.example/"), new("http://mirror.example/"), new("mirror", UriKind.Relative), new("https://me:hunter2@mirror.example/"), null!];

    public static IEnumerable<Fault> All =>
    [
        .. Each("the version of containerd", version => Containerd(version), "1.6.20", "", "1.6", "1.6.20.1", "1.6.x", "1.6.9999", "1.6.10000", " 1.6.20", null!),
        .. Each("the version of Docker", version => Reference.Builder().WithRuntime(new ContainerRuntime.Docker(version)), "19.03.13", "latest"),
        .. Each("the version of CRI-O", version => Reference.Builder().WithRuntime(new ContainerRuntime.CriO(version)), "1.20.7", "1.20", "1.21.0", "1.19.9", "2.20.7"),
        .. Each("the version of cri-dockerd", version => CriDockerd("1.24.17", version, "27.3.1"), "0.3.15", "0.3"),
        .. Each("the version of Docker beside cri-dockerd", version => CriDockerd("1.24.17", "0.3.15", version), "27.3.1", "latest"),
        .. Each("the version of Compose", version => Reference.Builder().WithRuntime(new ContainerRuntime.Docker("20.10.24") { ComposeVersion = version }), null, "1.29.2", "2.0.0", "latest"),
        new("the version of Compose: beside cri-dockerd", () => Reference.Builder("1.24.17").WithRuntime(new ContainerRuntime.CriDockerd("0.3.15", "27.3.1") { ComposeVersion = "1.29.2" })),
        .. Each("containerd with Kubernetes 1.19", version => Containerd(version, "1.19.3"), "1.3.9", "1.4.0", "1.7.28", "1.8.0", "2.0.0", "3.0.0"),
        .. Each("containerd with Kubernetes 1.22", version => Containerd(version, "1.22.17"), "1.4.13", "1.5.18", "2.0.0"),
        .. Each("containerd with Kubernetes 1.23", version => Containerd(version, "1.23.17"), "2.0.0"),
        .. Each("containerd with Kubernetes 1.25", version => Containerd(version, "1.25.16"), "1.5.18", "1.6.14"),
        .. Each("containerd with Kubernetes 1.26", version => Containerd(version, "1.26.15"), "1.5.18", "1.6.14", "1.6.15", "1.7.0"),
        .. Each("containerd with Kubernetes 1.32", version => Containerd(version, "1.32.0"), "1.6.35", "1.6.36", "1.7.23", "2.2.1"),
        .. Each("containerd with Kubernetes 1.36", version => Containerd(version, "1.36.1"), "1.7.28", "2.1.5", "2.2.0"),
        new("containerd with Kubernetes 2", () => Containerd("1.5.18", "2.26.0")),
        new("cri-dockerd with Kubernetes 1.23", () => CriDockerd("1.23.17", "0.3.15", "27.3.1")), new("cri-dockerd with Kubernetes 1.24", () => CriDockerd("1.24.0", "0.3.15", "27.3.1")),
        new("Docker with Kubernetes 1.23", () => Reference.Builder("1.23.17").WithRuntime(new ContainerRuntime.Docker("20.10.24"))), new("Docker with Kubernetes 1.24", () => Reference.Builder("1.24.0").WithRuntime(new ContainerRuntime.Docker("20.10.24"))),
        .. Each("a prepared runtime's socket", socket => Reference.Builder().WithRuntime(new ContainerRuntime.Prepared(socket)), "unix:///run/x.sock", "/run/x.sock", "unix://", "unix://run/x.sock", "unix:///run/$(x).sock", "tcp://127.0.0.1:1", null!),
        .. Each("a registry", host => BrokenBuilders.Registry(new(host)),
            "docker.io", "registry.example:1", "registry.example:65535", "registry.example:65536", "registry.example:0", "registry.example:", "10.0.0.5:5000", "a:1:2", "http://a:1", "[fd00::1]:5000", "Registry.example", "registry.example/k8s", "", null!),
        new("a registry there twice", () => Registries("1.6.20", new("docker.io"), new("registry.example"), new("docker.io"))),
        new("registries with mirrors", () => Registries("1.6.20", new("docker.io") { Mirrors = Mirrors }, new("registry.example") { Mirrors = [new("ftp://mirror.example/")] })),
        new("a registry unverified", () => Registries("1.6.20", new("docker.io"), new("registry.example") { SkipVerify = true })),
        new("a folder of registries: containerd 1.4", () => Registries("1.4.13", new RegistryHost("docker.io"))), new("a folder of registries: containerd 1.5", () => Registries("1.5.18", new RegistryHost("docker.io"))), new("no registries: containerd 1.4", () => Registries("1.4.13")),
        new("Docker's mirrors", () => Reference.Builder().WithRuntime(new ContainerRuntime.Docker("19.03.13") { RegistryMirrors = Mirrors })),
        new("cri-dockerd's mirrors", () => Reference.Builder("1.24.17").WithRuntime(new ContainerRuntime.CriDockerd("0.3.15", "27.3.1") { RegistryMirrors = Mirrors })),
        .. Each<ContainerRuntime>("archives of images with", runtime => Reference.Builder().WithRuntime(runtime).WithImages(new ImageSource.Archives("/srv/images")),
            new ContainerRuntime.Containerd("1.6.20"), new ContainerRuntime.Docker("20.10.24"), new ContainerRuntime.CriO("1.20.7"), new ContainerRuntime.Prepared("unix:///run/x.sock")),
        new("images of a registry with CRI-O", () => Reference.Builder().WithRuntime(new ContainerRuntime.CriO("1.20.7")).WithImages(new ImageSource.Registry("registry.example"))),
    ];

    private static ClusterBuilder Containerd(string version, string kubernetes = "1.20.2") => Reference.Builder(kubernetes).WithRuntime(new ContainerRuntime.Containerd(version));

    private static ClusterBuilder CriDockerd(string kubernetes, string version, string docker) => Reference.Builder(kubernetes).WithRuntime(new ContainerRuntime.CriDockerd(version, docker));

    private static ClusterBuilder Registries(string version, params RegistryHost[] registries) => Reference.Builder("1.19.3").WithRuntime(new ContainerRuntime.Containerd(version) { Registries = registries });
}
