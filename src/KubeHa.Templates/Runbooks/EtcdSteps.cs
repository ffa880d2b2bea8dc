using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>What is done to etcd through a live member, by etcd's own JSON gateway.</summary>
internal static class EtcdSteps
{
    /// <summary>etcd's default quota is 2 GB, and base64 makes a third more of it.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(10);

    private const string Snapshots = "/var/lib/kubeha/etcd-snapshots";

    /// <summary>Removes a member that is dead or never started, so that it neither blocks a join nor counts for the quorum.</summary>
    public static void RemoveMember(Lane live, Cluster cluster, string machine, EtcdMember member, IEnumerable<string> after) =>
        live.Run($"clean-up/etcd/{machine}", $"Remove the stale etcd member {member.HexId} of {machine}",
            Sh($"{KubernetesProbes.Etcd(cluster, "/v3/cluster/member/remove", $"{{\"ID\":\"{member.Id}\"}}")} >/dev/null"),
            unless: Sh($"list=$({KubernetesProbes.EtcdMembers(cluster)}) && ! printf '%s' \"$list\" | grep -q -F {$"\"ID\":\"{member.Id}\""}"),
            after: after);

    /// <summary>Announces a member that is about to start, so that the others let it in.</summary>
    public static void AddMember(Lane live, Cluster cluster, EtcdMachine machine) =>
        live.Run($"etcd/add/{machine.Name}", $"Announce the new etcd member of {machine.Name}",
            Sh($$"""
                n=0; until {{Lists(cluster, machine)}} || {{KubernetesProbes.Etcd(cluster, "/v3/cluster/member/add", $$$"""{"peerURLs":["{{{KubeadmFiles.PeerOf(machine)}}}"]}""")}} >/dev/null; do
                  n=$((n+1)); [ $n -lt 60 ] || exit 1; sleep 1 # etcd refuses until it has been connected to all members for five seconds
                done
                """),
            unless: Lists(cluster, machine));

    private static ShellScript Lists(Cluster cluster, EtcdMachine machine) => Sh($"{KubernetesProbes.EtcdMembers(cluster)} | grep -q -F {$"\"{KubeadmFiles.PeerOf(machine)}\""}");

    /// <summary>Every voter answers and one of them leads; asked before a member is added, since the new voter raises the quorum.</summary>
    public static void Healthy(Lane live, Cluster cluster, string before, IEnumerable<string>? after = null) =>
        live.Wait($"etcd-healthy/{before}", $"See that etcd is healthy before {before} joins", IsHealthy(cluster), TimeSpan.FromMinutes(2), after);

    /// <summary>Its own member answers, and there is a leader.</summary>
    public static ShellScript IsHealthy(Cluster cluster) => Sh($"""
        said=$(curl -s -f --max-time 5 --cacert {FilePaths.Pki}/etcd/ca.crt --cert {FilePaths.Pki}/etcd/healthcheck-client.crt --key {FilePaths.Pki}/etcd/healthcheck-client.key {$"https://{EtcdData.Loopback(cluster).WithPort(2379)}/health"} 2>&1)
        case $said in *'"health":"true"'*) exit 0;; esac
        echo "etcd says: $said"; exit 1
        """);

    /// <summary>A snapshot before every join; three are kept. The gateway streams it as lines of JSON with a base64 piece each.</summary>
    public static void Snapshot(Lane live, Cluster cluster, string before) =>
        live.Run($"etcd-snapshot/{before}", $"Save a snapshot of etcd before {before} joins",
            Sh($$"""
                umask 077; mkdir -p {{Snapshots}} && cd {{Snapshots}} || exit 1
                rm -f .new.* # of a run that was killed here
                t=$(mktemp .new.XXXXXXXX) || exit 1; trap 'rm -f "$t"' EXIT
                {{KubernetesProbes.Etcd(cluster, "/v3/maintenance/snapshot", seconds: (int)LongEnough.TotalSeconds)}} -N | tr ',{}' '\n\n\n' | sed -n 's/^"blob":"\([^"]*\)"$/\1/p' | while IFS= read -r piece; do printf '%s' "$piece" | base64 -d; done > "$t"
                [ -s "$t" ] || { echo "etcd gave no snapshot" >&2; exit 1; }
                # etcd puts the SHA-256 of all of it behind it; a piece of a snapshot must not push out whole ones.
                size=$(($(stat -c %s "$t") - 32))
                [ "$size" -gt 0 ] && [ "$(head -c "$size" "$t" | sha256sum | cut -d' ' -f1)" = "$(tail -c 32 "$t" | od -A n -v -t x1 | tr -d ' \n')" ] || { echo "the snapshot of etcd did not arrive whole" >&2; exit 1; }
                mv "$t" "$(date -u +%Y%m%dT%H%M%SZ).db"
                ls -1 -- *.db | sort -r | tail -n +4 | while IFS= read -r old; do rm -f -- "$old"; done
                """), timeout: LongEnough);

    /// <summary>Port 2380 is not filtered between a joining machine and a member: refused is well, silence is not.</summary>
    public static void PeersReachable(Lane from, string id, IEnumerable<System.Net.IPAddress> peers) =>
        from.Check(id, "See that etcd's peer port is not filtered",
            Sh($"""
                for peer in {peers.Select(peer => peer.ToString())}; do
                  curl -k -s -o /dev/null --connect-timeout 3 --max-time 5 "https://$peer:2380/"; [ $? = 28 ] && [ -z "$(ip route get "$peer" 2>/dev/null | grep -w local)" ] && exit 1
                done; exit 0
                """),
            "A connection to port 2380 of another control plane timed out: etcd members must reach each other there. Open it in the firewall.");

    /// <summary>
    /// Gives the only survivor its cluster back: the second voter was announced and never started, so nothing can be agreed on any more,
    /// and nothing was since. One start with --force-new-cluster makes it the only member again, with all its data.
    /// </summary>
    public static void Unstick(Lane survivor, Cluster cluster)
    {
        survivor.Run("etcd/unstick", "Restart etcd as the only member, since the announced second one never started",
            Sh($$"""
                set -e
                umask 077; mkdir -p {{Snapshots}}
                cp {{EtcdData.Manifest}} {{Snapshots}}/etcd.yaml
                t={{Snapshots}}/etcd.yaml.force
                awk '{print} /^ *- etcd *$/ && !done {sub(/etcd *$/, "--force-new-cluster"); print; done=1}' {{EtcdData.Manifest}} > "$t"
                grep -q -- '- --force-new-cluster' "$t"
                mv "$t" {{EtcdData.Manifest}}
                """),
            unless: Sh($"grep -q -- '- --force-new-cluster' {EtcdData.Manifest} || ( {OneMember(cluster)} )"));
        survivor.Wait("etcd/alone", "Wait until etcd has one member", OneMember(cluster), TimeSpan.FromMinutes(4));
    }

    /// <summary>The flag of <see cref="Unstick"/> must never outlive it: at each further start it would throw the other members out.</summary>
    public static void NeverForced(Lane lane) =>
        lane.Run("etcd/not-forced", "Take --force-new-cluster out of etcd's manifest",
            Sh($$"""
                umask 077; mkdir -p {{Snapshots}}
                grep -v -- '- --force-new-cluster' {{EtcdData.Manifest}} > {{Snapshots}}/etcd.yaml.new && mv {{Snapshots}}/etcd.yaml.new {{EtcdData.Manifest}}
                """),
            unless: Sh($"! grep -q -s -- --force-new-cluster {EtcdData.Manifest}"));

    private static ShellScript OneMember(Cluster cluster) => Sh($$"""
        list=$({{KubernetesProbes.EtcdMembers(cluster)}}) || { echo "etcd does not answer"; exit 1; }
        count=$(printf '%s' "$list" | grep -o '"ID":' | wc -l)
        [ "$count" = 1 ] || { echo "etcd has $count members"; exit 1; }
        """);
}
