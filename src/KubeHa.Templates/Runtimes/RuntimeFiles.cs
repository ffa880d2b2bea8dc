namespace KubeHa.Templates;

/// <summary>The files of the container runtime of a node.</summary>
internal static class RuntimeFiles
{
    public static IEnumerable<ConfigFile> For(Machine node, Cluster cluster) => cluster.Runtime switch
    {
        ContainerRuntime.Containerd containerd => ContainerdConfig.For(node, containerd, SandboxImage.Of(cluster)),
        ContainerRuntime.Docker docker => [DockerConfig.For(node, docker)],
        _ => [],
    };
}
