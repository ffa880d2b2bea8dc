using System.Net;
using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>The faults and how each is undone. Undoing is safe at any moment and any number of times: the timer, the drill and a second drill may all do it.</summary>
internal static class DrillScripts
{
    /// <summary>Our folder on a machine; gone with the next boot, as every fault is that we make inside a machine.</summary>
    public const string Folder = "/run/kubeha/drill";

    /// <summary>The undo timer; its name is taken once on a machine, so that two drills cannot meet there.</summary>
    public const string UndoUnit = "kubeha-drill-undo";

    /// <summary>An empty file, made at the moment of the fault.</summary>
    public const string Moment = Folder + "/fault";

    private const string CutTable = "kubeha_drill";

    private const string CutUnit = "kubeha-drill-cut";

    private const int RestSeconds = 3;

    /// <summary>What ends the fault.</summary>
    public static ShellScript Undo(DrillScenario scenario, Cluster cluster) => Sh($"""
        #!/bin/sh
        # Undoes the drill {scenario.Name}. Safe at any moment, any number of times.
        PATH=/usr/sbin:/usr/bin:/sbin:/bin; export PATH
        [ -s {Folder}/undone ] || date +%s.%N >{Folder}/undone
        {UndoOf(scenario, cluster)}

        """);

    /// <summary>
    /// Makes the fault, if the timer that undoes it stands; says when, by the machine's own clock: by the time of a file that the shell makes right before the act, since a
    /// program started to read the clock would be over long before the act begins. Until then it rests, so that the work of being told is over: on a slow machine it would be
    /// felt as part of the fault. Undone during the rest (the drill was cancelled) it is not made any more. (A cut says it when it is undone.)
    /// </summary>
    public static ShellScript Fault(DrillScenario scenario, Machine target)
    {
        var armed = Sh($$"""{{Armed}} || { echo "the undo timer is not armed" >&2; exit 1; }""");
        var act = FaultOf(scenario, target);
        return scenario is DrillScenario.NetworkCut ? Sh($"{armed}\n{act}") : Sh($"{armed}\n{Rest}\n{act} || exit 1\n{Say}");
    }

    private static readonly ShellScript Armed = Sh($"systemctl is-active --quiet {UndoUnit}.timer");

    private static ShellScript FaultOf(DrillScenario scenario, Machine target) => scenario switch
    {
        DrillScenario.DirectorMaintenance => Sh($"{Now}; systemctl stop keepalived"),
        DrillScenario.DirectorBlind => Sh($"{Now}; ipvsadm -C"),
        DrillScenario.ApiServerCrash => Killed("kube-apiserver", stopKubelet: true),
        DrillScenario.ApiServerHang => Sh($"""
            {Find("kube-apiserver")}
            {Now}; kill -STOP $pids
            """),
        DrillScenario.EtcdMemberLoss => Killed("etcd", stopKubelet: true),
        DrillScenario.LeaderLoss leader => Killed(DrillTargets.LeaseOf(leader.Leader), stopKubelet: false),
        DrillScenario.NetworkCut => Cut(target.Address),
        _ => throw new InvalidOperationException($"{scenario.Name} is no fault from inside a machine."),
    };

    private static ShellScript UndoOf(DrillScenario scenario, Cluster cluster) => scenario switch
    {
        DrillScenario.DirectorMaintenance => Sh($"systemctl start keepalived"),
        DrillScenario.DirectorBlind => Sh($"""ipvsadm -Sn | grep -q -F -e {$"-A -t {PoolRules.ServiceOf(cluster)} "} || ipvsadm -R <{FilePaths.IpvsRules}"""),
        DrillScenario.ApiServerHang => Sh($"pids=$(pidof kube-apiserver) && kill -CONT $pids; true"),
        DrillScenario.NetworkCut => Sh($$"""
            systemctl stop {{CutUnit}}.timer {{CutUnit}}.service 2>/dev/null # one that is not made yet, or half
            for table in netdev inet arp; do nft delete table "$table" {{CutTable}} 2>/dev/null; done
            for tool in iptables iptables-legacy ip6tables ip6tables-legacy; do
              for rule in 'INPUT ! -i lo' 'OUTPUT ! -o lo' FORWARD; do
                while "$tool" -w 10 -D $rule -m comment --comment {{CutTable}} -j DROP 2>/dev/null; do :; done
              done
            done
            if [ -s {{Folder}}/shut ]; then tc qdisc del dev "$(cat {{Folder}}/shut)" root 2>/dev/null; fi
            if [ -s {{Folder}}/arp-off ]; then ip link set dev "$(cat {{Folder}}/arp-off)" arp on; fi
            true
            """),
        _ => Sh($"systemctl start kubelet"),
    };

