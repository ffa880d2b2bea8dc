using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>A fault that is made by hand on one machine, and the check that must find it.</summary>
/// <param name="What">What is wrong then.</param>
/// <param name="Machine">Where it is made.</param>
/// <param name="Plant">Makes it, and returns when it is there.</param>
/// <param name="TakeBack">Takes it back; works also where it was made by half.</param>
/// <param name="Check">The check that must find it.</param>
/// <param name="On">The machine that the check must name; empty where it is about the cluster as a whole.</param>
internal sealed record PlantedFault(string What, string Machine, string Plant, string TakeBack, string Check, string On)
{
    private const string Service = Machines.Vip + ":6443";

    private const string Etcd = "etcd() { curl -s -f --max-time 5 --cacert /etc/kubernetes/pki/etcd/ca.crt --cert /etc/kubernetes/pki/etcd/healthcheck-client.crt --key /etc/kubernetes/pki/etcd/healthcheck-client.key -d \"$2\" \"https://127.0.0.1:2379/v3/cluster/member/$1\"; }";

    // Kills the container; the kubelet makes a new one.
    private const string RestartApiServer = """
        crictl rm -f $(crictl ps -q --name kube-apiserver) >/dev/null
        n=0; until [ "$(curl -ks --max-time 2 https://127.0.0.1:6443/readyz)" = ok ]; do n=$((n+1)); [ $n -lt 90 ] || exit 1; sleep 1; done
        """;

    /// <summary>All of them; <c>{owner}</c> and <c>{backup}</c> stand for the directors.</summary>
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        // Until both directors have noticed: then the address is bound and nobody is sent there.
        new("the virtual IP bound on a control plane that gets no traffic", "master3", "/usr/libexec/kubeha/gate close && sleep 7", "/usr/libexec/kubeha/gate open", "gate-open-while-bound", "master3"),
        new("the virtual IP missing on a control plane that gets traffic", "master3", $"ip addr del {Machines.Vip}/32 dev lo", "/usr/libexec/kubeha/vip bind", "traffic-only-while-bound", "master3"),

        // In both directions: heard by the owner, a backup of a higher priority would take the address from it.
        new("the virtual IP on both directors, VRRP being blocked", "{backup}",
            $"for chain in INPUT OUTPUT; do iptables-legacy -I $chain -p 112 -j DROP; done; n=0; until [ -n \"$(ip -o -4 addr show to {Machines.Vip}/32)\" ]; do n=$((n+1)); [ $n -lt 20 ] || exit 1; sleep 1; done",
            "for chain in INPUT OUTPUT; do while iptables-legacy -D $chain -p 112 -j DROP 2>/dev/null; do :; done; done", "vip-on-one-director", string.Empty),
        new("pools that differ", "{backup}", $"ipvsadm -d -t {Service} -r 192.168.33.10:6443", $"ipvsadm -Sn | grep -q 192.168.33.10:6443 || ipvsadm -a -t {Service} -r 192.168.33.10:6443 -g -w 1", "directors-agree", string.Empty),
        new("the service missing on the backup", "{backup}", $"ipvsadm -D -t {Service}", $"ipvsadm -Sn | grep -q -e '-A -t {Service}' || ipvsadm -R </var/lib/kubeha/ipvs.rules", "service-present", "{backup}"),
        new("a foreign real server", "{owner}", $"ipvsadm -a -t {Service} -r 192.168.33.16:6443 -g -w 0", $"ipvsadm -d -t {Service} -r 192.168.33.16:6443 2>/dev/null; true", "pool-foreign", "{owner}"),
        new("arp_ignore reset", "master2", "sysctl -q -w net.ipv4.conf.all.arp_ignore=0", "sysctl -q -w net.ipv4.conf.all.arp_ignore=1", "silent-about-vip", "master2"),

