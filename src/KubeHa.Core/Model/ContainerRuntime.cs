namespace KubeHa;

/// <summary>What runs the containers of every node.</summary>
public abstract record ContainerRuntime
{
    private protected ContainerRuntime()
    {
    }

    /// <summary>The CRI socket, as kubeadm takes it.</summary>
    public abstract string CriSocket { get; }

    /// <summary>Who makes the containers' cgroups; kubelet and runtime must agree.</summary>
    /// <value>The default is <see cref="KubeHa.CgroupDriver.Systemd"/>.</value>
    public CgroupDriver CgroupDriver { get; init; } = CgroupDriver.Systemd;

    /// <summary>Whether its packages come from Docker's repository.</summary>
    internal bool ComesFromDocker => this is Docker or CriDockerd or Containerd;

    /// <summary>The same runtime with lists of its own, which nobody else can change.</summary>
    internal virtual ContainerRuntime Copied() => this;

    /// <summary>Docker through the kubelet's own dockershim: Kubernetes below 1.24 only.</summary>
    /// <param name="Version">The version of Docker, for example <c>19.03.13</c>.</param>
    public sealed record Docker(string Version) : ContainerRuntime
    {
        /// <inheritdoc/>
        public override string CriSocket => "/var/run/dockershim.sock";

        /// <summary>
        /// The version of Docker Compose that comes along as Docker's plugin (<c>docker compose</c>), for example <c>2.21.0</c>; none where <see langword="null"/>. Docker's
        /// repositories have Compose 2 as a package; Compose 1 was a file of its own. Prepared machines bring their own.
        /// </summary>
        public string? ComposeVersion { get; init; }

        /// <summary>Registry mirrors for docker.io.</summary>
        public IReadOnlyList<Uri> RegistryMirrors { get; init; } = [];

        internal override ContainerRuntime Copied() => this with { RegistryMirrors = [.. RegistryMirrors ?? []] };
    }

    /// <summary>Docker through cri-dockerd: Kubernetes 1.24 and later.</summary>
    /// <param name="Version">The version of cri-dockerd, for example <c>0.3.15</c>.</param>
    /// <param name="DockerVersion">The version of Docker, for example <c>27.3.1</c>.</param>
    public sealed record CriDockerd(string Version, string DockerVersion) : ContainerRuntime
    {
        /// <inheritdoc/>
        public override string CriSocket => "unix:///var/run/cri-dockerd.sock";

        /// <summary>
        /// The version of Docker Compose that comes along as Docker's plugin (<c>docker compose</c>), for example <c>2.21.0</c>; none where <see langword="null"/>. Docker's
        /// repositories have Compose 2 as a package; Compose 1 was a file of its own. Prepared machines bring their own.
        /// </summary>
        public string? ComposeVersion { get; init; }

        /// <summary>Registry mirrors for docker.io.</summary>
        public IReadOnlyList<Uri> RegistryMirrors { get; init; } = [];

        /// <summary>Where CNI plugins are.</summary>
        /// <value>The default is <c>/opt/cni/bin</c>.</value>
        public string CniBinaryDirectory { get; init; } = "/opt/cni/bin";

        internal override ContainerRuntime Copied() => this with { RegistryMirrors = [.. RegistryMirrors ?? []] };
    }

    /// <summary>CRI-O, whose minor version is that of Kubernetes.</summary>
    /// <param name="Version">The version of CRI-O, for example <c>1.30.4</c>.</param>
    public sealed record CriO(string Version) : ContainerRuntime
    {
        /// <inheritdoc/>
        public override string CriSocket => "unix:///var/run/crio/crio.sock";

        /// <summary>Where CNI plugins are.</summary>
        /// <value>The default is <c>/opt/cni/bin</c>.</value>
        public string CniBinaryDirectory { get; init; } = "/opt/cni/bin";
    }

    /// <summary>A runtime that somebody else installs, configures and runs on every node: nothing of it is written, started or judged.</summary>
    /// <param name="Socket">Its CRI socket, for example <c>unix:///run/containerd/containerd.sock</c>.</param>
    public sealed record Prepared(string Socket) : ContainerRuntime
    {
        /// <inheritdoc/>
        public override string CriSocket => Socket;
    }

    /// <summary>containerd 1.4 to 1.7, or 2.x.</summary>
    /// <param name="Version">The version of containerd, for example <c>1.6.20</c>. <see cref="ContainerdCatalogue"/> says which goes with which Kubernetes.</param>
    public sealed record Containerd(string Version) : ContainerRuntime
    {
        /// <inheritdoc/>
        public override string CriSocket => "unix:///run/containerd/containerd.sock";

        /// <summary>Where CNI plugins are.</summary>
        /// <value>The default is <c>/opt/cni/bin</c>; Debian's package puts them into <c>/usr/lib/cni</c>.</value>
        public string CniBinaryDirectory { get; init; } = "/opt/cni/bin";

        /// <summary>Never lower an oom_score_adj below the runtime's own: needed where the machine withholds CAP_SYS_RESOURCE, as nested containers do.</summary>
        /// <value>The default is <see langword="false"/>.</value>
        public bool RestrictOomScoreAdjustment { get; init; }

        /// <summary>Registries that are reached through mirrors or with a certificate authority of one's own.</summary>
        /// <value>There are none by default.</value>
        public IReadOnlyList<RegistryHost> Registries { get; init; } = [];

        internal override ContainerRuntime Copied() => this with { Registries = [.. (Registries ?? []).Select(registry => registry with { Mirrors = [.. registry.Mirrors ?? []] })] };
    }
}