    private static ShellScript Killed(string program, bool stopKubelet) => stopKubelet
        ? Sh($"""
            {Find(program)}
            systemctl stop kubelet || exit 1
            {Now}; kill -KILL $pids
            """)
        : Sh($"""
            {Find(program)}
            {Now}; kill -KILL $pids
            """);

    private static ShellScript Find(string program) => Sh($$"""pids=$(pidof {{program}}) || { echo "no process "{{program}}" runs here" >&2; exit 1; }""");

    /// <summary>
    /// Drops all traffic of the interface that bears the machine's address, ARP included, so that it is as if the cable was out. Where the kernel has no
    /// hook so low, what IP can drop (by the older tables where it has no nftables for it), and nothing leaves the interface's queue: what a packet socket sends, as keepalived's
    /// announcements, goes round the tables. A queue that somebody chose is left alone, since undoing could not bring it back; then, and where there is no tc, the interface does no ARP, and such a socket is heard.
    /// It is done some seconds later and by nobody's child: this command must still be able to say that it was given. The tool is started before the moment and waits for its rules: on a slow machine its start takes most of a second.
    /// </summary>
    private static ShellScript Cut(IPAddress address)
    {
        var tools = address.IsIpv6() ? Sh($"ip6tables ip6tables-legacy") : Sh($"iptables iptables-legacy");
        return Sh($$"""
        umask 077
        interface=$({{MachineProbes.InterfaceOf(address)}})
        [ -n "$interface" ] || { echo "no interface bears "{{address}} >&2; exit 1; }
        cat >{{Folder}}/cut.sh <<EOF
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        exec 2>{{Folder}}/cut.said
        {{Armed}} || { echo "the undo timer is not armed any more" >&2; exit 1; }
        at_the_moment() { sleep 1; : >{{Moment}}.new; printf '%s\n' "\$@"; }
        newer() { at_the_moment "\$1" | nft -f -; }
        older() {
          for tool in {{tools}}; do
            at_the_moment '*filter' '-I INPUT ! -i lo -m comment --comment {{CutTable}} -j DROP' '-I OUTPUT ! -o lo -m comment --comment {{CutTable}} -j DROP' \\
              '-I FORWARD -m comment --comment {{CutTable}} -j DROP' COMMIT | \$tool-restore -w 10 -n || continue
            return
          done
          return 1
        }
        shut() {
          tc qdisc show dev "$interface" | grep -Eq '^qdisc [^ ]+ 0: (dev [^ ]+ )?root ' || return
          echo "$interface" >{{Folder}}/shut
          tc qdisc replace dev "$interface" root pfifo limit 0
        }
        silent() {
          echo "$interface" >{{Folder}}/arp-off
          ip link set dev "$interface" arp off
        }
        newer '
        table netdev {{CutTable}} {
          chain in { type filter hook ingress device "$interface" priority -500; policy drop; }
          chain out { type filter hook egress device "$interface" priority -500; policy drop; }
        }' || { { newer '
        table inet {{CutTable}} {
          chain in { type filter hook prerouting priority -500; iifname != "lo" drop; }
          chain out { type filter hook output priority -500; oifname != "lo" drop; }
          chain through { type filter hook postrouting priority -500; oifname != "lo" drop; }
        }
        table arp {{CutTable}} {
          chain in { type filter hook input priority 0; policy drop; }
          chain out { type filter hook output priority 0; policy drop; }
        }' || older; } && { shut || silent; }; } || exit 1
        mv {{Moment}}.new {{Moment}}
        EOF
        rm -f {{Moment}} {{Folder}}/cut.said
        systemctl reset-failed {{CutUnit}}.service 2>/dev/null
        systemd-run --quiet --collect --unit={{CutUnit}} --on-active={{RestSeconds}} --timer-property=AccuracySec=50ms /bin/sh {{Folder}}/cut.sh || exit 1
        echo "fault=later"
        """);
    }

    private static readonly ShellScript Rest = Sh($$"""
        sleep {{RestSeconds}}
        [ -e {{Folder}}/undo.sh ] && [ ! -e {{Folder}}/undone ] || { echo "it was undone before it was made" >&2; exit 1; }
        """);

    private static readonly ShellScript Now = Sh($": >{Moment}");

    private static readonly ShellScript Say = Sh($"printf 'fault=%s\\n' \"$(stat -c %.9Y {Moment})\"");
}
