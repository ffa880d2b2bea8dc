namespace KubeHa.Simulation;

/// <summary>
/// Something that is done by hand on machines of an installed cluster. What it prints must be the same on stand-ins and on real tools; so it asks only
/// for what the simulation builds on.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Parts">On which machine which shell text is run, one after the other.</param>
public sealed record Situation(string Name, IReadOnlyList<(string Machine, string Script)> Parts)
{
    /// <summary>
    /// What every part begins with, after the machines' own values: VIP, PORT, ENDPOINT (its name), and of each machine its name and its address
    /// (<c>CP2</c>, <c>CP2_ADDRESS</c>).
    /// </summary>
    public const string Prelude = """
        export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
        K=/etc/kubernetes F=/run/kubeha/situation.yaml
        mkdir -p /run/kubeha
        tell() { w=$1; shift; if "$@" >/dev/null 2>&1; then echo "$w: yes"; else echo "$w: no"; fi; }
        ends() { w=$1; shift; "$@" >/dev/null 2>&1; echo "$w ends with $?"; }
        refusals() { sed -n 's/.*\[ERROR \([^]]*\)\].*/refuses: \1/p' | grep -e FileAvailable -e DirAvailable -e Port-10250 | sort -u; }
        ready() { [ "$(kubectl --kubeconfig "$K/admin.conf" --server "https://$1:$PORT" --request-timeout 5s get --raw /readyz)" = ok ]; }
        there() { [ "$(kubectl --kubeconfig "$K/admin.conf" --server "https://$1:$PORT" --request-timeout 5s get node "$2" --ignore-not-found -o name)" = "node/$2" ]; }
        etcd() { curl -s --max-time 5 --cacert "$K/pki/etcd/ca.crt" --cert "$K/pki/etcd/healthcheck-client.crt" --key "$K/pki/etcd/healthcheck-client.key" "$@"; }
        healthy() { etcd https://127.0.0.1:2379/health | grep -q '"health":"true"'; }
        members() { etcd -d '{}' https://127.0.0.1:2379/v3/cluster/member/list | grep -o '"peerURLs"' | wc -l; }
        # until SECONDS COMMAND...: waits for it
        until_so() { n=$1; shift; until "$@" >/dev/null 2>&1; do n=$((n - 1)); [ "$n" -gt 0 ] || return 1; sleep 1; done; }
        not() { ! "$@"; }
        bound() { ip -o addr show to "$VIP" | grep -q ' lo '; }
        is() { [ "$(systemctl is-active "$2")" = "$1" ]; }
        joins() { # ADDRESS: as a control plane, where one is given
          printf 'apiVersion: kubeadm.k8s.io/v1beta2\nkind: JoinConfiguration\ndiscovery:\n  bootstrapToken:\n    apiServerEndpoint: "%s:%s"\n    token: "gone00.0123456789abcdef"\n    unsafeSkipCAVerification: true\n  timeout: 10s\n' "$ENDPOINT" "$PORT" >"$F"
          [ -z "$1" ] || printf 'controlPlane:\n  localAPIEndpoint:\n    advertiseAddress: "%s"\n' "$1" >>"$F"
          kubeadm join --config "$F" 2>&1 </dev/null
        }
        remains() {
          for path in "$@"; do tell "$path" test -e "$path"; done
          echo "manifests: $(ls "$K/manifests" 2>/dev/null | wc -l)"
        }

        """;

