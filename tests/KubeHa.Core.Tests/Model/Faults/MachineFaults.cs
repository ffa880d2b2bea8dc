using static KubeHa.Tests.Fault;

namespace KubeHa.Tests;

/// <summary>Which machines there are, and what is said of single ones.</summary>
internal static class MachineFaults
{
    public static IEnumerable<Fault> All =>
    [
        .. Each("control planes with stacked etcd", ControlPlanes, 0, 1, 2, 3, 4, 5, 6),
        .. Each("control planes with etcd elsewhere", count => ControlPlanes(count).WithEtcd(External()), 1, 2, 4),
        .. Each("directors", Directors, 0, 1, 2, 3),
        .. Each("a director's priority", priority => Lvs(lvs => lvs.WithPriority("lvs01", priority)), -1, 0, 1, 254, 255, 150, 140),
        new("directors of one priority", () => Lvs(lvs => lvs.WithPriority("lvs01", 7).WithPriority("lvs02", 7))),
        new("a priority for nobody", () => Lvs(lvs => lvs.WithPriority("master", 7))),
        new("facts of nobody", () => Reference.Builder().WithFacts("node9", new MachineFacts { PrefixLength = 24 })),
        new("a director with a control plane's name", () => Lvs(lvs => lvs.AddDirector("master", "192.168.33.140"))),
        new("a director with a control plane's address", () => Lvs(lvs => lvs.AddDirector("lvs03", "192.168.33.11"))),
        new("a director that is a control plane, masquerading", () => Lvs(lvs => lvs.WithForwarding(new LvsForwarding.Masquerade()).AddDirector("master", "192.168.33.11"))),
        new("a control plane with one director's name and another's address", () => Reference.Builder().AddControlPlane("lvs02", "192.168.33.132").Remove("master3")),
        new("a control plane with a director's address and an etcd machine's name", () => BrokenBuilders.OwnEtcd(3).AddControlPlane("etcd1", "192.168.33.132")),
        new("a control plane with a director's name and an etcd machine's address", () => BrokenBuilders.OwnEtcd(3).AddControlPlane("lvs01", "192.168.33.41")),
        new("a director with a worker's name", () => Lvs(lvs => lvs.AddDirector("node1", "192.168.33.140"))),
        new("a director with a worker's address", () => Lvs(lvs => lvs.AddDirector("lvs03", "192.168.33.12"))),
        new("a worker with another's name and address", () => Reference.Builder().AddWorker("node1", "192.168.33.12")),
        new("a worker with one's name and another's address", () => Reference.Builder().AddWorker("node1", "192.168.33.13")),
        new("a worker with another's second address", () => Reference.DualStack().AddWorker("node4", "192.168.33.15", node => node.WithSecondAddress("fd00:33::12"))),
        new("a worker whose second address is its first", () => Reference.DualStack().AddWorker("node4", "192.168.33.15", node => node.WithSecondAddress("192.168.33.15"))),
        .. Each("an endpoint called", name => Reference.Builder().WithEndpoint(name), "client", "clients"),

        .. Each("a label", key => Reference.Builder().AddWorker("node4", "192.168.33.15", node => node.WithLabel(key, "a")),
            "rack", "a_b.c-D9", "example.com/rack", "", "/", "a/", "/a", "a/b/c", "-a", "a-", "a.", "a b", "a b-", "Example.com/rack", Letters(63), Letters(64),
            "kubernetes.io/hostname", "kubernetes.io/arch", "kubernetes.io/os", "topology.kubernetes.io/zone", "topology.kubernetes.io/region", "node.kubernetes.io/instance-type", "kubelet.kubernetes.io/a", "node.kubernetes.io/a",
            "x.node.kubernetes.io/a", "kubernetes.io/role", "node-role.kubernetes.io/worker", "notkubernetes.io/a", "k8s.io/a", "a.k8s.io/a", "kubernetes.io"),
        .. Each("a label's value", value => Reference.Builder().AddWorker("node4", "192.168.33.15", node => node.WithLabel("rack", "r1").WithLabel("b", value)), "", "a_b.c-D9", "a,b", "_a", "a_", Letters(63), Letters(64)),
        .. Each("a taint", key => Reference.Builder().AddWorker("node4", "192.168.33.15", node => node.WithTaint(key)), "storage", "kubernetes.io/storage", "a b"),
        .. Each("a taint's value", value => Reference.Builder().AddWorker("node4", "192.168.33.15", node => node.WithTaint("rack").WithTaint("storage", value)), "nvme", "a b"),
        new("a label twice", () => Reference.Builder().AddWorker("node4", "192.168.33.15", node => node.WithLabel("rack", "a").WithLabel("rack", "b"))),
        new("a taint twice", () => Reference.Builder().AddWorker("node4", "192.168.33.15", node => node.WithTaint("rack", "a").WithTaint("rack", "b"))),
        new("a taint with two effects", () => Reference.Builder().AddWorker("node4", "192.168.33.15", node => node.WithTaint("rack").WithTaint("rack", effect: TaintEffect.NoExecute))),
        new("labels and taints of a control plane", () => Reference.Builder().Remove("master3").AddControlPlane("master4", "192.168.33.8", machine => machine.WithLabel("rack", "a").WithTaint("rack"))),
        new("a label of a client", () => Reference.Builder().AddClient("client2", "192.168.33.15", machine => machine.WithLabel("rack"))),
        new("a taint of a director", () => Lvs(lvs => lvs.AddDirector("lvs03", "192.168.33.140", configure: machine => machine.WithTaint("rack")))),
        new("a label of a machine for etcd", () => BrokenBuilders.OwnEtcd(2).AddEtcdMachine("etcd3", "192.168.33.43", machine => machine.WithLabel("rack"))),

        .. Each("a firewall", firewall => Reference.Builder().WithPreparation(new() { Firewall = firewall }), FirewallSetting.LeftAlone, FirewallSetting.Firewalld, FirewallSetting.Ufw),
        new("a firewall and its network", () => Reference.Builder().WithNetwork(machines: "192.168.33.0/24").WithPreparation(new() { Firewall = FirewallSetting.Ufw })),
        .. Each("a time server", server => Reference.Builder().WithPreparation(new() { SynchroniseTime = true, TimeServers = ["ntp.example", server] }), "192.168.33.1", "fd00::1", "ntp example", ""),
        new("time servers whom nobody asks", () => Reference.Builder().WithPreparation(new() { TimeServers = ["ntp.example"] })),
        new("time without servers", () => Reference.Builder().WithPreparation(new() { SynchroniseTime = true })),
    ];

    public static ClusterBuilder Lvs(Action<LvsPairBuilder> configure) => Reference.Builder().WithLvsPair("192.168.33.130", configure);

    private static ClusterBuilder ControlPlanes(int count) => Enumerable.Range(1, count).Aggregate(
        Reference.Builder().Remove("master").Remove("master2").Remove("master3"), (builder, i) => builder.AddControlPlane($"cp{i}", $"192.168.33.{20 + i}"));

    private static ClusterBuilder Directors(int count) => Enumerable.Range(1, count).Aggregate(
        Reference.Builder().Remove("lvs01").Remove("lvs02"), (builder, i) => builder.WithLvsPair("192.168.33.130", lvs => lvs.AddDirector($"lvs{i}", $"192.168.33.{140 + i}")));

    private static EtcdTopology.ExternalEndpoints External() => new()
    {
        Endpoints = [new("https://192.168.33.41:2379")], CertificateAuthority = BrokenBuilders.Certificate, ClientCertificate = BrokenBuilders.Certificate,
    };
}
