using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>
/// The look that plans rest on. It says only what stays the same while nobody changes anything: no clock, no counter, no condition that comes
/// and goes by itself, every list sorted. The same look stands in the plan again and is compared before the first change.
/// </summary>
internal static class MembershipProbe
{
    /// <summary>What a machine says that is nobody's: said in so many words, so that a look that failed is never taken for it.</summary>
    public const string Bare = "bare=yes";

    /// <param name="cluster">The cluster.</param>
    /// <param name="machine">The machine to look at.</param>
    /// <param name="nodes">The nodes whose objects matter to the plan; others come and go as they like.</param>
    public static ShellScript Of(Cluster cluster, Machine machine, IEnumerable<string> nodes) => Sh($$"""
        said=$(
          {{Marks(cluster, machine)}}
          sed -n -e 's/^name /marker-name=/p' -e 's/^endpoint /marker-endpoint=/p' -e 's/^ca /marker-ca=/p' {{FilePaths.Marker}} 2>/dev/null
          [ -s {{FilePaths.Pki}}/ca.crt ] && echo "ca=$(sed '/-----/d' {{FilePaths.Pki}}/ca.crt | base64 -d 2>/dev/null | sha256sum | cut -d' ' -f1)"
          {{OfRole(cluster, machine, nodes)}}
        )
        printf '%s\n' "${said:-bare=yes}"
        """);

    /// <summary>Takes out the nodes that do not matter to a plan, as <see cref="Of"/> does.</summary>
    /// <param name="said">What a machine said.</param>
    /// <param name="nodes">The nodes that matter.</param>
    public static string Restrict(string said, IReadOnlySet<string> nodes) =>
        string.Join('\n', said.Split('\n').Where(line => !line.StartsWith("node=", StringComparison.Ordinal) || nodes.Contains(line["node=".Length..])));

    private static ShellScript OfRole(Cluster cluster, Machine machine, IEnumerable<string> nodes) => machine switch
    {
        ControlPlane controlPlane => Served(cluster, controlPlane, nodes),
        EtcdMachine => Members(cluster, Sh($"")),
        Director => Owned(cluster),
        _ => Sh($":"),
    };

    private static ShellScript Marks(Cluster cluster, Machine machine) => machine is EtcdMachine
        ? Sh($$"""
            for mark in kubelet.conf manifests/etcd.yaml; do [ -e "/etc/kubernetes/$mark" ] && echo "mark=$mark"; done
            {{EtcdData.LiesOnOwnMachine(cluster)}} && echo "mark=etcd-data"
            """)
        : machine is ControlPlane or Worker
        ? Sh($$"""
            for mark in kubelet.conf bootstrap-kubelet.conf admin.conf manifests/etcd.yaml manifests/kube-apiserver.yaml pki/apiserver.crt; do
              [ -e "/etc/kubernetes/$mark" ] && echo "mark=$mark"
            done
            {{EtcdData.IsThere(cluster)}} && echo "mark=etcd-data"
            [ -e /var/lib/kubelet/config.yaml ] && echo "mark=kubelet-config"
            """)
        : Sh($":");

    /// <summary>Whether the own apiserver answers, which nodes it has, and the etcd members, each as JSON without what changes when it restarts.</summary>
    private static ShellScript Served(Cluster cluster, ControlPlane machine, IEnumerable<string> nodes) => Sh($$"""
        if [ -s {{FilePaths.AdminConf}} ] && list=$({{KubernetesProbes.Kubectl(cluster, machine)}} get nodes -o name 2>/dev/null) &&
           [ "$({{KubernetesProbes.Kubectl(cluster, machine)}} get --raw /readyz 2>/dev/null)" = ok ]; then
          echo "serves=yes"
          { printf 'node=%s\n' {{nodes}}; printf '%s\n' "$list" | sed -n 's@^node/@node=@p'; } | sort | uniq -d
        fi
        {{(ExternalEtcd.Of(cluster) is null ? Members(cluster, WithoutClients) : Sh($":"))}}
        """);

    private static ShellScript WithoutClients { get; } = Sh($$"""-e 's/,"clientURLs":\[[^]]*\]//' """);

    /// <summary>Of control planes without the clients' addresses, which a member tells when it has started; where members have machines of their own that says whether one ever did.</summary>
    private static ShellScript Members(Cluster cluster, ShellScript strip) => Sh($$"""
        if [ -s {{FilePaths.Pki}}/etcd/healthcheck-client.crt ]; then
          {{KubernetesProbes.EtcdMembers(cluster)}} | tr '{' '\n' | sed -n {{strip}}-e 's/}.*//' -e 's/^"ID":.*/etcd={&}/p' | sort
        fi
        """);

    private static ShellScript Owned(Cluster cluster) => Sh($"""
        [ -n "$({VirtualIps.Shown(cluster)} 2>/dev/null)" ] && echo "vip=yes"
        """);
}
