using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.RealTools.Tests;

public sealed class GateTests
{
    private static readonly string[] Commands = [RealTool.Ip, RealTool.Nft, RealTool.Iptables, RealTool.Busybox];

    // A control plane with a listener, and a second namespace that has the directors' and a worker's address.
    // "from NUMBER" dials as 192.168.33.NUMBER. With "iptables" the gate finds no nft.
    private const string Prepare =
        """
        mount -t tmpfs tmpfs /run
        mkdir /run/netns /run/bin
        ip netns add outside
        ip link add eth0 type veth peer name eth0 netns outside
        ip address add 192.168.33.11/24 dev eth0
        ip link set eth0 up
        outside() { ip netns exec outside "$@"; }
        for number in 12 132 133; do outside ip address add 192.168.33.$number/24 dev eth0; done
        outside ip link set eth0 up
        busybox httpd -p 192.168.33.11:6443 -h "$DIR"
        from() {
            outside ip route replace 192.168.33.11/32 dev eth0 src 192.168.33.$1
            if outside busybox nc -w 5 192.168.33.11 6443 </dev/null >/dev/null 2>"$DIR/error"; then echo "$1 passes"; else echo "$1 $(sed 's/.*: //' "$DIR/error")"; fi
        }
        for command in sh sed grep iptables iptables-restore; do ln -s "$(command -v $command)" /run/bin/; done
        sed 's,^PATH=.*,PATH=/run/bin,' "$DIR/usr/libexec/kubeha/gate" >"$DIR/gate-iptables"
        cp "$DIR/usr/libexec/kubeha/gate" "$DIR/gate-nft"
        gate() { sh "$DIR/gate-$KIND" "$@"; }
        """;

    [RealToolTheory(RealTool.Ip, RealTool.Nft, RealTool.Iptables, RealTool.Busybox)]
    [InlineData("nft", false)]
    [InlineData("iptables", false)]
    [InlineData("nft", true)]
    [InlineData("iptables", true)]
    public async Task A_closed_gate_resets_the_directors_and_nobody_else(string kind, bool ipv6)
    {
        var lines = await RunAsync(kind, ipv6: ipv6, script:
            """
            gate state
            from 132
            gate close
            gate state
            from 132
            from 133
            from 12
            gate open
            gate state
            from 132
            from 133
            """);

        lines.Should().Equal(
            "missing", "132 passes", "closed", "132 Connection refused", "133 Connection refused", "12 passes", "open", "132 passes", "133 passes");
    }

    [RealToolTheory(RealTool.Ip, RealTool.Nft, RealTool.Iptables, RealTool.Busybox)]
    [InlineData("nft", "nft delete rule inet kubeha_gate input handle $(nft -a list chain inet kubeha_gate input | sed -n 's/.*fd00:33::132 .*# handle //p')")]
    [InlineData("iptables", "ip6tables -D KUBEHA-GATE 1")]
    [InlineData("iptables", "iptables -D INPUT -j KUBEHA-GATE")]
    public async Task A_gate_of_two_virtual_addresses_knows_the_directors_by_both_families(string kind, string damage)
    {
        var second = new Dictionary<string, string> { ["master"] = "fd00:33::11", ["lvs01"] = "fd00:33::132", ["lvs02"] = "fd00:33::133" };
        var cluster = new ClusterBuilder("both", "1.20.2").AddControlPlane("master", "192.168.33.11", And("master"))
            .WithLvsPair("192.168.33.130", lvs => lvs.AddDirector("lvs01", "192.168.33.132", "eth0", And("lvs01")).AddDirector("lvs02", "192.168.33.133", "eth0", And("lvs02")).WithSecondVirtualAddress("fd00:33::130"))
            .WithFacts("lvs01", new MachineFacts { Keepalived = new Version(2, 2, 7) }).WithFacts("lvs02", new MachineFacts { Keepalived = new Version(2, 2, 7) })
            .Build();
        var lines = await RunAsync(cluster,
            $$"""
            {{Prepare}}
            KIND={{kind}}
            for command in ip6tables ip6tables-restore; do ln -s "$(command -v $command)" /run/bin/; done
            ip address add fd00:33::11/64 dev eth0 nodad
            for number in 12 132 133; do outside ip address add fd00:33::$number/64 dev eth0 nodad; done
            busybox httpd -p [fd00:33::11]:6443 -h "$DIR"
            from6() {
                outside ip route replace fd00:33::11/128 dev eth0 src fd00:33::$1
                if outside busybox nc -w 5 fd00:33::11 6443 </dev/null >/dev/null 2>"$DIR/error"; then echo "::$1 passes"; else echo "::$1 $(sed 's/.*: //' "$DIR/error")"; fi
            }
            all() { gate state; for number in 12 132 133; do from $number; from6 $number; done; }
            gate state
            gate open
            all
            gate close
            all
            {{damage}}
            gate state
            gate close
            gate state
            from 132
            from6 132
            mount -t tmpfs -o mode=0755 tmpfs /usr/libexec
            cp -a "$DIR/usr/libexec/kubeha" /usr/libexec/
            ip link set lo up
            for word in bind state unbind state; do /usr/libexec/kubeha/vip $word; ip -o address show dev lo | grep -c -e 192.168.33.130/32 -e 'fd00:33::130/128.* deprecated' || true; done
            ip address add fd00:33::130/128 dev lo
            /usr/libexec/kubeha/vip state
            /usr/libexec/kubeha/vip unbind
            ip -o address show dev lo | grep -c fd00 || true
            """);

        lines.Should().Equal(
            "missing",
            "open", "12 passes", "::12 passes", "132 passes", "::132 passes", "133 passes", "::133 passes",
            "closed", "12 passes", "::12 passes", "132 Connection refused", "::132 Connection refused", "133 Connection refused", "::133 Connection refused",
            "missing", "closed", "132 Connection refused", "::132 Connection refused",
            "2", "bound", "2", "0", "unbound", "0",
            "unbound", "0");

        Action<MachineBuilder> And(string name) => machine => machine.WithSecondAddress(second[name]);
    }