        // A learner has no vote: the quorum stays as it is.
        new("an etcd member too many", "master", $$"""{{Etcd}}; etcd add '{"peerURLs":["https://192.168.33.77:2380"],"isLearner":true}'""",
            $$"""
            {{Etcd}}
            id=$(etcd list '{}' | tr '{' '\n' | grep 192.168.33.77 | sed -n 's/.*"ID":"\([0-9]*\)".*/\1/p')
            [ -z "$id" ] || etcd remove "{\"ID\":\"$id\"}"
            """, "etcd-members", string.Empty),
        new("a stopped kubelet", "node2", "systemctl stop kubelet", "systemctl start kubelet", "units-active", "node2"),
        new("an expired serving certificate", "master2",
            $$"""
            set -e
            p=/etc/kubernetes/pki; d=$(mktemp -d); cd "$d"
            names=$(openssl x509 -in $p/apiserver.crt -noout -ext subjectAltName | sed 1d | sed -e 's/IP Address:/IP:/g' -e 's/ //g')
            : >index; echo 01 >serial
            cat >config <<TEXT
            [ca]
            default_ca = own
            [own]
            new_certs_dir = $d
            database = $d/index
            serial = $d/serial
            default_md = sha256
            policy = any
            x509_extensions = serving
            [any]
            commonName = supplied
            [serving]
            subjectAltName = $names
            extendedKeyUsage = serverAuth
            TEXT
            openssl req -new -key $p/apiserver.key -subj /CN=kube-apiserver -out request
            openssl ca -batch -notext -config config -cert $p/ca.crt -keyfile $p/ca.key -in request -out expired -startdate 20200101000000Z -enddate 20200201000000Z 2>/dev/null
            cp -p $p/apiserver.crt $p/apiserver.crt.kept
            cat expired >$p/apiserver.crt
            cd /; rm -rf "$d"
            {{RestartApiServer}}
            """,
            $"[ ! -e /etc/kubernetes/pki/apiserver.crt.kept ] || mv /etc/kubernetes/pki/apiserver.crt.kept /etc/kubernetes/pki/apiserver.crt\n{RestartApiServer}", "certificate-days", "master2"),
        new("a key that all may read", "master", "chmod 644 /etc/kubernetes/pki/sa.key", "chmod 600 /etc/kubernetes/pki/sa.key", "key-private", "master"),
        new("a drifted keepalived.conf", "{backup}", "cp -p /etc/keepalived/keepalived.conf /root/keepalived.kept && sed -i 's/priority .*/priority 99/' /etc/keepalived/keepalived.conf",
            "[ ! -e /root/keepalived.kept ] || mv /root/keepalived.kept /etc/keepalived/keepalived.conf", "keepalived-conf", "{backup}"),
        new("a unit not enabled", "master2", "systemctl disable -q kubeha-vip", "systemctl enable -q kubeha-vip", "units-enabled", "master2"),
    ];

    /// <summary>The fault with the directors by name.</summary>
    public PlantedFault With(string owner, string backup)
    {
        return this with { Machine = Named(Machine), On = Named(On) };

        string Named(string text) => text.Replace("{owner}", owner, StringComparison.Ordinal).Replace("{backup}", backup, StringComparison.Ordinal);
    }

    /// <summary>Judges what a verification said of it.</summary>
    /// <param name="round">Where what was seen goes.</param>
    /// <param name="verification">The document <c>kubeha.verification/1</c>.</param>
    public void Judge(Round round, JsonNode verification)
    {
        var found = Findings(verification);
        round.SawLines("found", found.Select(result => $"{result["status"]} {result["check"]} [{result["machine"]}]: {result["seen"]}"));
        var right = found.FirstOrDefault(result => (string?)result["check"] == Check && (string?)result["machine"] == On && (string?)result["status"] == "fails");
        round.Saw("seen", (string?)right?["seen"]);
        round.Saw("hint", (string?)right?["hint"]);
        round.Must(right is not null, $"{Check} [{On}] does not fail: {string.Join(" | ", found.Select(result => $"{result["check"]} [{result["machine"]}]"))}");
        round.Must(right is null || ((string?)right["hint"])?.Length > 0, $"{Check} [{On}] says not what to do");
    }

    /// <summary>
    /// Judges a verification of machines on which nothing is wrong: a warning is an alarm as well. But one of etcd's latencies is true where many machines share a disk, and stands
    /// by itself.
    /// </summary>
    public static void JudgeHealthy(Round round, JsonNode verification)
    {
        var findings = Findings(verification).ToLookup(result => (string?)result["check"] == "etcd-disk" && (string?)result["status"] == "warns", result => $"{result["status"]} {result["check"]} [{result["machine"]}]: {result["seen"]}");
        var alarms = findings[false].ToList();
        round.Saw("slowDisk", findings[true].Count());
        round.Saw("checksThatHold", (int?)verification["hold"]);
        round.Saw("falseAlarms", alarms.Count);
        round.Must(alarms.Count == 0 && (bool?)verification["passed"] == true && (int?)verification["hold"] > 0, $"nothing is wrong, and it says: {string.Join(" | ", alarms)} {(string?)verification["failure"]}");
    }

    private static List<JsonObject> Findings(JsonNode verification) =>
        [.. verification["results"]!.AsArray().Select(result => result!.AsObject()).Where(result => (string?)result["status"] != "holds")];
}
