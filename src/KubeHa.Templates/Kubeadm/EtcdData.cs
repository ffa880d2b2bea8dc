using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>
/// What etcd keeps on a control plane. It tells a member that sleeps from one that was never made, and so what may be undone: it is looked for where the model says, and where the
/// machine's own manifest says, should the model have been changed since. Where others run etcd nothing is kept on the machine, and they are asked.
/// </summary>
internal static class EtcdData
{
    public const string Manifest = "/etc/kubernetes/manifests/etcd.yaml";

    private const string ApiServerManifest = "/etc/kubernetes/manifests/kube-apiserver.yaml";

    /// <summary>The manifest that kubeadm writes last when a control plane joins.</summary>
    public static string LastManifest(Cluster cluster) => ExternalEtcd.Of(cluster) is null ? Manifest : ApiServerManifest;

    public static string Directory(Cluster cluster) =>
        cluster.Etcd is EtcdTopology.Stacked stacked ? stacked.DataDirectory : throw new NotSupportedException("Only stacked etcd has data on control planes.");

    /// <summary>A condition: the machine is a member, or was one, of a cluster with data.</summary>
    public static ShellScript IsThere(Cluster cluster) => ExternalEtcd.Of(cluster) is { } external
        ? Sh($$"""{ [ -e {{ApiServerManifest}} ] && {{ExternalEtcd.HoldsACluster(cluster, external)}}; }""")
        : Sh($$"""{ [ -e {{Directory(cluster)}}/member ] || [ -e "$({{InManifest}})/member" ]; }""");

    /// <summary>A condition: what an init would found is there already.</summary>
    public static ShellScript ForbidsInit(Cluster cluster) => ExternalEtcd.Of(cluster) is { } external ? ExternalEtcd.HoldsACluster(cluster, external) : IsThere(cluster);

    /// <summary>Why.</summary>
    public static string Forbidden(Cluster cluster) => ExternalEtcd.Of(cluster) is { } external
        ? $"the etcd at {string.Join(", ", ExternalEtcd.Endpoints(external))} holds data of a cluster, or does not say that it holds none: refusing to found another one"
        : $"{Directory(cluster)} holds data of a cluster: refusing to found another one";

    /// <summary>The folder that must be empty of files on a machine that is nobody's; none where others run etcd.</summary>
    public static IReadOnlyList<string> Folders(Cluster cluster) => ExternalEtcd.Of(cluster) is null ? [Directory(cluster)] : [];

    /// <summary>Sets <c>data</c> to the folder that the manifest names, for when the manifest is gone.</summary>
    public static ShellScript Remember { get; } = Sh($"data=$({InManifest})");

    /// <summary>Removes the member, also from the folder that <see cref="Remember"/> found; the folders stay.</summary>
    public static ShellScript Remove(Cluster cluster) => ExternalEtcd.Of(cluster) is null
        ? Sh($$"""find {{Directory(cluster)}} -mindepth 1 -delete 2>/dev/null; rm -rf "$data/member" """)
        : Sh($"true");

    // Where there is none, a folder that is never there: nothing would be the root.
    private static ShellScript InManifest => Sh($"sed -n -e 's/^ *- --data-dir=//p' {Manifest} 2>/dev/null | grep / || echo /nonexistent");
}
