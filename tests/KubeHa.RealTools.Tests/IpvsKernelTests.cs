using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.RealTools.Tests;

public sealed class IpvsKernelTests
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [RealToolFact(RealTool.UserModeLinux, RealTool.Ipvsadm, RealTool.Modprobe, RealTool.Busybox, RealTool.Ip)]
    public async Task Of_two_virtual_addresses_each_has_its_pool_and_its_own_checks()
    {
        var configs = EndpointClusters.Named(EndpointClusters.TwoVirtualIps).Render();
        var said = await RunAsync(configs, "lvs1", """
            check() { for name in service servers service_second servers_second; do run $name; done; }
            echo '=== list'
            ipvsadm -Sn
            echo '=== whole'
            check
            for number in 11 12 13; do ipvsadm -d -t [fd00:10::100]:6443 -r [fd00:10::$number]:6443; done
            echo '=== without the second servers'
            check
            for number in 11 12 13; do ipvsadm -d -t 10.0.0.100:6443 -r 10.0.0.$number:6443; ipvsadm -a -t [fd00:10::100]:6443 -r [fd00:10::$number]:6443 -g; done
            echo '=== without the first servers'
            check
            ipvsadm -D -t [fd00:10::100]:6443
            echo '=== without the second service'
            check
            """);

        // Which service comes first is the kernel's affair.
        Between(said, "list", "whole").Split('\n').Should().BeEquivalentTo(configs["lvs1", FilePaths.IpvsRules].Content.ToString().Split('\n'));
        Between(said, "whole", "without the second servers").Should().Be("service 0\nservers 0\nservice_second 0\nservers_second 0\n");
        Between(said, "without the second servers", "without the first servers").Should().Be("service 0\nservers 0\nservice_second 0\nservers_second 1\n");
        Between(said, "without the first servers", "without the second service").Should().Be("service 0\nservers 1\nservice_second 0\nservers_second 0\n");
        Between(said, "without the second service", "end").Should().Be("service 0\nservers 1\nservice_second 1\nservers_second 1\n");
    }

    [RealToolTheory(RealTool.UserModeLinux, RealTool.Ipvsadm, RealTool.Modprobe, RealTool.Busybox, RealTool.Ip)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kernel_with_IPVS_takes_the_pool_and_lists_it_back_letter_by_letter(bool ipv6)
    {
        var configs = (ipv6 ? ReferenceClusters.InIpv6 : ReferenceClusters.InTheLab).Render();
        var said = await RunAsync(configs, "lvs01", ipv6 ? System.Text.RegularExpressions.Regex.Replace(Script, @"192\.168\.33\.(\d+)", "[fd00:33::$1]") : Script);

        Between(said, "modules", "sysctls").Should().BeEmpty();
        Between(said, "sysctls", "restore").Should().BeEmpty();
        Between(said, "restore", "list").Should().BeEmpty();
        Between(said, "list", "check").Should().Be(configs["lvs01", FilePaths.IpvsRules].Content.ToString());
        Between(said, "check", "without servers").Should().Be("service 0\nservers 0\n");
        Between(said, "without servers", "of others").Should().Be("service 0\nservers 1\n");
        Between(said, "of others", "emptied").Should().Be("service 0\nservers 1\n");
        Between(said, "emptied", "end").Should().Be("service 1\nservers 1\n");
    }

    private static async Task<string> RunAsync(ConfigSet configs, string director, string script)
    {
        using var sandbox = new Sandbox(RealTool.UserModeLinux, RealTool.Ipvsadm, RealTool.Modprobe, RealTool.Busybox, RealTool.Ip)
            .With(configs, director, FilePaths.IpvsRules, FilePaths.Keepalived, FilePaths.Modules, FilePaths.DirectorSysctls);
        Directory.CreateDirectory(sandbox.Folder + "/lib");
        File.CreateSymbolicLink(sandbox.Folder + "/lib/modules", "/usr/lib/uml/modules");

        // The kernel's root is this machine's, read only, so its first process finds our folder.
        sandbox.Write("/init", Init.Replace("$SCRIPT", script, StringComparison.Ordinal).Replace("$DIR", sandbox.Folder, StringComparison.Ordinal), Executable);
        var (exitCode, output, error) = await sandbox.RunAsync(
            """
            linux.uml mem=96M rootfstype=hostfs rootflags=/ ro init="$DIR/init" umid=kubeha-test con=null con0=null,fd:1 quiet
            """);

        var said = output.ReplaceLineEndings("\n");
        exitCode.Should().Be(0, "it said {0}{1}", said, error);
        return said;
    }

    private const string Init =
        """
        #!/bin/sh
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        # As keepalived takes it apart: at blanks.
        set -f
        run() { $(sed -n "/^vrrp_script kubeha_$1 /,/^}/"'s/^ *script "\(.*\)"$/\1/p' "$DIR/etc/keepalived/keepalived.conf"); echo "$1 $?"; }
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
        $SCRIPT
        echo '=== end'
        busybox poweroff -f

        """;

    private const string Script =
        """
        check() { run service; run servers; }
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