    [RealToolTheory(RealTool.Ip, RealTool.Nft, RealTool.Iptables, RealTool.Busybox)]
    [InlineData("nft")]
    [InlineData("iptables")]
    public async Task Closing_resets_a_connection_that_a_director_has_open(string kind)
    {
        // An open gate lets the words through, and the listener answers. Were they only dropped, nc would wait for ever.
        var lines = await RunAsync(kind,
            """
            outside ip route replace 192.168.33.11/32 dev eth0 src 192.168.33.132
            mkfifo "$DIR/words"
            for state in open close; do
                gate open
                outside busybox nc 192.168.33.11 6443 <"$DIR/words" >"$DIR/answer" 2>/dev/null &
                held=$!
                exec 3>"$DIR/words"
                until grep -q ':192B 8421A8C0:[0-9A-F]* 01 ' /proc/net/tcp; do :; done
                gate $state
                printf 'no request\r\n\r\n' >&3
                wait "$held" || true
                if test -s "$DIR/answer"; then echo answered; else echo reset; fi
                exec 3>&-
            done
            """);

        lines.Should().Equal("answered", "reset");
    }

    [RealToolTheory(RealTool.Ip, RealTool.Nft, RealTool.Iptables, RealTool.Busybox)]
    [InlineData("nft", "nft -a list ruleset", false)]
    [InlineData("iptables", "iptables-save -c", false)]
    [InlineData("nft", "nft -a list ruleset", true)]
    [InlineData("iptables", "iptables-save -c", true)]
    public async Task A_gate_that_is_as_it_should_be_is_not_touched(string kind, string list, bool ipv6)
    {
        // Handles and counters are new where a rule was written anew. (iptables' own listing bears its time.)
        var lines = await RunAsync(kind, ipv6: ipv6, script:
            $$"""
            for state in close open; do
                gate $state
                from 132 >/dev/null
                {{list}} | grep -v '^#' >"$DIR/before"
                gate $state
                {{list}} | grep -v '^#' >"$DIR/after"
                test -s "$DIR/before"
                cmp "$DIR/before" "$DIR/after" && echo same
            done
            """);

        lines.Should().Equal("same", "same");
    }

    [RealToolTheory(RealTool.Ip, RealTool.Nft, RealTool.Iptables, RealTool.Busybox)]
    [InlineData("nft", "nft flush ruleset")]
    [InlineData("nft", "nft delete chain inet kubeha_gate input")]
    [InlineData("nft", "nft add rule inet kubeha_gate input ip saddr 192.168.33.12 reject")]
    [InlineData("iptables", "iptables -D INPUT -j KUBEHA-GATE")]
    [InlineData("iptables", "iptables -D KUBEHA-GATE 1")]
    public async Task A_gate_that_somebody_damaged_is_missing_and_closing_mends_it(string kind, string damage)
    {
        var lines = await RunAsync(kind,
            $$"""
            gate close
            {{damage}}
            gate state
            gate close
            gate state
            from 132
            from 12
            """);

        lines.Should().Equal("missing", "closed", "132 Connection refused", "12 passes");
    }

