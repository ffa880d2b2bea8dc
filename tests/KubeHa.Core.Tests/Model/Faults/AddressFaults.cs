using static KubeHa.Tests.Fault;

namespace KubeHa.Tests;

/// <summary>Addresses, networks, families and ports.</summary>
internal static class AddressFaults
{
    public static IEnumerable<Fault> All =>
    [
        .. Each("an address of the kind of", address => Worker(address), "0.1.2.3", "127.0.1.1", "169.254.1.1", "224.0.0.18", "255.255.255.255", "128.0.0.1"),
        .. Each("an IPv6 address of the kind of", address => Reference.Ipv6().AddWorker("node4", address), "::1", "fe80::4", "ff02::12", "fd00:33::15"),
        new("a virtual address that is loopback", () => Reference.Builder().WithLvsPair("127.0.0.1", _ => { })),
        .. Each("a second address of the kind of", address => Second(address), "fe80::4", "fd00:10:244::5", "fd00:10:96::5", "fd00:34::15", "fd00:33::", "192.168.34.15"),
        .. Each("an address in 192.168.33.0/24", address => Worker(address).WithNetwork(machines: "192.168.33.0/24"), "192.168.33.0", "192.168.33.1", "192.168.33.254", "192.168.33.255", "192.168.34.1"),
        .. Each("192.168.33.15 with the prefix length", length => Worker("192.168.33.15", length), 30, 31, 32),
        new("192.168.33.15 with a prefix length of its own in the machines' network", () => Worker("192.168.33.15", 30).WithNetwork(machines: "192.168.33.0/24")),
        .. Each("192.168.33.28 with the prefix length", length => Worker("192.168.33.28", length), 29, 30, 31),
        .. Each("fd00:33::20 with the prefix length", length => Reference.Ipv6().AddWorker("node4", "fd00:33::20", node => node.WithFacts(new() { PrefixLength = length })), 123, 126, 127),
        .. Each("a virtual address in 192.168.33.0/24", address => Reference.Builder().WithNetwork(machines: "192.168.33.0/24").WithLvsPair(address, _ => { }), "192.168.33.0", "192.168.33.255", "192.168.34.1"),
        new("a virtual address that ends the directors' subnet", () => Lengths(Reference.Builder(), 24, "lvs01", "lvs02").WithLvsPair("192.168.33.255", _ => { })),
        .. Each("a virtual address outside of the directors' subnet", forwarding => Far(forwarding, "lvs02"), Forwardings),
        .. Each("a virtual address outside of a control plane's subnet", forwarding => Far(forwarding, "master2"), Forwardings),
        .. Each("a virtual address outside of a worker's subnet", forwarding => Far(forwarding, "node2"), Forwardings),
        .. Each("a virtual address", address => Reference.Builder().WithLvsPair(address, _ => { }), "192.168.33.12", "10.244.0.7", "10.96.0.1"),
        new("a virtual address that is a second one", () => Reference.DualStack().WithLvsPair("fd00:33::12", _ => { })),
        .. Each("a second virtual address", address => Reference.TwoVirtualAddresses(address), "fd00:33::64", "192.168.33.129", "fe80::64", "fd00:33::12", "fd00:33::", "fd00:34::64", "fd00:10:244::5", "fd00:10:96::5"),
        new("a second virtual address that is a first one", () => Reference.TwoVirtualAddresses("192.168.33.12")),
        new("a second virtual address, and machines with one", () => Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.WithSecondVirtualAddress("fd00:33::64"))),
        new("a second virtual address, and pods of both families", () => Reference.DualStack().Remove("master").AddControlPlane("master", "192.168.33.11").WithLvsPair("192.168.33.130", lvs => lvs.WithSecondVirtualAddress("fd00:33::64"))),
        .. Each("a second virtual address, forwarded by", forwarding => Reference.TwoVirtualAddresses().WithLvsPair("192.168.33.130", lvs => lvs.WithForwarding(forwarding)), Forwardings),
        .. Each("a second virtual address, and keepalived", version => Reference.TwoVirtualAddresses().WithFacts("lvs02", new() { Keepalived = Version.Parse(version) }), "1.3.5", "2.0.10"),
        .. Each("second addresses behind a firewall, and machines in", machines => Reference.DualStack().WithNetwork("10.244.0.0/16,fd00:10:244::/56", "10.96.0.0/16,fd00:10:96::/112", machines: machines)
            .WithPreparation(new() { Firewall = FirewallSetting.Firewalld }), null, "192.168.33.0/24", "192.168.33.0/24,fd00:33::/64"),
        new("a second virtual address beside none", () => Reference.TwoVirtualAddresses().WithLvsPair("vip", _ => { })),
        .. Each("an address", address => Worker(address), "10.244.0.7", "10.244.255.255", "10.245.0.0", "10.96.0.1", "fd00::4"),

