namespace KubeHa.Templates.Tests;

/// <summary>One row of the matrix.</summary>
/// <param name="Version">The version of Kubernetes.</param>
/// <param name="Platform">What every machine runs.</param>
/// <param name="Runtime">What runs the containers of every node.</param>
/// <param name="Endpoint">How connections get to the control planes, and what else is said of the directors: words of <see cref="MatrixClusters"/>.</param>
public sealed record MatrixCluster(string Version, Platform Platform, ContainerRuntime Runtime, string Endpoint)
{
    /// <summary>Where etcd runs.</summary>
    public EtcdTopology Etcd { get; init; } = new EtcdTopology.Stacked();

    /// <summary>The folder under Golden/matrix.</summary>
    public string Name => $"{Version[..Version.LastIndexOf('.')]}-{PlatformName}-{RuntimeName}-{Endpoint}{EtcdName}";

    /// <summary>Whether its addresses are IPv6 alone.</summary>
    public bool IsIpv6 => Endpoint is MatrixClusters.Ipv6 or MatrixClusters.Ipv6Masquerade;

    private string EtcdName => Etcd switch
    {
        EtcdTopology.ExternalEndpoints => "-external-etcd",
        EtcdTopology.External => "-own-etcd",
        _ => string.Empty,
    };

    /// <summary>Whether its directors have a keepalived whose file the one at hand complains of.</summary>
    public bool HasOldKeepalived => Endpoint == MatrixClusters.OldKeepalived;

    /// <summary>Whether its nodes have a configuration of the version that containerd 1.6, which is at hand, reads.</summary>
    public bool HasContainerd1 => Runtime is ContainerRuntime.Containerd { Version: ['1', '.', ..] };

    public string PlatformName => Platform switch
    {
        Platform.RedHatLike like => $"el{like.MajorVersion}",
        Platform.Debian debian => $"debian{debian.MajorVersion}",
        Platform.Ubuntu ubuntu => $"ubuntu{ubuntu.Version}",
        _ => "prepared",
    };

    public string RuntimeName => Runtime switch
    {
        ContainerRuntime.Containerd containerd => $"containerd{containerd.Version[..containerd.Version.LastIndexOf('.')]}",
        ContainerRuntime.Docker => "docker",
        ContainerRuntime.CriDockerd => "cri-dockerd",
        ContainerRuntime.CriO => "crio",
        _ => "own-runtime",
    };
}
