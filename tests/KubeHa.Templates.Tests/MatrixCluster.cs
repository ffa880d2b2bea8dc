namespace KubeHa.Templates.Tests;

/// <summary>One row of the matrix.</summary>
/// <param name="Version">The version of Kubernetes.</param>
/// <param name="Platform">What every machine runs.</param>
/// <param name="Runtime">What runs the containers of every node.</param>
/// <param name="Endpoint">How connections get to the control planes, and what else is said of the directors: words of <see cref="MatrixClusters"/>.</param>
public sealed record MatrixCluster(string Version, Platform Platform, ContainerRuntime Runtime, string Endpoint)
{
    /// <summary>The folder under Golden/matrix.</summary>
    public string Name => $"{Version[..Version.LastIndexOf('.')]}-{PlatformName}-{RuntimeName}-{Endpoint}";

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
