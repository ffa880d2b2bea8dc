using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>The look at what a reboot depends on. Read-only.</summary>
internal static class ReadinessProbes
{
    // Where systemd-sysctl reads from; a file hides those of its name in the folders behind (sysctl.d(5)).
    private static readonly string[] Folders = ["/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d"];

    public static ShellScript Of(Cluster cluster, ConfigSet? configs, Machine machine)
    {
        var settings = Readiness.Settings(configs, machine);
        return Lines([
            Sh($$"""
                for unit in {{Readiness.Units(cluster, machine)}}; do
                  echo "unit=$unit $(systemctl is-enabled "$unit" 2>/dev/null | head -n 1) $(systemctl is-active "$unit" 2>/dev/null)"
                done
                for module in {{Readiness.Modules(cluster, machine)}}; do [ -d "/sys/module/$module" ] && echo "module=$module"; done
                # Not by read: shells read byte by byte, and the kernel gives a setting to the first read only.
                setting() { value=$(cat "$2" 2>/dev/null) && echo "sysctl=$1 $value"; }
                """),
            .. Readiness.Readers(cluster, machine).Select(reader => Sh($"{{ [ -e {reader.File} ] && {MachineSteps.HasRead(reader.Unit, reader.Property, reader.File)} && echo has-read={reader.Unit}; }} 2>/dev/null")),
            .. settings.Select(setting => Sh($"setting {setting.Key} {setting.ProcPath}")),
            settings.Count > 0 ? Others(settings.Select(setting => setting.Key)) : Sh($":"),
            Sh($"true"),
        ]);
    }

    // Every line anywhere that sets one of these keys, with its file: the last one wins at boot.
    private static ShellScript Others(IEnumerable<string> keys) => Sh($$"""
        set --; names=/
        for folder in {{Folders}}; do for f in "$folder"/*.conf; do
          case $names in *"/${f##*/}/"*) ;; *) names="$names${f##*/}/"; [ -f "$f" ] && set -- "$@" "$f" ;; esac
        done; done
        [ $# = 0 ] || grep -s -H -E {{$"^[[:space:]]*-?[[:space:]]*({string.Join('|', keys.Select(key => key.Replace(".", "[./]", StringComparison.Ordinal)))})[[:space:]]*="}} "$@" | sed 's/^/set=/'
        """);
}
