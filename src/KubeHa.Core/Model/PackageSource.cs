namespace KubeHa;

/// <summary>Where a machine's packages of Kubernetes and of the container runtime come from. The rest comes from the distribution's own repositories, as the machine has them.</summary>
public abstract record PackageSource
{
    private protected PackageSource()
    {
    }

    /// <summary>The projects' own repositories: <c>pkgs.k8s.io</c>, one for each minor version from 1.24 on, and <c>download.docker.com</c>. None is known for CRI-O and cri-dockerd.</summary>
    public sealed record Official : PackageSource
    {
        /// <summary>What the repository of Kubernetes is signed by.</summary>
        /// <value>By default the keys of the machine's RPM database; apt needs one.</value>
        public RepositoryKey? KubernetesKey { get; init; }

        /// <summary>What the repository of Docker and containerd is signed by.</summary>
        /// <value>By default the keys of the machine's RPM database; apt needs one.</value>
        public RepositoryKey? DockerKey { get; init; }
    }

    /// <summary>
    /// A folder of packages on the machine itself, all of which are installed: those of its role, of exactly the versions that the cluster names, and what they need. No
    /// repository is asked. Whoever puts packages there is trusted: their signatures are not looked at.
    /// </summary>
    /// <param name="Directory">The folder, for example <c>/opt/packages</c>, with <c>*.rpm</c> or <c>*.deb</c> files.</param>
    public sealed record OfflineFolder(string Directory) : PackageSource;
}
