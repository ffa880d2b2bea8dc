using System.Globalization;

namespace KubeHa.Templates;

/// <summary>containerd 1.x: configuration version 2. Packages often ship it with the CRI plugin disabled, so the whole file is ours.</summary>
internal static class ContainerdConfig
{
    public static IEnumerable<ConfigFile> For(Machine node, ContainerRuntime.Containerd runtime, string sandboxImage)
    {
        yield return TextFile.Of(node, FilePaths.Containerd, Toml(runtime, sandboxImage));
        yield return TextFile.OfLines(
            node,
            FilePaths.Crictl,
            $"runtime-endpoint: {runtime.CriSocket}",
            $"image-endpoint: {runtime.CriSocket}",
            "timeout: 10");
    }

    private static string Toml(ContainerRuntime.Containerd runtime, string sandboxImage) =>
        $"""
        {TextFile.Header}
        version = 2
        disabled_plugins = []

        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = {Quoted(sandboxImage)}
          restrict_oom_score_adj = {Boolean(runtime.RestrictOomScoreAdjustment)}

          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = {Quoted(runtime.CniBinaryDirectory)}
            conf_dir = "/etc/cni/net.d"

          [plugins."io.containerd.grpc.v1.cri".containerd]
            default_runtime_name = "runc"

            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"

              [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                SystemdCgroup = {Boolean(runtime.CgroupDriver == CgroupDriver.Systemd)}

        """;

    private static string Boolean(bool value) => value ? "true" : "false";

    /// <summary>A basic string of TOML: backslash, quote and control characters escaped.</summary>
    private static string Quoted(string value) => '"' + string.Concat(value.Select(Escaped)) + '"';

    private static string Escaped(char c) => c switch
    {
        '"' or '\\' => $"\\{c}",
        _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
        _ => c.ToString(),
    };
}
