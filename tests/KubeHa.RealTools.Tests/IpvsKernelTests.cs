using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.RealTools.Tests;

public sealed class IpvsKernelTests
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [RealToolTheory(RealTool.UserModeLinux, RealTool.Ipvsadm, RealTool.Modprobe, RealTool.Busybox, RealTool.Ip)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kernel_with_IPVS_takes_the_pool_and_lists_it_back_letter_by_letter(bool ipv6)
    {
        var configs = (ipv6 ? ReferenceClusters.InIpv6 : ReferenceClusters.InTheLab).Render();
        using var sandbox = new Sandbox(RealTool.UserModeLinux, RealTool.Ipvsadm, RealTool.Modprobe, RealTool.Busybox, RealTool.Ip)
            .With(configs, "lvs01", FilePaths.IpvsRules, FilePaths.Keepalived, FilePaths.Modules, FilePaths.DirectorSysctls);
        Directory.CreateDirectory(sandbox.Folder + "/lib");
        File.CreateSymbolicLink(sandbox.Folder + "/lib/modules", "/usr/lib/uml/modules");

        // The kernel's root is this machine's, read only, so its first process finds our folder.
        sandbox.Write("/init", (ipv6 ? System.Text.RegularExpressions.Regex.Replace(Init, @"192\.168\.33\.(\d+)", "[fd00:33::$1]") : Init).Replace("$DIR", sandbox.Folder, StringComparison.Ordinal), Executable);
        var (exitCode, output, error) = await sandbox.RunAsync(
            """
            linux.uml mem=96M rootfstype=hostfs rootflags=/ ro init="$DIR/init" umid=kubeha-test con=null con0=null,fd:1 quiet
            """);

        var said = output.ReplaceLineEndings("\n");
        exitCode.Should().Be(0, "it said {0}{1}", said, error);
        Between(said, "modules", "sysctls").Should().BeEmpty();
        Between(said, "sysctls", "restore").Should().BeEmpty();
        Between(said, "restore", "list").Should().BeEmpty();
        Between(said, "list", "check").Should().Be(configs["lvs01", FilePaths.IpvsRules].Content.ToString());
        Between(said, "check", "without servers").Should().Be("service 0\nservers 0\n");
        Between(said, "without servers", "of others").Should().Be("service 0\nservers 1\n");
        Between(said, "of others", "emptied").Should().Be("service 0\nservers 1\n");
        Between(said, "emptied", "end").Should().Be("service 1\nservers 1\n");
    }

    private const string Init =
        """
        #!/bin/sh
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        # As keepalived takes it apart: at blanks.
        set -f
        run() { $(sed -n "/^vrrp_script kubeha_$1 /,/^}/"'s/^ *script "\(.*\)"$/\1/p' "$DIR/etc/keepalived/keepalived.conf"); echo "$1 $?"; }
        check() { run service; run servers; }
        exec 2>&1
        mount -t proc proc /proc
        ip link set lo up
        modprobe -d "$DIR" dummy
        modprobe -d "$DIR" ipv6
        ip link add eth0 type dummy
        echo '=== modules'
        grep -v '^#' "$DIR/etc/modules-load.d/kubeha.conf" | while read -r module; do modprobe -d "$DIR" "$module"; done
        echo '=== sysctls'
        grep -v '^#' "$DIR/etc/sysctl.d/90-kubeha-director.conf" | while IFS== read -r key value; do
            echo "$value" >"/proc/sys/$(echo "$key" | busybox tr . /)"
        done
        echo '=== restore'
        ipvsadm -R <"$DIR/var/lib/kubeha/ipvs.rules"
        echo '=== list'
        ipvsadm -Sn
        echo '=== check'
        check
        ipvsadm -d -t 192.168.33.130:6443 -r 192.168.33.9:6443
        ipvsadm -d -t 192.168.33.130:6443 -r 192.168.33.10:6443
        ipvsadm -d -t 192.168.33.130:6443 -r 192.168.33.11:6443
        echo '=== without servers'
        check
        for other in 192.168.33.129:6443 192.168.33.130:6444 192.168.33.130:6442 192.168.33.131:6443; do
            ipvsadm -A -t $other -s wlc
            ipvsadm -a -t $other -r 192.168.33.9:6443 -g
        done
        echo '=== of others'
        check
        ipvsadm -C
        echo '=== emptied'
        check
        echo '=== end'
        busybox poweroff -f

        """;

    private static string Between(string text, string from, string to)
    {
        var start = text.IndexOf($"=== {from}\n", StringComparison.Ordinal);
        var end = text.IndexOf($"=== {to}\n", StringComparison.Ordinal);
        start.Should().BeGreaterThanOrEqualTo(0, "'{0}' should be in {1}", from, text);
        end.Should().BeGreaterThan(start, "'{0}' should be in {1}", to, text);
        return text[(start + from.Length + 5)..end];
    }
}