        .. Each("the endpoint's port", port => Reference.Builder().WithEndpoint(port: port), [-1, 0, 1, 443, 65535, 65536, 22, 2379, 2380, 2381, 10248, 10249, 10250, 10256, 10257, 10259]),
        .. Each("the apiservers' port, translated", port => Forwarded(new LvsForwarding.Masquerade(), port), 0, 1, 6443, 65535, 65536, 10250),
        .. Each("the apiservers' port, forwarded by", forwarding => Forwarded(forwarding, 6443), Forwardings),
        .. Each("the endpoint's port as the apiservers', forwarded by", forwarding => Forwarded(forwarding, 443), Forwardings),
        new("the apiservers' port without directors", () => new ClusterBuilder("reference", "1.20.2").AddControlPlane("a", "192.168.33.9").WithEndpoint(port: 443, apiServerPort: 6443)),

        .. Each("pods in", pods => Reference.Builder().WithNetwork(pods: pods),
            "10.0.0.0/7", "10.0.0.0/8", "172.0.0.0/8", "172.16.0.0/21", "172.16.0.0/22", "172.16.0.0/24", "172.16.0.0/25", "10.96.0.0/16", "169.254.0.0/16", "192.168.0.0/16"),
        .. Each("pods in IPv6 in", pods => Reference.Ipv6().WithNetwork(pods: pods, services: "fd00:10:96::/112"), "fd00:10:240::/47", "fd00:10:244::/48", "fd00:10:244::/64", "fd00:10:244::/65", "fe80::/56"),
        .. Each("eight ranges for nodes", workers => Enumerable.Range(1, workers).Aggregate(Reference.Builder().WithNetwork(pods: "172.16.0.0/21"), (builder, i) => builder.AddWorker($"more{i}", $"192.168.33.{20 + i}")), 2, 3),
        .. Each("services in", services => Reference.Builder().WithNetwork(services: services), "172.0.0.0/11", "172.16.0.0/12", "172.16.0.0/28", "172.16.0.0/29", "224.0.0.0/16", "192.168.33.0/24"),
        .. Each("services in IPv6 in", services => Reference.Ipv6().WithNetwork(pods: "fd00:10:244::/56", services: services), "fd00:10:80::/107", "fd00:10:96::/108", "fd00:10:96::/124", "fd00:10:96::/125"),
        .. Each("pods and services in", networks => Reference.DualStack().WithNetwork(networks.Split(' ')[0], networks.Split(' ')[1], machines: "192.168.33.0/24,fd00:33::/64"),
            "10.244.0.0/16,fd00:10:244::/65 10.96.0.0/16,fd00:10:96::/107", "10.244.0.0/16,fd00:10:244::/56 10.96.0.0/16,fd00:10:244::/112", "10.244.0.0/16,10.245.0.0/16 10.96.0.0/16", "10.244.0.0/16,10.244.0.0/17 10.96.0.0/16",
            "10.244.0.0/16,fd00:10:244::/56 10.96.0.0/16,10.97.0.0/16", "10.244.0.0/16 10.96.0.0/16,fd00:10:96::/112", "10.244.0.0/16,x 10.96.0.0/16,fd00:10:96::/112", "10.244.0.0/16,fd00:33::/56 10.96.0.0/16", "10.244.0.0/16,fd00:10:244::/64 10.96.0.0/16",
            "10.244.0.0/16,fe80::/56 10.96.0.0/16,ff00::/112", "fd00:10:244::/56,10.244.0.0/16 10.96.0.0/16"),
        .. Each("machines in", machines => Reference.DualStack().WithNetwork("10.244.0.0/16,fd00:10:244::/56", "10.96.0.0/16,fd00:10:96::/112", machines: machines),
            "192.168.33.0/24", "192.168.33.0/24,fd00:33::/64", "192.168.33.0/24,192.168.34.0/24", "192.168.33.0/24,fd00:34::/64", "127.0.0.0/8", "10.0.0.0/8", "192.168.33.0/24,fe80::/64", "192.168.33.0/24,fd00:10:244::/64", "fd00:33::/64"),
        new("two machines' subnet in the pods' network", () => Lengths(Reference.Builder().WithNetwork(pods: "192.168.0.0/19"), 16, "node1", "node2")),
        new("a machine's subnet in the services' network", () => Lengths(Reference.Builder().WithNetwork(services: "192.168.0.0/19"), 16, "node3")),
        new("a machine's subnet that the machines' network answers for", () => Lengths(Reference.Builder().WithNetwork(pods: "192.168.0.0/19", machines: "192.168.33.0/24"), 16, "node1")),