    /// <summary>All, the harmless ones first. After them the cluster has lost a control plane and a worker.</summary>
    public static IReadOnlyList<Situation> All { get; } =
    [
        new("init on a member is refused", [("cp1", """
            printf 'apiVersion: kubeadm.k8s.io/v1beta2\nkind: InitConfiguration\nlocalAPIEndpoint:\n  advertiseAddress: "%s"\n---\napiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\nkubernetesVersion: v1.20.2\n' "$CP1_ADDRESS" >"$F"
            kubeadm init --config "$F" 2>&1 </dev/null | refusals
            tell 'its apiserver answers' ready "$CP1_ADDRESS"
            """)]),
        new("a control-plane join on a member is refused", [("cp2", """
            joins "$CP2_ADDRESS" | refusals
            tell 'its apiserver answers' ready "$CP2_ADDRESS"
            """)]),
        new("a worker's join on a member is refused", [("w1", """
            joins '' | refusals
            tell 'its kubelet runs' is active kubelet
            """)]),
        new("what is not there is said by exit codes", [("w1", """
            ends 'taking an address away' ip addr del 10.99.99.9/32 dev lo
            ends 'listing the gate' nft -n list chain inet kubeha_gate input
            ends 'asking whether a unit runs' systemctl is-active kubeha-vip
            ends 'starting a unit' systemctl start kubeha-vip
            ends 'asking for a node' kubectl --kubeconfig "$K/kubelet.conf" --request-timeout 5s get node nobody
            """)]),
        new("a closed gate takes a control plane out of the pool", [
            ("cp2", """
            ends 'close' /usr/libexec/kubeha/gate close
            ends 'close again' /usr/libexec/kubeha/gate close
            /usr/libexec/kubeha/gate state
            """),
            ("lvs1", """
            listed() { [ "$(ipvsadm -Sn | grep -c -e "^-a -t $VIP:$PORT -r ")" = "$1" ]; }
            tell 'two servers are listed' until_so 30 listed 2
            """),
            ("cp2", """
            ends 'open' /usr/libexec/kubeha/gate open
            /usr/libexec/kubeha/gate state
            """),
            ("lvs1", """
            listed() { [ "$(ipvsadm -Sn | grep -c -e "^-a -t $VIP:$PORT -r ")" = "$1" ]; }
            tell 'three servers are listed' until_so 30 listed 3
            """)]),
        new("the virtual IP is bound only where the machine is a real server", [("cp2", """
            ends 'stop' systemctl stop kubeha-vip
            tell 'bound' bound
            /usr/libexec/kubeha/gate state
            mv /var/lib/kubeha/real-server /var/lib/kubeha/real-server.away
            ends 'start' systemctl start kubeha-vip
            tell 'runs' is active kubeha-vip
            tell 'bound' bound
            mv /var/lib/kubeha/real-server.away /var/lib/kubeha/real-server
            ends 'start' systemctl start kubeha-vip
            tell 'runs' is active kubeha-vip
            tell 'bound' bound
            /usr/libexec/kubeha/gate state
            ends 'binding it again' ip addr replace "$VIP/32" dev lo
            echo "addresses: $(ip -o addr show to "$VIP" | grep -c ' lo ')"
            """)]),
        new("a node that was deleted comes back when its kubelet starts", [
            ("cp1", """
            ends 'delete' kubectl --kubeconfig "$K/admin.conf" --server "https://$CP1_ADDRESS:$PORT" --request-timeout 30s delete node "$W1"
            sleep 15
            tell 'there' there "$CP1_ADDRESS" "$W1"
            """),
            ("w1", "ends 'restart' systemctl restart kubelet"),
            ("cp1", "tell 'there' until_so 60 there \"$CP1_ADDRESS\" \"$W1\"")]),
        new("without a quorum nobody answers, and with it they do again", [
            ("cp2", "mv $K/manifests/etcd.yaml /root/etcd.yaml; tell 'etcd ends' until_so 60 not healthy"),
            ("cp1", "tell 'healthy' until_so 30 healthy; tell 'ready' until_so 60 ready \"$CP1_ADDRESS\""),
            ("cp3", "mv $K/manifests/etcd.yaml /root/etcd.yaml; tell 'etcd ends' until_so 60 not healthy"),
            ("cp1", "tell 'no more healthy' until_so 30 not healthy; tell 'no more ready' until_so 30 not ready \"$CP1_ADDRESS\""),
            ("cp2", "mv /root/etcd.yaml $K/manifests/etcd.yaml"),
            ("cp3", "mv /root/etcd.yaml $K/manifests/etcd.yaml"),
            ("cp1", "tell 'healthy' until_so 120 healthy; tell 'ready' until_so 120 ready \"$CP1_ADDRESS\"; echo \"members: $(members)\""),
            ("cp2", "tell 'ready' until_so 120 ready \"$CP2_ADDRESS\""),
            ("cp3", "tell 'ready' until_so 120 ready \"$CP3_ADDRESS\"")]),
        new("a reset takes the etcd member away, the keys, and not the node", [
            ("cp3", """
            ends 'reset' kubeadm reset -f --cri-socket unix:///run/containerd/containerd.sock
            remains "$K/pki/ca.crt" "$K/pki/ca.key" "$K/pki/etcd/ca.key" "$K/admin.conf" "$K/kubelet.conf" "$K/controller-manager.conf" /var/lib/etcd/member /var/lib/kubelet/config.yaml /var/lib/kubeha/real-server
            tell 'kubelet runs' is active kubelet
            tell 'bound' bound
            """),
            ("cp1", """
            tell 'healthy' until_so 60 healthy
            echo "members: $(members)"
            tell 'node there' there "$CP1_ADDRESS" "$CP3"
            """),
            ("lvs1", """
            listed() { [ "$(ipvsadm -Sn | grep -c -e "^-a -t $VIP:$PORT -r ")" = "$1" ]; }
            tell 'two servers are listed' until_so 30 listed 2
            """)]),
        new("a worker that was reset does not join with a token that is gone", [("w1", """
            ends 'reset' kubeadm reset -f --cri-socket unix:///run/containerd/containerd.sock
            remains "$K/pki/ca.crt" "$K/kubelet.conf" /var/lib/kubelet/config.yaml
            tell 'kubelet runs' is active kubelet
            said=$(joins '')
            echo "join ends with $?"
            case $said in *'could not find a JWS signature'*) echo 'it misses the token' ;; *) echo "$said" >&2 ;; esac
            remains "$K/pki/ca.crt" "$K/kubelet.conf" "$K/bootstrap-kubelet.conf" /var/lib/kubelet/config.yaml
            """)]),
    ];
}
