namespace KubeHa.Templates;

/// <summary>What cri-dockerd is told: it takes no configuration file, only arguments, so its unit's command is replaced.</summary>
internal static class CriDockerdConfig
{
    public static ConfigFile For(Machine node, ContainerRuntime.CriDockerd runtime, string sandboxImage) => TextFile.OfLines(
        node, FilePaths.CriDockerd,
        "[Service]",
        "ExecStart=",
        $"ExecStart=/usr/bin/cri-dockerd --container-runtime-endpoint fd:// --network-plugin=cni --cni-bin-dir={runtime.CniBinaryDirectory} --pod-infra-container-image={sandboxImage}");
}
