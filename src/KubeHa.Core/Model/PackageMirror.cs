namespace KubeHa;

/// <summary>Packages from a mirror: base addresses of its repositories, as a yum <c>baseurl</c> or a line of apt's sources takes them.</summary>
/// <param name="Kubernetes">The repository with kubelet, kubeadm and kubectl.</param>
/// <param name="Docker">The repository with Docker, containerd and, where they are used, Docker Compose and cri-dockerd.</param>
public sealed record PackageMirror(Uri Kubernetes, Uri Docker) : PackageSource
{
    /// <summary>The repository with CRI-O; needed where that is the runtime.</summary>
    /// <value>There is none by default.</value>
    public Uri? CriO { get; init; }

    /// <summary>The suite of Kubernetes' apt repository and its components, for example <c>kubernetes-xenial main</c>. Yum repositories have none.</summary>
    /// <value>The default is <c>/</c>: a flat repository, as the project's own are.</value>
    public string KubernetesSuite { get; init; } = "/";

    /// <summary>The suite of Docker's apt repository and its components.</summary>
    /// <value>The default, <see langword="null"/>, is the distribution's code name and <c>stable</c>, as in Docker's own one.</value>
    public string? DockerSuite { get; init; }

    /// <summary>The suite of CRI-O's apt repository and its components.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string CriOSuite { get; init; } = "/";

    /// <summary>What the repository of Kubernetes is signed by.</summary>
    /// <value>By default the keys of the machine's RPM database; apt needs one.</value>
    public RepositoryKey? KubernetesKey { get; init; }

    /// <summary>What the repository of Docker and containerd is signed by.</summary>
    /// <value>By default the keys of the machine's RPM database; apt needs one.</value>
    public RepositoryKey? DockerKey { get; init; }

    /// <summary>What the repository of CRI-O is signed by.</summary>
    /// <value>By default the keys of the machine's RPM database; apt needs one.</value>
    public RepositoryKey? CriOKey { get; init; }
}
