namespace KubeHa.Templates;

/// <summary>The files of the container runtime of a node.</summary>
internal static class RuntimeFiles
{
    public static IEnumerable<ConfigFile> For(Machine node, Cluster cluster) => For(node, cluster.Runtime, SandboxImage.Of(cluster));

    /// <param name="node">The node.</param>
    /// <param name="runtime">The runtime.</param>
    /// <param name="sandboxImage">The image of pod sandboxes.</param>
    internal static IEnumerable<ConfigFile> For(Machine node, ContainerRuntime runtime, string sandboxImage) => runtime switch
    {
        ContainerRuntime.Containerd containerd => [ContainerdConfig.For(node, containerd, sandboxImage), .. ContainerdRegistries.For(node, containerd), Crictl(node, runtime)],
        ContainerRuntime.Docker docker => [DockerConfig.For(node, docker.CgroupDriver, docker.RegistryMirrors)],
        ContainerRuntime.CriDockerd docker => [DockerConfig.For(node, docker.CgroupDriver, docker.RegistryMirrors), CriDockerdConfig.For(node, docker, sandboxImage), Crictl(node, runtime)],
        ContainerRuntime.CriO crio => [CriOConfig.For(node, crio, sandboxImage), Crictl(node, runtime)],
        _ => [],
    };

    private static ConfigFile Crictl(Machine node, ContainerRuntime runtime) => TextFile.OfLines(
        node, FilePaths.Crictl, $"runtime-endpoint: {runtime.CriSocket}", $"image-endpoint: {runtime.CriSocket}", "timeout: 10");
}
