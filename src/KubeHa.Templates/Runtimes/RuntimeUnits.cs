namespace KubeHa.Templates;

/// <summary>What a container runtime consists of, in the order in which it is started. A prepared one is nobody's business but its owner's.</summary>
internal static class RuntimeUnits
{
    private static readonly RuntimeUnit Docker = new("docker", FilePaths.Docker);

    public static IReadOnlyList<RuntimeUnit> Of(ContainerRuntime runtime) => runtime switch
    {
        ContainerRuntime.Docker => [Docker],
        ContainerRuntime.CriDockerd => [Docker, new("cri-docker", FilePaths.CriDockerd, IsDropIn: true)],
        ContainerRuntime.Containerd => [new("containerd", FilePaths.Containerd)],
        ContainerRuntime.CriO => [new("crio", FilePaths.CriO)],
        _ => [],
    };

    /// <summary>The program whose version is the runtime's, as looks name it.</summary>
    public static string ProgramOf(ContainerRuntime runtime) => runtime switch
    {
        ContainerRuntime.Docker or ContainerRuntime.CriDockerd => "docker",
        ContainerRuntime.CriO => "crio",
        _ => "containerd",
    };

    /// <summary>Where images lie.</summary>
    public static string ImagesOf(ContainerRuntime runtime) => runtime switch
    {
        ContainerRuntime.Docker or ContainerRuntime.CriDockerd => "/var/lib/docker",
        ContainerRuntime.CriO => "/var/lib/containers",
        _ => "/var/lib/containerd",
    };
}
