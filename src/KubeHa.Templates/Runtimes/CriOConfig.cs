namespace KubeHa.Templates;

/// <summary>CRI-O: a file beside the one of its package, which says the rest.</summary>
internal static class CriOConfig
{
    public static ConfigFile For(Machine node, ContainerRuntime.CriO runtime, string sandboxImage)
    {
        // Without systemd's slices conmon has to be in the pod's own cgroup.
        string[] cgroups = runtime.CgroupDriver == CgroupDriver.Systemd ? ["cgroup_manager = \"systemd\""] : ["cgroup_manager = \"cgroupfs\"", "conmon_cgroup = \"pod\""];

        return TextFile.OfLines(
            node, FilePaths.CriO,
            ["[crio.runtime]", .. cgroups, "", "[crio.image]", $"pause_image = {TomlValue.Of(sandboxImage)}", "", "[crio.network]", $"plugin_dirs = [{TomlValue.Of(runtime.CniBinaryDirectory)}]"]);
    }
}
