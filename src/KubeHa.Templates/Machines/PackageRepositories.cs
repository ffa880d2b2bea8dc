namespace KubeHa.Templates;

/// <summary>
/// Package repositories of machines that install by dnf. Packages are checked against keys that stand in the machine's RPM database
/// (<c>rpm --import</c>): which key a mirror signs with is not ours to guess, and an unchecked package is not ours to install.
/// What would be upgraded behind the cluster's back is excluded; our own steps name repository and version (<c>--disableexcludes</c>).
/// </summary>
internal static class PackageRepositories
{
    public static IEnumerable<ConfigFile> For(Machine machine)
    {
        if (machine.Platform is not Platform.RedHatLike { Mirror: var mirror } || machine is Director)
        {
            yield break;
        }

        yield return Repository(
            machine, FilePaths.KubernetesRepository, "kubernetes", "Kubernetes", mirror.Kubernetes, "kubelet kubeadm kubectl cri-tools kubernetes-cni");
        if (machine is not Client)
        {
            yield return Repository(
                machine, FilePaths.DockerRepository, "docker-ce", "Docker", mirror.Docker, "docker-ce docker-ce-cli containerd.io");
        }
    }

    private static ConfigFile Repository(Machine machine, string path, string id, string name, Uri address, string excluded) =>
        TextFile.OfLines(machine, path, $"[{id}]", $"name={name}", $"baseurl={address}", "enabled=1", "gpgcheck=1", $"exclude={excluded}");
}
