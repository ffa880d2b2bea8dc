namespace KubeHa.Templates;

/// <summary>
/// Package repositories of machines that are not prepared. Where no key is given packages are checked against those that stand in the machine's RPM database
/// (<c>rpm --import</c>): which key a mirror signs with is not ours to guess, and an unchecked package is not ours to install.
/// What would be upgraded behind the cluster's back is excluded (dnf) or held (apt); our own steps name the version.
/// </summary>
internal static class PackageRepositories
{
    private const string KubernetesPackages = "kubelet kubeadm kubectl cri-tools kubernetes-cni";
    private const string DockerPackages = "docker-ce docker-ce-cli containerd.io";

    public static IEnumerable<ConfigFile> For(Machine machine, Cluster cluster)
    {
        if (PlatformCatalogue.Find(machine.Platform) is not { } release || PlatformCatalogue.SourceOf(machine.Platform) is not { } source || machine is Director)
        {
            return [];
        }

        var repositories = Of(release, source, cluster.Version, machine is Client ? null : cluster.Runtime);
        return release.Manager == PackageManager.Apt
            ? repositories.SelectMany(repository => AptRepositories.For(machine, repository))
            : repositories.SelectMany(repository => YumRepositories.For(machine, repository));
    }

    /// <summary>Whether a file belongs to a repository: it is written before packages are installed.</summary>
    public static bool Has(string path) => YumRepositories.Has(path) || AptRepositories.Has(path);

    /// <param name="release">What the machine runs.</param>
    /// <param name="source">Where packages come from.</param>
    /// <param name="version">The version of Kubernetes.</param>
    /// <param name="runtime">The container runtime; <see langword="null"/> where there is none.</param>
    internal static IReadOnlyList<PackageRepository> Of(PlatformRelease release, PackageSource source, KubernetesVersion version, ContainerRuntime? runtime) => source switch
    {
        PackageMirror mirror =>
        [
            Kubernetes($"{mirror.Kubernetes}", mirror.KubernetesSuite, mirror.KubernetesKey),
            .. runtime is { ComesFromDocker: true } ? [Docker($"{mirror.Docker}", mirror.DockerSuite ?? $"{release.Codename} stable", mirror.DockerKey, runtime)] : Array.Empty<PackageRepository>(),
            .. (runtime is ContainerRuntime.CriO) ? [new("cri-o", "CRI-O", $"{mirror.CriO}", mirror.CriOSuite, mirror.CriOKey, "cri-o")] : Array.Empty<PackageRepository>(),
        ],
        PackageSource.Official official =>
        [
            Kubernetes($"https://pkgs.k8s.io/core:/stable:/v{version.Major}.{version.Minor}/{(release.Manager == PackageManager.Apt ? "deb" : "rpm")}/", "/", official.KubernetesKey),
            .. runtime is { ComesFromDocker: true } ? [Docker(DockersOwn(release), $"{release.Codename} stable", official.DockerKey, runtime)] : Array.Empty<PackageRepository>(),
        ],
        _ => [],
    };

    private static string DockersOwn(PlatformRelease release) => release.Manager == PackageManager.Apt
        ? $"https://download.docker.com/linux/{release.Family}"
        : $"https://download.docker.com/linux/centos/{release.Version}/$basearch/stable/";

    private static bool TakesCompose(ContainerRuntime? runtime) => runtime is ContainerRuntime.Docker { ComposeVersion: not null } or ContainerRuntime.CriDockerd { ComposeVersion: not null };

    private static PackageRepository Kubernetes(string address, string suite, RepositoryKey? key) => new("kubernetes", "Kubernetes", address, suite, key, KubernetesPackages);

    private static PackageRepository Docker(string address, string suite, RepositoryKey? key, ContainerRuntime? runtime) => new("docker-ce", "Docker", address, suite, key,
        DockerPackages + (runtime is ContainerRuntime.CriDockerd ? " cri-dockerd" : string.Empty) + (TakesCompose(runtime) ? " docker-compose-plugin" : string.Empty));
}
