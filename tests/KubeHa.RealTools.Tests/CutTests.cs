using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.RealTools.Tests;

/// <summary>The drill's cut, on an interface of a namespace: nothing may leave it, what a packet socket sends included, and everything must after the undoing.</summary>
public sealed class CutTests
{
    // A cut is left to a timer of systemd; here it is made at once. What is heard at the cable's other end is counted by the kernel.
    private const string Prepare =
        """
        mount -t tmpfs none /run
        mkdir -p /run/kubeha/drill "$DIR/bin"
        printf '#!/bin/sh\nexit 0\n' >"$DIR/bin/systemctl"
        printf '#!/bin/sh\nfor last; do :; done\nexec /bin/sh "$last"\n' >"$DIR/bin/systemd-run"
        chmod 755 "$DIR/bin/systemctl" "$DIR/bin/systemd-run"
        PATH="$DIR/bin:$PATH"
        sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
        ip link set lo up
        ip link add eth0 type veth peer name peer0
        ip addr add 192.168.33.132/24 dev eth0
        ip link set eth0 up
        ip link set peer0 up
        heard() { awk '$1 == "peer0:" { print $3 }' /proc/net/dev; }
        announce() {
          before=$(heard)
          perl -e '
            socket(my $s, 17, 3, 0) or die "socket: $!";
            my $to = pack("S n i S C C a8", 17, 0x0806, $ARGV[0], 1, 0, 6, "\xff" x 6);
            my $frame = ("\xff" x 6) . ("\x02" x 6) . pack("n", 0x0806) . ("\0" x 46);
            for (1 .. 5) { send($s, $frame, 0, $to) }' "$(ip -o link show eth0 | cut -d: -f1)"
          perl -MSocket -e '
            socket(my $in, PF_INET, SOCK_DGRAM, 0) or die "socket: $!";
            socket(my $out, PF_INET, SOCK_DGRAM, 0) or die "socket: $!";
            bind($in, sockaddr_in(7777, INADDR_LOOPBACK)) or die "bind: $!";
            send($out, "to itself", 0, sockaddr_in(7777, INADDR_LOOPBACK));
            vec(my $ready = "", fileno($in), 1) = 1;
            exit(!select($ready, undef, undef, 1))' || echo "$1: it does not even hear itself"
          echo "$1: heard $(($(heard) - before))"
        }

        """;

    private const string Cut =
        """
        announce before
        sh -eu "$DIR/cut"
        announce cut
        sh "$DIR/undo"
        announce undone
        sh "$DIR/undo"
        announce "undone twice"
        """;

    // The program's own name: a stand-in in its place, in this namespace of mounts only.
    private const string WithoutEgressHook =
        """
        cp /usr/sbin/nft "$DIR/nft"
        printf '#!/bin/sh\nif [ "$1" = -f ]; then t=$(cat); case "$t" in *egress*) exit 1 ;; esac; printf "%%s\\n" "$t" | "%s" -f -; else "%s" "$@"; fi\n' "$DIR/nft" "$DIR/nft" >"$DIR/nft.old"
        chmod 755 "$DIR/nft.old"
        mount --bind "$DIR/nft.old" /usr/sbin/nft
        """;

    private const string WithoutNftables = "mount --bind /bin/false /usr/sbin/nft";

    private const string AllOrNothing = "before: heard 5\ncut: heard 0\nundone: heard 5\nundone twice: heard 5\n";

    [RealToolTheory(RealTool.Ip, RealTool.Nft, RealTool.Iptables)]
    [InlineData("")]
    [InlineData(WithoutEgressHook)]
    [InlineData(WithoutNftables)]
    public async Task Nothing_leaves_a_machine_that_is_cut_off(string tools)
    {
        using var sandbox = WithScripts();

        var (exitCode, output, error) = await sandbox.RunAsync($"{Prepare}\n{tools}\n{Cut}\ntc qdisc show dev eth0");

        error.Should().BeEmpty();
        output.Replace("fault=later\n", "", StringComparison.Ordinal).Should().StartWith(AllOrNothing).And.NotContain("pfifo limit");
        exitCode.Should().Be(0);
    }

    /// <summary>The timer may have gone off between the command and the act: nobody would undo that cut any more.</summary>
    [RealToolFact(RealTool.Ip, RealTool.Nft, RealTool.Iptables)]
    public async Task Nothing_is_cut_when_nothing_would_undo_it()
    {
        using var sandbox = WithScripts();

        var (exitCode, output, _) = await sandbox.RunAsync(Prepare + """
            cat >"$DIR/bin/systemctl" <<'END'
            #!/bin/sh
            [ "$1" != is-active ] || { [ ! -e "$DIR/asked" ] && : >"$DIR/asked"; }
            END
            ! sh "$DIR/cut"
            announce after
            cat /run/kubeha/drill/cut.said
            """);

        output.Should().Be("after: heard 5\nthe undo timer is not armed any more\n");
        exitCode.Should().Be(0);
    }

    [RealToolFact(RealTool.Ip, RealTool.Nft, RealTool.Iptables)]
    public async Task A_queue_that_somebody_chose_is_left_alone()
    {
        using var sandbox = WithScripts();
        const string Queue = "tc qdisc show dev eth0 | sed 's/^/queue: /'";

        var (_, output, _) = await sandbox.RunAsync($"{Prepare}\n{WithoutNftables}\ntc qdisc replace dev eth0 root handle 7: pfifo limit 9\n{Queue}\n{Cut}\n{Queue}");

        output.Split('\n').Where(line => line.StartsWith("queue", StringComparison.Ordinal)).Should().HaveCount(2).And.AllSatisfy(line => line.Should().StartWith("queue: qdisc pfifo 7: root"));
    }

    private static Sandbox WithScripts()
    {
        var cluster = ReferenceClusters.InTheLab;
        var scenario = new DrillScenario.NetworkCut(DrillRole.Director);
        return new Sandbox(RealTool.Ip, RealTool.Nft, RealTool.Iptables)
            .Write("/cut", WithStandIns(DrillScripts.Fault(scenario, cluster.LvsPair.Directors[0])))
            .Write("/undo", WithStandIns(DrillScripts.Undo(scenario, cluster)));
    }

    // A timer starts them without an environment, so they say where programs are.
    private static string WithStandIns(ShellScript script) => script.Text.Replace("PATH=/usr/sbin:", "PATH=$DIR/bin:/usr/sbin:", StringComparison.Ordinal);
}
