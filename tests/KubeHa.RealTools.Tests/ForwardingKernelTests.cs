using System.Net.Sockets;
using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.RealTools.Tests;

/// <summary>A director, a caller and two control planes in network namespaces on one segment, on a kernel with IPVS: do connections come through, and from whom?</summary>
public sealed class ForwardingKernelTests
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string[] Commands = [RealTool.UserModeLinux, RealTool.Ipvsadm, RealTool.Modprobe, RealTool.Busybox, RealTool.Ip, RealTool.Iptables];

    [RealToolTheory(RealTool.UserModeLinux, RealTool.Ipvsadm, RealTool.Modprobe, RealTool.Busybox, RealTool.Ip, RealTool.Iptables)]
    [InlineData(EndpointClusters.Masquerade)]
    [InlineData(EndpointClusters.OtherPort)]
    [InlineData(EndpointClusters.Ipv6Masquerade)]
    public async Task Masquerade_brings_answers_back_through_the_director_also_to_the_control_plane_that_asks(string endpoint)
    {
        var lines = await RunAsync(endpoint, """
            echo "empty: $(ask caller)"
            pool
            echo "without the rule: $(ask caller)"
            masquerade set; masquerade set
            echo "$(masquerade state): $(ask caller) $(ask caller)"
            echo "to itself or another: $(ask cp1) $(ask cp1)"
            """);

        // An empty pool refuses, which kubeadm's wait for its apiserver takes as not yet.
        var own = EndpointClusters.Named(endpoint).LvsPair.Directors[0].Address;
        lines.Should().Equal("empty: refused", "without the rule: nothing", $"set: {own} {own}", $"to itself or another: {own} {own}");
    }

    [RealToolFact(RealTool.UserModeLinux, RealTool.Ipvsadm, RealTool.Modprobe, RealTool.Busybox, RealTool.Ip, RealTool.Iptables)]
    public async Task Directly_routed_IPv6_is_answered_by_whoever_bears_the_address_and_asked_for_at_the_director_alone()
    {
        var lines = await RunAsync(EndpointClusters.Ipv6, """
            pool
            echo "unbound: $(ask caller)"
            for node in cp1 cp2; do ip netns exec $node sh "$DIR/vip" bind; ip netns exec $node sh "$DIR/vip" state; done
            echo "bound: $(ask caller) $(ask caller)"
            ip -n caller neigh flush dev eth0
            echo "asked again: $(ask caller)"
            [ "$(ip -n caller neigh show to fd00:10::100 | sed -n 's/.*lladdr \([^ ]*\).*/\1/p')" = "$(cat /sys/class/net/eth0/address)" ] && echo "the director answers for it"
            ip netns exec cp1 sh "$DIR/vip" unbind; ip netns exec cp1 sh "$DIR/vip" state
            echo "to itself: $(ask cp2)"
            """);

        lines.Should().Equal(
            "unbound: nothing", "bound", "bound", "bound: fd00:10::31 fd00:10::31", "asked again: fd00:10::31", "the director answers for it", "unbound", "to itself: fd00:10::100");
    }

    [RealToolFact(RealTool.UserModeLinux, RealTool.Ipvsadm, RealTool.Modprobe, RealTool.Busybox, RealTool.Ip, RealTool.Iptables)]
    public async Task Of_two_virtual_addresses_each_is_answered_in_its_own_family()
    {
        var lines = await RunAsync(EndpointClusters.TwoVirtualIps, """
            for address in fd00:10::2/64 fd00:10::100/128; do ip address add $address dev eth0 nodad; done
            for node in caller=31 cp1=11 cp2=12; do ip -n ${node%=*} address add fd00:10::${node#*=}/64 dev eth0 nodad; done
            pool
            for node in cp1 cp2; do ip netns exec $node sh "$DIR/vip" bind; ip netns exec $node sh "$DIR/vip" state; done
            echo "first: $(ask caller) $(ask caller)"
            SERVICE=[fd00:10::100]:6443
            echo "second: $(ask caller) $(ask caller)"
            """);

        lines.Should().Equal("bound", "bound", "first: 10.0.0.31 10.0.0.31", "second: fd00:10::31 fd00:10::31");
    }

    [RealToolFact(RealTool.UserModeLinux, RealTool.Ipvsadm, RealTool.Modprobe, RealTool.Busybox, RealTool.Ip, RealTool.Iptables)]
    public async Task A_firewall_that_drops_what_is_invalid_hides_the_end_of_connections_unless_they_are_untracked()
    {
        var lines = await RunAsync(EndpointClusters.HostFirewall, """
            for address in fd00:10::2/64 fd00:10::100/128; do ip address add $address dev eth0 nodad; done
            for node in caller=31 cp1=11 cp2=12; do ip -n ${node%=*} address add fd00:10::${node#*=}/64 dev eth0 nodad; done
            for node in cp1 cp2; do ip netns exec $node sh "$DIR/vip" bind >/dev/null; done
            for module in iptable_raw ip6table_raw ip6table_filter xt_CT; do modprobe -d "$DIR" $module; done
            once() { # the answer, and what the director's table makes of the connection soon after
                pool
                said=$(ask caller)
                for n in 1 2 3 4 5 6 7 8 9 10; do
                    state=$(ipvsadm -Lnc | sed -n 's/^TCP  *[0-9:]*  *\([A-Z_]*\) .*/\1/p')
                    [ "$state" = ESTABLISHED ] || break
                    busybox usleep 200000
                done
                echo "$1: $said $state"
            }
            each() { for SERVICE in 10.0.0.100:6443 [fd00:10::100]:6443; do once "$1"; done; }
            each "no firewall"
            for tables in iptables ip6tables; do # as firewalld and ufw have it
                $tables-legacy -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                $tables-legacy -A INPUT -p tcp --dport 6443 -m conntrack --ctstate NEW,UNTRACKED -j ACCEPT
                $tables-legacy -A INPUT -m conntrack --ctstate INVALID -j DROP
            done
            each tracked
            untracked set
            each untracked
            """);

        lines.Should().Equal(
            "no firewall: 10.0.0.31 FIN_WAIT", "no firewall: fd00:10::31 FIN_WAIT",
            "tracked: 10.0.0.31 ESTABLISHED", "tracked: fd00:10::31 ESTABLISHED",
            "untracked: 10.0.0.31 FIN_WAIT", "untracked: fd00:10::31 FIN_WAIT");
    }

    [RealToolFact(RealTool.UserModeLinux, RealTool.Ipvsadm, RealTool.Modprobe, RealTool.Busybox, RealTool.Ip, RealTool.Iptables)]
    public async Task A_tunnel_ends_where_the_virtual_address_is_bound_however_strict_the_machine_filters()
    {
        var lines = await RunAsync(EndpointClusters.Tunnel, """
            pool
            for node in cp1 cp2; do
                ip netns exec $node sh -c 'echo 1 >/proc/sys/net/ipv4/conf/all/rp_filter'
                ip netns exec $node sh -c 'sysctl_file() { grep -v "^#" "$1" | while IFS== read -r key value; do echo "$value" >"/proc/sys/$(echo "$key" | busybox tr . /)"; done; }
                    ip link set tunl0 up; sysctl_file "$DIR/etc/sysctl.d/91-kubeha-real-server.conf"'
            done
            echo "unbound: $(ask caller)"
            for node in cp1 cp2; do ip netns exec $node sh "$DIR/vip" bind; ip netns exec $node sh "$DIR/vip" state; done
            echo "bound: $(ask caller) $(ask caller)"
            ip netns exec cp1 sh "$DIR/vip" unbind; ip netns exec cp1 sh "$DIR/vip" state
            echo "to itself: $(ask cp2)"
            """);

        lines.Should().Equal("unbound: nothing", "bound", "bound", "bound: 10.0.0.31 10.0.0.31", "unbound", "to itself: 10.0.0.100");
    }

    private static async Task<string[]> RunAsync(string name, string script)
    {
        var cluster = EndpointClusters.Named(name);
        var configs = cluster.Render();
        using var sandbox = new Sandbox(Commands)
            .With(configs, "lvs1", FilePaths.IpvsRules, FilePaths.DirectorSysctls)
            .With(configs, "cp1", FilePaths.Vip, FilePaths.RealServerSysctls);
        Directory.CreateDirectory(sandbox.Folder + "/lib");
        File.CreateSymbolicLink(sandbox.Folder + "/lib/modules", "/usr/lib/uml/modules");
        sandbox.Write("/www/cgi-bin/who", "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n%s' \"${REMOTE_ADDR#*ffff:}\" | tr -d '[]'\n", Executable);

        // This kernel has no nft that translates or leaves untracked, and no gate is asked here: both are tested on their own.
        if (DirectorRule.Of(cluster) is { } rule)
        {
            sandbox.With(configs, "lvs1", rule.Script);
            var text = await File.ReadAllTextAsync(sandbox.Folder + rule.Script);
            sandbox.Write("/" + rule.Name, text.Replace("\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\n", "\nPATH=/run/bin\n", StringComparison.Ordinal), Executable);
        }

        if (File.Exists(sandbox.Folder + FilePaths.Vip))
        {
            var text = await File.ReadAllTextAsync(sandbox.Folder + FilePaths.Vip);
            sandbox.Write("/vip", text.Replace(FilePaths.Gate, "echo >/dev/null", StringComparison.Ordinal).Replace("sleep ", ": ", StringComparison.Ordinal), Executable);
        }

        var init = cluster.Endpoint.VirtualAddress.AddressFamily == AddressFamily.InterNetworkV6 ? Ipv6(Init) : Init;
        sandbox.Write("/init", init.Replace("$SCRIPT", script, StringComparison.Ordinal).Replace("$FIRST", PoolRules.ServiceOf(cluster), StringComparison.Ordinal).Replace("$FOLDER", sandbox.Folder, StringComparison.Ordinal), Executable);
        var (exitCode, output, error) = await sandbox.RunAsync(
            """
            linux.uml mem=128M rootfstype=hostfs rootflags=/ ro init="$DIR/init" umid=kubeha-forwarding con=null con0=null,fd:1 quiet
            """);

        var said = output.ReplaceLineEndings("\n");
        exitCode.Should().Be(0, "it said {0}{1}", said, error);
        var (from, to) = (said.IndexOf("=== begin\n", StringComparison.Ordinal), said.IndexOf("=== end\n", StringComparison.Ordinal));
        from.Should().BeGreaterThanOrEqualTo(0, "of {0}", said);
        return [.. said[(from + 10)..to].Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("IPVS:", StringComparison.Ordinal))];
    }

    private static string Ipv6(string init) => init.Replace("10.0.0.", "fd00:10::", StringComparison.Ordinal)
        .Replace("/24", "/64", StringComparison.Ordinal).Replace("/32", "/128", StringComparison.Ordinal).Replace(" dev eth0\n", " dev eth0 nodad\n", StringComparison.Ordinal)
        .Replace("iptable_", "ip6table_", StringComparison.Ordinal);

    private const string Init =
        """
        #!/bin/sh
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        DIR=$FOLDER
        export PATH DIR
        exec 2>&1
        mount -t proc proc /proc
        mount -t sysfs sysfs /sys
        mount -t tmpfs tmpfs /run
        mkdir /run/netns /run/bin
        for module in ipv6 veth bridge ip_vs ip_vs_wlc ipip iptable_nat iptable_filter xt_nat xt_conntrack xt_tcpudp; do modprobe -d "$DIR" "$module"; done
        for command in sh sed grep; do ln -s "$(command -v $command)" /run/bin/; done
        for tables in iptables ip6tables; do for does in "" -restore; do ln -s "$(command -v $tables-legacy$does)" /run/bin/$tables$does; done; done
        ip link set lo up
        ip link add eth0 type bridge
        ip link set eth0 up
        ip address add 10.0.0.2/24 dev eth0
        ip address add 10.0.0.100/32 dev eth0
        node() {
            ip netns add "$1"
            ip link add "to-$1" type veth peer name eth0 netns "$1"
            ip link set "to-$1" up master eth0
            ip -n "$1" link set lo up
            ip -n "$1" address add "$2/24" dev eth0
            ip -n "$1" link set eth0 up
        }
        node caller 10.0.0.31
        node cp1 10.0.0.11
        node cp2 10.0.0.12
        for node in cp1 cp2; do ip netns exec $node busybox httpd -p 6443 -h "$DIR/www"; done
        grep -v '^#' "$DIR/etc/sysctl.d/90-kubeha-director.conf" | while IFS== read -r key value; do
            echo "$value" >"/proc/sys/$(echo "$key" | busybox tr . /)"
        done
        SERVICE=$FIRST
        pool() { ipvsadm -C; grep -v -e 10.0.0.13 -e fd00:10::13 "$DIR/var/lib/kubeha/ipvs.rules" | ipvsadm -R; }
        masquerade() { sh "$DIR/masquerade" "$@"; }
        untracked() { sh "$DIR/untracked" "$@"; }
        ask() { # who the server says it was asked by
            ip netns exec "$1" busybox timeout 3 busybox wget -q -O - http://$SERVICE/cgi-bin/who 2>/run/said && return
            if grep -q refused /run/said; then echo refused; else echo nothing; fi
        }
        ipvsadm -A -t $SERVICE -s wlc
        echo '=== begin'
        $SCRIPT
        echo '=== end'
        busybox poweroff -f

        """;
}
