using System.Globalization;
using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>What is done to a machine because the user asked for it: see <see cref="MachinePreparation"/>.</summary>
internal static class PreparationSteps
{
    public static void Prepare(Lane lane, Cluster cluster)
    {
        var asked = cluster.Preparation;
        if (asked.SetHostname)
        {
            Hostname(lane);
        }

        if (asked.Selinux == SelinuxSetting.Permissive)
        {
            PermissiveSelinux(lane);
        }

        if (asked.SynchroniseTime)
        {
            if (asked.TimeServers.Count > 0)
            {
                TimeServers(lane, asked.TimeServers);
            }

            Time(lane);
        }

        var openings = asked.Firewall == FirewallSetting.LeftAlone ? [] : FirewallOpenings.Of(lane.Machine, cluster);
        if (openings.Count > 0 && asked.Firewall == FirewallSetting.Firewalld)
        {
            Firewalld(lane, openings);
        }
        else if (openings.Count > 0)
        {
            Ufw(lane, openings);
        }
    }

    private static void Hostname(Lane lane) => lane.Run("prepare/hostname", "Give the machine its name",
        Sh($"hostnamectl set-hostname {lane.Machine.Name}"),
        unless: Sh($"[ \"$(cat /proc/sys/kernel/hostname)\" = {lane.Machine.Name} ] && [ \"$(cat /etc/hostname 2>/dev/null)\" = {lane.Machine.Name} ]"));

    private static void PermissiveSelinux(Lane lane) => lane.Run("prepare/selinux", "Have SELinux report and not forbid",
        Sh($"""
            if [ "$(getenforce)" = Enforcing ]; then setenforce 0 || exit 1; fi
            sed -i 's/^SELINUX=enforcing/SELINUX=permissive/' /etc/selinux/config
            """),
        unless: Sh($$"""[ ! -e /etc/selinux/config ] || { [ "$(getenforce)" != Enforcing ] && ! grep -q '^SELINUX=enforcing' /etc/selinux/config; }"""));

    /// <summary>Stopped, so that what runs has read its file: the next step starts it. Debian has the file in a folder, the others have not.</summary>
    private static void TimeServers(Lane lane, IReadOnlyList<string> servers)
    {
        var text = string.Join('\n', servers.Select(server => $"server {server} iburst").Prepend(TextFile.Header).Concat(["driftfile /var/lib/chrony/drift", "makestep 1 3", "rtcsync"]));
        var file = Sh($"file=/etc/chrony.conf; [ ! -d /etc/chrony ] || file=/etc/chrony/chrony.conf");
        lane.Run("prepare/time-servers", "Tell chrony its time servers",
            Sh($$"""
                {{file}}
                umask 022; printf '%s\n' {{text}} >"$file.new" || exit 1
                for unit in chrony chronyd; do
                  if systemctl is-active -q "$unit"; then systemctl stop "$unit" || exit 1; fi
                done
                mv "$file.new" "$file"
                """),
            unless: Sh($$"""
                {{file}}
                [ "$(cat "$file" 2>/dev/null)" = {{text}} ]
                """));
    }

    // Debian's unit is called chrony, that of the others chronyd.
    private static void Time(Lane lane) => lane.Run("prepare/time", "Run chrony",
        Sh($$"""
            for unit in chrony chronyd; do
              if systemctl cat "$unit.service" >/dev/null 2>&1; then systemctl enable -q --now "$unit"; exit; fi
            done
            echo "chrony is not installed here" >&2; exit 1
            """),
        unless: Sh($$"""
            for unit in chrony chronyd; do
              if systemctl is-enabled -q "$unit" 2>/dev/null && systemctl is-active -q "$unit"; then exit 0; fi
            done
            exit 1
            """));

