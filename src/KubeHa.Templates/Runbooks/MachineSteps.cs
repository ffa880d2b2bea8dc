using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>What every machine needs before Kubernetes comes: packages, files, kernel, runtime.</summary>
internal static class MachineSteps
{
    /// <summary>Repositories and packages, where the platform is not prepared.</summary>
    public static void InstallPackages(Lane lane, Cluster cluster, ConfigSet configs)
    {
        if (lane.Machine.Platform is not Platform.RedHatLike)
        {
            return;
        }

        foreach (var file in configs.For(lane.Machine.Name).Where(file => file.Path.StartsWith("/etc/yum.repos.d/", StringComparison.Ordinal)))
        {
            lane.Write(file);
        }

        // Not quiet: dnf waits for as long as somebody else holds a lock of its own or of rpm, and then only its words tell why nothing happens.
        var packages = Packages(lane.Machine, cluster).ToList();
        lane.Run("packages", $"Install {string.Join(", ", packages)}",
            Sh($"dnf install -y --disableexcludes=all {packages}"),
            unless: Sh($"rpm -q {packages.Select(package => package.Split('*')[0].TrimEnd('-'))}"),
            timeout: TimeSpan.FromMinutes(20));
    }

    /// <summary>Every file of the machine that stays; the one that says whose machine it is comes first, so that no key ever stands on a machine that nobody owns.</summary>
    public static void WriteFiles(Lane lane, ConfigSet configs)
    {
        var files = configs.For(lane.Machine.Name).Where(file => file.Placement != FilePlacement.Transient && !file.Path.StartsWith("/etc/yum.repos.d/", StringComparison.Ordinal));
        foreach (var file in files.OrderBy(file => file.Path != FilePaths.Marker))
        {
            lane.Write(file);
        }
    }

    /// <summary>Modules and kernel settings as the files say, now and not only after the next boot.</summary>
    public static void Kernel(Lane lane, ConfigSet configs, IReadOnlyList<string> modules)
    {
        if (modules.Count > 0)
        {
            lane.Run("kernel/modules", $"Load {string.Join(", ", modules)}",
                Sh($"for module in {modules}; do modprobe \"$module\" || exit 1; done"),
                unless: Sh($"for module in {modules}; do [ -d \"/sys/module/$module\" ] || exit 1; done"));
        }

        var sysctls = configs.For(lane.Machine.Name).Select(file => file.Path).Where(path => path.StartsWith("/etc/sysctl.d/", StringComparison.Ordinal)).ToList();
        if (sysctls.Count > 0)
        {
            lane.Run("kernel/sysctls", "Set the kernel as its files say",
                Sh($"sysctl -q -p {sysctls}"),
                unless: Sh($$"""
                    sed -e 's/#.*//' -e 's/ *= */=/' -e '/^ *$/d' {{sysctls}} | while IFS='=' read -r key value; do
                      [ "$(sysctl -n "$key" 2>/dev/null | tr '\t' ' ')" = "$value" ] || exit 1
                    done
                    """));
        }
    }

    public static void SwapOff(Lane lane, Cluster cluster)
    {
        if (!cluster.Kubelet.AllowSwap)
        {
            lane.Run("kernel/swap", "Switch swap off, now and at boot",
                Sh($$"""swapoff -a && sed -i -E 's@^([^#][^ \t]*[ \t]+[^ \t]+[ \t]+swap[ \t])@# \1@' /etc/fstab"""),
                unless: Sh($"[ \"$(wc -l < /proc/swaps)\" -le 1 ]"));
        }
    }

    /// <summary>The container runtime runs, is enabled, and has read its file.</summary>
    public static void Runtime(Lane lane, Cluster cluster)
    {
        var (service, file) = cluster.Runtime is ContainerRuntime.Docker ? ("docker", FilePaths.Docker) : ("containerd", FilePaths.Containerd);
        lane.Run("runtime", $"Run {service} with its configuration",
            Sh($"systemctl enable -q {service} && systemctl restart {service}"),
            unless: Sh($"systemctl is-enabled -q {service} && systemctl is-active -q {service} && {HasRead(service, "ExecMainStartTimestampMonotonic", file)}"));
        lane.Run("kubelet/enabled", "Enable the kubelet", Sh($"systemctl enable -q kubelet"), unless: Sh($"systemctl is-enabled -q kubelet"));
    }

    /// <summary>Image archives of the machine's own folder, those that its role needs and that are not there yet.</summary>
    public static void Images(Lane lane, Cluster cluster)
    {
        if (cluster.Images is not ImageSource.Archives { Directory: var directory } || cluster.Runtime is not ContainerRuntime.Containerd)
        {
            return;
        }

        // What only control planes run is not unpacked on workers.
        var skipped = lane.Machine is ControlPlane ? "none" : "kube-apiserver kube-controller-manager kube-scheduler etcd";
        var missing = Sh($$"""
            have=$(ctr -n k8s.io images ls -q)
            for archive in {{directory}}/*.tar; do
              tags=$(tar -xOf "$archive" manifest.json | tr ',"[]{}' '\n' | grep -E '^[^:]+/[^:]+:[^:]+$') || continue
              for tag in $tags; do
                name=${tag##*/}; name=${name%%:*}
                case " "{{skipped}}" " in *" $name "*) continue;; esac
                printf '%s\n' "$have" | grep -qxF "$tag" || { echo "$archive"; break; }
              done
            done
            """);
        lane.Run("images", $"Import the image archives of {directory}",
            Sh($"set -e; archives=$({missing}); for archive in $archives; do ctr -n k8s.io images import \"$archive\" >/dev/null; done"),
            unless: Sh($"[ -z \"$({missing})\" ]"));
    }

    /// <summary>Whether a service did something (start, reload) after its file was last written: the running state agrees with the file.</summary>
    /// <param name="service">The unit.</param>
    /// <param name="timestamp">The unit's property that says when, in microseconds of the monotonic clock.</param>
    /// <param name="file">The file.</param>
    public static ShellScript HasRead(string service, string timestamp, string file) => Sh($$"""
        awk -v did="$(systemctl show -p {{timestamp}} {{service}} | cut -d= -f2)" -v now="$(date +%s.%N)" -v file="$(stat -c %.Y {{file}})" '{exit !(now - $1 + did / 1000000 + 0.05 >= file)}' /proc/uptime
        """);

    private static IEnumerable<string> Packages(Machine machine, Cluster cluster) => machine switch
    {
        Director when cluster.LvsPair.Forwarding is LvsForwarding.Masquerade => ["keepalived", "ipvsadm", "curl", "nftables"],
        Director => ["keepalived", "ipvsadm", "curl"],
        Client => [$"kubectl-{Number(cluster)}"],
        _ => [.. RuntimePackages(cluster), $"kubelet-{Number(cluster)}", $"kubeadm-{Number(cluster)}", $"kubectl-{Number(cluster)}", "curl", "conntrack-tools", "socat", "ipset"],
    };

    private static IEnumerable<string> RuntimePackages(Cluster cluster) => cluster.Runtime switch
    {
        ContainerRuntime.Docker docker => [$"docker-ce-{docker.Version}", $"docker-ce-cli-{docker.Version}", "containerd.io"],
        ContainerRuntime.Containerd => ["containerd.io"],
        _ => [],
    };

    private static string Number(Cluster cluster) => cluster.Version.ToString().TrimStart('v');
}
