using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>What every machine needs before Kubernetes comes: packages, files, kernel, runtime.</summary>
internal static class MachineSteps
{
    /// <summary>Every file of the machine that stays; the one that says whose machine it is comes first, so that no key ever stands on a machine that nobody owns.</summary>
    public static void WriteFiles(Lane lane, ConfigSet configs)
    {
        var files = configs.For(lane.Machine.Name).Where(file => file.Placement != FilePlacement.Transient && !PackageRepositories.Has(file.Path));
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
                unless: Sh($"[ \"$(wc -l < /proc/swaps)\" -le 1 ] && [ -z \"$({MachineProbes.SwapAtBoot} 2>/dev/null)\" ]"));
        }
    }

    /// <summary>The container runtime runs, is enabled, and has read its file.</summary>
    public static void Runtime(Lane lane, Cluster cluster)
    {
        foreach (var (service, file, isDropIn) in RuntimeUnits.Of(cluster.Runtime))
        {
            var start = Sh($"systemctl enable -q {service} && systemctl restart {service}");
            var runs = Sh($"systemctl is-enabled -q {service} && systemctl is-active -q {service} && {HasRead(service, Readiness.Started, file)}");
            lane.Run(isDropIn ? $"runtime/{service}" : "runtime", $"Run {service} with its configuration",
                isDropIn ? Sh($"systemctl daemon-reload && {start}") : start,
                unless: isDropIn ? Sh($"[ \"$(systemctl show -p NeedDaemonReload {service})\" = NeedDaemonReload=no ] && {runs}") : runs);
        }

        lane.Run("kubelet/enabled", "Enable the kubelet", Sh($"systemctl enable -q kubelet"), unless: Sh($"systemctl is-enabled -q kubelet"));
    }

    /// <summary>Image archives of the machine's own folder, those that its role needs and that are not there yet.</summary>
    public static void Images(Lane lane, Cluster cluster)
    {
        if (cluster.Images is not ImageSource.Archives { Directory: var directory })
        {
            return;
        }

        // Docker leaves out of a name what every one of its own would begin with.
        var docker = cluster.Runtime is ContainerRuntime.Docker or ContainerRuntime.CriDockerd;
        var have = docker ? Sh($"docker images --format {"{{.Repository}}:{{.Tag}}"}") : Sh($"ctr -n k8s.io images ls -q");
        var known = docker ? Sh($"tag=${{tag#docker.io/}}; tag=${{tag#library/}}; ") : Sh($"");
        var import = docker ? Sh($"docker load -q -i") : Sh($"ctr -n k8s.io images import");

        // What a machine does not run is not unpacked there.
        var skipped = lane.Machine switch
        {
            ControlPlane => ExternalEtcd.Of(cluster) is null ? "none" : "etcd",
            EtcdMachine => "kube-apiserver kube-controller-manager kube-scheduler kube-proxy coredns",
            _ => "kube-apiserver kube-controller-manager kube-scheduler etcd",
        };
        var missing = Sh($$"""
            have=$({{have}})
            for archive in {{directory}}/*.tar; do
              tags=$(tar -xOf "$archive" manifest.json | tr ',"[]{}' '\n' | grep -E '^[^:]+/[^:]+:[^:]+$') || continue
              for tag in $tags; do
                name=${tag##*/}; name=${name%%:*}
                case " "{{skipped}}" " in *" $name "*) continue;; esac
                {{known}}printf '%s\n' "$have" | grep -qxF "$tag" || { echo "$archive"; break; }
              done
            done
            """);
        lane.Run("images", $"Import the image archives of {directory}",
            Sh($"set -e; archives=$({missing}); for archive in $archives; do {import} \"$archive\" >/dev/null; done"),
            unless: Sh($"[ -z \"$({missing})\" ]"));
    }

    /// <summary>Whether a service did something (start, reload) after its file was last written: the running state agrees with the file.</summary>
    /// <param name="service">The unit.</param>
    /// <param name="timestamp">The unit's property that says when, in microseconds of the monotonic clock.</param>
    /// <param name="file">The file.</param>
    public static ShellScript HasRead(string service, string timestamp, string file) => Sh($$"""
        awk -v did="$(systemctl show -p {{timestamp}} {{service}} | cut -d= -f2)" -v now="$(date +%s.%N)" -v file="$(stat -c %.Y {{file}})" '{exit !(now - $1 + did / 1000000 + 0.05 >= file)}' /proc/uptime
        """);
}