    [RealToolFact(RealTool.Ip, RealTool.Nft, RealTool.Iptables, RealTool.Busybox)]
    public async Task The_chain_of_iptables_stands_before_what_others_accept()
    {
        var lines = await RunAsync("iptables", "iptables -A INPUT -p tcp -j ACCEPT\ngate close\nfrom 133");

        lines.Should().Equal("133 Connection refused");
    }

    [RealToolFact(RealTool.Ip, RealTool.Nft, RealTool.Iptables, RealTool.Busybox)]
    public async Task A_gate_of_the_old_iptables_does_not_wait_for_a_lock_that_it_holds_itself()
    {
        // Its lock is one for all: who asks while iptables-restore reads waits for ten seconds, as it was told, and is then refused.
        var lines = await RunAsync("legacy",
            """
            mkdir /run/legacy
            for command in sh sed grep; do ln -s "$(command -v $command)" /run/legacy/; done
            for command in iptables iptables-restore; do ln -s "$(command -v $command | sed 's/iptables/iptables-legacy/')" "/run/legacy/$command"; done
            sed 's,^PATH=.*,PATH=/run/legacy,' "$DIR/usr/libexec/kubeha/gate" >"$DIR/gate-legacy"
            gate close
            began=$(cut -d. -f1 /proc/uptime)
            for state in open close open close; do gate $state; done
            [ $(($(cut -d. -f1 /proc/uptime) - began)) -lt 10 ] && echo "no wait"
            gate state
            from 132
            iptables-legacy -S INPUT | grep -c KUBEHA
            """);

        lines.Should().Equal("no wait", "closed", "132 Connection refused", "1");
    }

    [RealToolFact(RealTool.Ip, RealTool.Nft, RealTool.Iptables, RealTool.Busybox)]
    public async Task A_gate_of_iptables_is_kept_to_when_nft_appears()
    {
        var lines = await RunAsync("iptables", "gate close\nKIND=nft\ngate state\ngate open\ngate state\nfrom 132\nnft list tables");

        lines.Should().Equal("closed", "open", "132 passes", "table ip filter");
    }

    [RealToolTheory(RealTool.Ip, RealTool.Nft, RealTool.Iptables, RealTool.Busybox)]
    [InlineData(false, "1", "2")]
    [InlineData(true, "0", "0")]
    public async Task The_virtual_address_is_bound_before_the_gate_opens_and_unbound_after_it_closed(bool ipv6, string ignore, string announce)
    {
        var lines = await RunAsync("nft", ipv6: ipv6, script:
            """
            mount -t tmpfs -o mode=0755 tmpfs /usr/libexec
            cp -a "$DIR/usr/libexec/kubeha" /usr/libexec/
            vip() { /usr/libexec/kubeha/vip "$@"; }
            ip link set lo up
            gate close
            vip state
            vip bind
            vip state
            gate state
            cat /proc/sys/net/ipv4/conf/all/arp_ignore /proc/sys/net/ipv4/conf/all/arp_announce
            vip bind
            vip unbind
            vip state
            gate state
            vip unbind
            """);

        lines.Should().Equal("unbound", "bound", "open", ignore, announce, "unbound", "closed");
    }

    private static async Task<string[]> RunAsync(string kind, string script, bool ipv6 = false)
    {
        var cluster = ipv6 ? ReferenceClusters.InIpv6 : ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithFastFailover()).Build();
        var text = $"{Prepare}\nKIND={kind}\n{script}";
        return await RunAsync(cluster, ipv6 ? InIpv6(text) : text);
    }

    private static async Task<string[]> RunAsync(Cluster cluster, string text)
    {
        using var sandbox = new Sandbox(Commands).With(cluster.Render(), "master", FilePaths.Gate, FilePaths.Vip);

        var (exitCode, output, error) = await sandbox.RunAsync(text);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string InIpv6(string script) => script.Replace("192.168.33.11:6443", "[fd00:33::11]:6443", StringComparison.Ordinal).Replace("192.168.33.", "fd00:33::", StringComparison.Ordinal)
        .Replace("/24 dev eth0", "/64 dev eth0 nodad", StringComparison.Ordinal).Replace("/32", "/128", StringComparison.Ordinal)
        .Replace("grep iptables iptables-restore", "grep ip6tables ip6tables-restore", StringComparison.Ordinal).Replace("iptables-save", "ip6tables-save", StringComparison.Ordinal);
}