    /// <summary>Each rule at once in what is in force and in what is kept: a reload would throw out rules that container runtimes made.</summary>
    private static void Firewalld(Lane lane, IEnumerable<FirewallOpening> openings)
    {
        var rules = openings.Select(RichRule).ToList();
        lane.Run("prepare/firewall", "Open firewalld for the cluster's machines",
            Sh($$"""
                firewall-cmd --state >/dev/null 2>&1 || { echo "firewalld does not run here" >&2; exit 1; }
                for rule in {{rules}}; do
                  firewall-cmd -q --permanent --add-rich-rule="$rule" && firewall-cmd -q --add-rich-rule="$rule" || exit 1
                done
                """),
            unless: Sh($$"""
                for rule in {{rules}}; do
                  firewall-cmd -q --permanent --query-rich-rule="$rule" && firewall-cmd -q --query-rich-rule="$rule" || exit 1
                done
                """));
    }

    /// <summary>ufw knows no protocol but those with ports: VRRP and tunnels go into the file of what comes before its own rules.</summary>
    private static void Ufw(Lane lane, IReadOnlyList<FirewallOpening> openings)
    {
        // Of one family all: the directors' addresses, which are of the virtual IP's.
        var portlessOnes = openings.Where(opening => opening.FirstPort == 0).ToList();
        var (file, chain, iptables) = portlessOnes.Any(opening => opening.IsIpv6)
            ? ("/etc/ufw/before6.rules", Sh($"ufw6-before-input"), Sh($"ip6tables"))
            : ("/etc/ufw/before.rules", Sh($"ufw-before-input"), Sh($"iptables"));
        var matches = portlessOnes.Select(opening => $"-p {(opening.Protocol == "vrrp" ? "112" : opening.Protocol)} -s {opening.Source}").ToList();
        var rules = openings.Where(opening => opening.FirstPort > 0).Select(opening => $"from {opening.Source} to any port {Ports(opening, ':')} proto {opening.Protocol}").ToList();
        var (portless, hasPortless) = (Sh($""), Sh($""));
        if (matches.Count > 0)
        {
            portless = Sh($$"""

                for match in {{matches}}; do
                  line="-A {{chain}} $match -j ACCEPT"
                  grep -qxF -e "$line" {{file}} || sed -i "/^# End required lines/a $line" {{file}} || exit 1
                  grep -qxF -e "$line" {{file}} || { echo {{file + " does not look as its package has it"}} >&2; exit 1; }
                done
                ufw reload >/dev/null
                """);
            hasPortless = Sh($$"""

                for match in {{matches}}; do
                  grep -qxF -e "-A {{chain}} $match -j ACCEPT" {{file}} || exit 1
                  ! ufw status | grep -q '^Status: active' || {{iptables}} -C {{chain}} $match -j ACCEPT 2>/dev/null || exit 1
                done
                """);
        }

        lane.Run("prepare/firewall", "Open ufw for the cluster's machines",
            Sh($$"""
                command -v ufw >/dev/null || { echo "ufw is not installed here" >&2; exit 1; }
                for rule in {{rules}}; do
                  ufw allow $rule >/dev/null || exit 1
                done{{portless}}
                """),
            unless: Sh($$"""
                added=$(ufw show added 2>/dev/null) || exit 1
                for rule in {{rules}}; do
                  printf '%s\n' "$added" | grep -qxF "ufw allow $rule" || exit 1
                done{{hasPortless}}
                """));
    }

    private static string FamilyOf(FirewallOpening opening) => opening.IsIpv6 ? "ipv6" : "ipv4";

    private static string RichRule(FirewallOpening opening) => opening.FirstPort == 0
        ? $"rule family=\"{FamilyOf(opening)}\" source address=\"{opening.Source}\" protocol value=\"{opening.Protocol}\" accept"
        : $"rule family=\"{FamilyOf(opening)}\" source address=\"{opening.Source}\" port port=\"{Ports(opening, '-')}\" protocol=\"{opening.Protocol}\" accept";

    private static string Ports(FirewallOpening opening, char dash) => opening.FirstPort == opening.LastPort
        ? opening.FirstPort.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{opening.FirstPort}{dash}{opening.LastPort}");
}
