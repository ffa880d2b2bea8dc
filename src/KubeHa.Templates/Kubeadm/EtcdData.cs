using System.Net;
using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>
/// What etcd keeps on a machine. It tells a member that sleeps from one that was never made, and so what may be undone: it is looked for where the model says, and where the
/// machine's own manifest says, should the model have been changed since. Where etcd is elsewhere control planes keep nothing of it, and it is asked.
/// </summary>
internal static class EtcdData
{
    public const string Manifest = "/etc/kubernetes/manifests/etcd.yaml";

    private const string ApiServerManifest = "/etc/kubernetes/manifests/kube-apiserver.yaml";

    /// <summary>The manifest that kubeadm writes last when a control plane joins.</summary>
    public static string LastManifest(Cluster cluster) => ExternalEtcd.Of(cluster) is null ? Manifest : ApiServerManifest;

    /// <summary>The machines that have a member each; none where others run etcd.</summary>
    public static IReadOnlyList<Machine> Machines(Cluster cluster) => cluster.Etcd switch
    {
        EtcdTopology.Stacked => cluster.ControlPlanes,
        EtcdTopology.External => cluster.EtcdMachines,
        _ => [],
    };

    /// <summary>Where a member listens for its own machine: kubeadm takes the loopback address of the family that apiservers advertise.</summary>
    public static IPAddress Loopback(Cluster cluster) => cluster.Endpoint.VirtualAddress.IsIpv6() ? IPAddress.IPv6Loopback : IPAddress.Loopback;

    public static string Directory(Cluster cluster) => cluster.Etcd.OurDataDirectory ?? throw new NotSupportedException("Of others' etcd no machine has data.");

    /// <summary>A condition, on a machine that etcd has of its own: data of a member lies there. Without a log it is none: a start that was refused leaves the rest.</summary>
    public static ShellScript LiesOnOwnMachine(Cluster cluster) => Sh($$"""{ [ -e {{Directory(cluster)}}/member/wal ] || [ -e "$({{InManifest}})/member/wal" ]; }""");

    /// <summary>A condition, on a control plane: it is a member, or was one, of a cluster with data.</summary>
    public static ShellScript IsThere(Cluster cluster) => ExternalEtcd.Of(cluster) is { } external
        ? Sh($$"""{ [ -e {{ApiServerManifest}} ] && {{external.HoldsACluster(cluster)}}; }""")
        : Sh($$"""{ [ -e {{Directory(cluster)}}/member ] || [ -e "$({{InManifest}})/member" ] || {{DialsElsewhere(cluster)}}; }""");

    // Its etcd was elsewhere when it joined, whatever the model says now: what it serves is not on the machine, and is no less there.
    private static ShellScript DialsElsewhere(Cluster cluster) => Sh($"grep -s -e '- --etcd-servers=' {ApiServerManifest} | grep -q -v -e {$"=https://{Loopback(cluster).WithPort(2379).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)}$"}");

    /// <summary>A condition: what an init would found is there already.</summary>
    public static ShellScript ForbidsInit(Cluster cluster) => ExternalEtcd.Of(cluster)?.HoldsACluster(cluster) ?? IsThere(cluster);

    /// <summary>Why.</summary>
    public static string Forbidden(Cluster cluster) => ExternalEtcd.Of(cluster) is { } external
        ? $"the etcd at {string.Join(", ", external.Endpoints)} holds data of a cluster, or does not say that it holds none: refusing to found another one"
        : $"{Directory(cluster)} holds data of a cluster: refusing to found another one";

    /// <summary>The folder that must be empty of files on a control plane that is nobody's; none where etcd is elsewhere.</summary>
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