        .. Each("both families with Kubernetes", version => Reference.DualStack(version), "1.19.16", "1.20.0"),
        new("both families and a node with one", () => Reference.DualStack().AddWorker("node4", "192.168.33.15").AddClient("client2", "192.168.33.16")),
        .. Each("IPv6 forwarded by", forwarding => Reference.Ipv6().WithLvsPair("fd00:33::64", lvs => lvs.WithForwarding(forwarding)), Forwardings),
        new("IPv6 and adverts to all", () => Reference.Ipv6().WithLvsPair("fd00:33::64", lvs => lvs.WithMulticastAdverts())),
        .. Each("IPv6 by", vrrp => Reference.Ipv6().WithLvsPair("fd00:33::64", lvs => lvs.WithVrrp(vrrp)), VrrpSettings.Compatible, VrrpSettings.Default),
        .. Each("IPv6 by a keepalived", version => Reference.Ipv6().WithFacts("lvs02", new MachineFacts { Keepalived = version }), new Version(1, 4, 5), new Version(2, 0)),
        new("IPv4 with what IPv6 cannot", () => MachineFaults.Lvs(lvs => lvs.WithForwarding(new LvsForwarding.Tunnel()).WithMulticastAdverts().WithVrrp(VrrpSettings.Compatible)).WithFacts("lvs01", new MachineFacts { Keepalived = new Version(1, 3, 5) })),
    ];

    private static LvsForwarding[] Forwardings => [new LvsForwarding.DirectRouting(), new LvsForwarding.Masquerade(), new LvsForwarding.Tunnel()];

    private static ClusterBuilder Worker(string address, int? length = null) => Reference.Builder().AddWorker("node4", address, node => node.WithFacts(new() { PrefixLength = length }));

    private static ClusterBuilder Second(string address) => Reference.DualStack().AddWorker("node4", "192.168.33.15", node => node.WithSecondAddress(address));

    private static ClusterBuilder Lengths(ClusterBuilder builder, int length, params string[] machines) => machines.Aggregate(builder, (one, machine) => one.WithFacts(machine, new MachineFacts { PrefixLength = length }));

    private static ClusterBuilder Far(LvsForwarding forwarding, string machine) => Lengths(MachineFaults.Lvs(lvs => lvs.WithForwarding(forwarding)), 30, machine);

    private static ClusterBuilder Forwarded(LvsForwarding forwarding, int port) => MachineFaults.Lvs(lvs => lvs.WithForwarding(forwarding)).WithEndpoint(port: 443, apiServerPort: port);
}
