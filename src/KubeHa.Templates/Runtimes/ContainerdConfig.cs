namespace KubeHa.Templates;

/// <summary>
/// containerd: configuration version 2 for 1.x, version 3 for 2.x, which renamed the plugins: keys of the one are silently nothing in the other.
/// Packages often ship it with the CRI plugin disabled, so the whole file is ours.
/// </summary>
internal static class ContainerdConfig
{
    public static ConfigFile For(Machine node, ContainerRuntime.Containerd runtime, string sandboxImage) => TextFile.Of(
        node, FilePaths.Containerd, runtime.Version.StartsWith("1.", StringComparison.Ordinal) ? VersionTwo(runtime, sandboxImage) : VersionThree(runtime, sandboxImage));

    private static string VersionTwo(ContainerRuntime.Containerd runtime, string sandboxImage) =>
        $"""
        {TextFile.Header}
        version = 2
        disabled_plugins = []

        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = {TomlValue.Of(sandboxImage)}
          restrict_oom_score_adj = {TomlValue.Of(runtime.RestrictOomScoreAdjustment)}

          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = {TomlValue.Of(runtime.CniBinaryDirectory)}
            conf_dir = "/etc/cni/net.d"

          [plugins."io.containerd.grpc.v1.cri".containerd]
            default_runtime_name = "runc"

            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"

              [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                SystemdCgroup = {TomlValue.Of(runtime.CgroupDriver == CgroupDriver.Systemd)}

        """ + Registries(runtime, "  ", "[plugins.\"io.containerd.grpc.v1.cri\".registry]");

    private static string VersionThree(ContainerRuntime.Containerd runtime, string sandboxImage) =>
        $"""
        {TextFile.Header}
        version = 3
        disabled_plugins = []

        [plugins.'io.containerd.cri.v1.images'.pinned_images]
          sandbox = {TomlValue.Of(sandboxImage)}

        [plugins.'io.containerd.cri.v1.runtime']
          restrict_oom_score_adj = {TomlValue.Of(runtime.RestrictOomScoreAdjustment)}

          [plugins.'io.containerd.cri.v1.runtime'.cni]
            {PluginFolder(runtime)}
            conf_dir = "/etc/cni/net.d"

          [plugins.'io.containerd.cri.v1.runtime'.containerd]
            default_runtime_name = "runc"

            [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"

              [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
                SystemdCgroup = {TomlValue.Of(runtime.CgroupDriver == CgroupDriver.Systemd)}

        """ + Registries(runtime, "", "[plugins.'io.containerd.cri.v1.images'.registry]");

    // From 2.1 on there may be several folders, and the key for one is deprecated.
    private static string PluginFolder(ContainerRuntime.Containerd runtime) => runtime.Version.StartsWith("2.0.", StringComparison.Ordinal)
        ? $"bin_dir = {TomlValue.Of(runtime.CniBinaryDirectory)}"
        : $"bin_dirs = [{TomlValue.Of(runtime.CniBinaryDirectory)}]";

    private static string Registries(ContainerRuntime.Containerd runtime, string indent, string table) =>
        runtime.Registries.Count == 0 ? string.Empty : $"\n{indent}{table}\n{indent}  config_path = {TomlValue.Of(FilePaths.ContainerdRegistries)}\n";
}
