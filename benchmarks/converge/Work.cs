using ReferenceCluster;
using static KubeHa.ShellScript;

namespace KubeHa.Converge;

/// <summary>What every machine of the reference cluster gets: the files of a control plane, kernel settings and units; 30 steps a machine.</summary>
internal sealed class Work
{
    private Work(IReadOnlyList<Target> machines, IReadOnlyList<ConfigFile> files)
    {
        Machines = machines;
        Files = files;
    }

    public IReadOnlyList<Target> Machines { get; }

    /// <summary>The files of one machine; they are the same on all.</summary>
    public IReadOnlyList<ConfigFile> Files { get; }

    /// <summary>Kernel settings that belong to a network namespace, so that a machine of ours has its own.</summary>
    public static IReadOnlyList<(string Key, string Value)> Settings { get; } =
    [
        ("net.ipv4.ip_forward", "1"),
        ("net.ipv4.conf.all.arp_ignore", "1"),
        ("net.ipv4.conf.all.arp_announce", "2"),
        ("net.ipv4.conf.all.rp_filter", "2"),
        ("net.ipv4.conf.all.send_redirects", "0"),
        ("net.ipv4.conf.default.send_redirects", "0"),
        ("net.ipv4.tcp_keepalive_time", "600"),
        ("net.core.somaxconn", "8192"),
    ];

    public static IReadOnlyList<string> Units { get; } = ["kubeha-gate.service", "kubeha-vip.service", "kubelet.service"];

    public int StepsPerMachine => Files.Count + Settings.Count + Units.Count;

    /// <summary>The reference cluster as published, with a control plane's files on every machine, since only those are about 30 steps.</summary>
    public static Work Load()
    {
        var cluster = Topology.Published().Build();

        // What names a secret of a run is given to kubeadm and never stays on a machine.
        var files = cluster.Render().For("master2")
            .Where(file => !file.Content.Parts.Any(part => part is ContentPart.Secret secret && secret.Name.StartsWith("run/", StringComparison.Ordinal)))
            .Select(file => file with { KeepExisting = false }).ToList();
        return new Work([.. cluster.Machines.Select(machine => new Target(machine.Name, machine.Address))], files);
    }

    /// <summary>All of it as a plan. The steps of a machine stand one behind another, as the tasks of a playbook do.</summary>
    public Plan Plan() => KubeHa.Plan.Create("Converge", Machines, Machines.SelectMany(machine => Chained(Steps(machine.Name))));

    /// <summary>The mode as chmod takes it.</summary>
    public static string Octal(ConfigFile file) => Convert.ToString((int)file.Mode, 8);

    private IEnumerable<PlanStep> Steps(string host) =>
    [
        .. Files.Select(file => new PlanStep($"{host}/file{file.Path}", host, $"Write {file.Path}", new StepAction.WriteFile(
            new ConfigFile(host, file.Path, file.Content, file.Mode, file.Owner) { Placement = file.Placement }))),
        .. Settings.Select(setting => new PlanStep($"{host}/sysctl/{setting.Key}", host, $"Set {setting.Key}", new StepAction.RunScript(
            Sh($"sysctl -q -w {$"{setting.Key}={setting.Value}"}"),
            Unless: Sh($"[ \"$(sysctl -n {setting.Key})\" = {setting.Value} ]")))),
        .. Units.Select(unit => new PlanStep($"{host}/unit/{unit}", host, $"Start {unit}", new StepAction.RunScript(
            Sh($"systemctl start {unit}"),
            Unless: Sh($"systemctl is-active {unit}")))),
    ];

    private static IEnumerable<PlanStep> Chained(IEnumerable<PlanStep> steps)
    {
        string? before = null;
        foreach (var step in steps)
        {
            yield return before is null ? step : step with { After = [before] };
            before = step.Id;
        }
    }
}
