namespace KubeHa.Templates;

/// <summary>What must stand by itself after a reboot of a machine; probes ask for it, checks judge it.</summary>
internal static class Readiness
{
    /// <summary>The property of a unit that says when its program was started.</summary>
    public const string Started = "ExecMainStartTimestampMonotonic";

    /// <summary>Units that must be enabled and run.</summary>
    public static IReadOnlyList<string> Units(Cluster cluster, Machine machine) => machine switch
    {
        Director => DirectorRule.Of(cluster) is { } rule ? ["keepalived", rule.Unit] : ["keepalived"],
        ControlPlane when !Forwarding.Of(cluster).Binds => [.. Runtime(cluster), "kubelet"],
        ControlPlane => [.. Runtime(cluster), "kubelet", "kubeha-gate", "kubeha-vip"],
        EtcdMachine or Worker => [.. Runtime(cluster), "kubelet"],
        _ => [],
    };

    /// <summary>Kernel modules that must be there.</summary>
    public static IReadOnlyList<string> Modules(Cluster cluster, Machine machine) => machine switch
    {
        Director => ["ip_vs", $"ip_vs_{cluster.LvsPair.Scheduler}"],
        ControlPlane => [.. cluster.KernelModules.Union(Forwarding.Of(cluster).Modules)],
        EtcdMachine or Worker => cluster.KernelModules,
        _ => [],
    };

    /// <summary>Kernel settings as the files of the machine say, key by key.</summary>
    public static IReadOnlyList<KernelSetting> Settings(ConfigSet? configs, Machine machine) =>
    [
        .. (configs?.For(machine.Name) ?? []).Where(file => file.Path.StartsWith("/etc/sysctl.d/", StringComparison.Ordinal))
            .SelectMany(file => file.Content.ToString().Split('\n').Select(line => (file.Path, Pair: line.Split('=', 2))))
            .Where(line => line.Pair.Length == 2 && !line.Pair[0].TrimStart().StartsWith('#'))
            .Select(line => new KernelSetting(line.Pair[0].Trim(), line.Pair[1].Trim(), line.Path)),
    ];

    /// <summary>Services that read one of our files when they start or are reloaded, with the property of their unit that says when they last did.</summary>
    public static IReadOnlyList<(string Unit, string Property, string File)> Readers(Cluster cluster, Machine machine) => machine switch
    {
        Director => [("keepalived", "StateChangeTimestampMonotonic", FilePaths.Keepalived)],
        EtcdMachine => [.. OfRuntime(cluster), .. ((string[])[FilePaths.EtcdKubelet, FilePaths.EtcdKubeletUnit]).Select(file => ("kubelet", Started, file))],
        ControlPlane or Worker => [.. OfRuntime(cluster)],
        _ => [],
    };

    private static IEnumerable<(string Unit, string Property, string File)> OfRuntime(Cluster cluster) => RuntimeUnits.Of(cluster.Runtime).Select(unit => (unit.Name, Started, unit.File));

    private static IEnumerable<string> Runtime(Cluster cluster) => RuntimeUnits.Of(cluster.Runtime).Select(unit => unit.Name);

    /// <param name="Key">The key as sysctl takes it.</param>
    /// <param name="Value">The value.</param>
    /// <param name="File">Which of our files sets it.</param>
    internal sealed record KernelSetting(string Key, string Value, string File)
    {
        /// <summary>Where the kernel shows it; a slash in a key stands for a dot of a name (sysctl.d(5)).</summary>
        public string ProcPath => "/proc/sys/" + string.Concat(Key.Select(c => c switch { '.' => '/', '/' => '.', _ => c }));
    }
}
