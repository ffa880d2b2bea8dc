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

    /// <summary>Docker through the kubelet's own dockershim: Kubernetes below 1.24 only.</summary>
    /// <param name="Version">The version of Docker, for example <c>19.03.13</c>.</param>
    public sealed record Docker(string Version) : ContainerRuntime
    {
        /// <inheritdoc/>
        public override string CriSocket => "/var/run/dockershim.sock";

        /// <summary>Registry mirrors for docker.io.</summary>
        public IReadOnlyList<Uri> RegistryMirrors { get; init; } = [];
    }

    /// <summary>containerd 1.x.</summary>
    /// <param name="Version">The version of containerd, for example <c>1.6.20</c>.</param>
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
    }
}
