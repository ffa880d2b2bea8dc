using static KubeHa.Tests.Fault;

namespace KubeHa.Tests;

/// <summary>Names, addresses, versions, paths and what else is one text.</summary>
internal static class TextFaults
{
    public static IEnumerable<Fault> All =>
    [
        .. Each("the cluster's name", name => Reference.Builder(name: name), "", "a", Letters(63), Letters(64), "myCluster", "my_cluster", "-a", "a-", "localhost", "12", "1a"),
        .. Each("a worker's name", name => Reference.Builder().AddWorker(name, "192.168.33.15"),
            "node-4", "a.b", "it's", "n\u00f6de", "\u00c5", "\u001f !~\u007f\u0080\u202e1", "a\u001b[2J", Letters(65), "localhost", "4"),
        .. Each("the endpoint's name", name => Reference.Builder().WithEndpoint(name),
            "api.example", "", "Api", "localhost", "localhost.example", "192.168.33.130", "fd00::1", "api..example", "api.example.", "api.Example", "api.-a", "api.1", "1.api", "api.1a", Dns(253), Dns(254), Letters(63) + ".a", Letters(64) + ".a"),
        .. Each("the DNS domain", domain => Reference.Builder().WithNetwork(dnsDomain: domain), "k8s.example", "", "cluster local"),
        .. Each("a worker's address", address => Reference.Builder().AddWorker("node4", address), "192.168.33.15", "192.168.33", "192.168.33.256", "node4", "::ffff:192.168.33.15", "[fd00:33::15]"),
        .. Each("a second address", address => Reference.DualStack().AddWorker("node4", "192.168.33.15", node => node.WithSecondAddress(address)), "fd00:33::15", "", "fd00:33::15%eth0"),
        .. Each("the virtual address", address => Reference.Builder().WithLvsPair(address, _ => { }), "192.168.33.129", "vip"),
        .. Each("the second virtual address", address => Reference.TwoVirtualAddresses(address), "", "vip", "[fd00:33::64]", "fd00:33::64/128"),
        .. Each("the pods' network", network => Reference.Builder().WithNetwork(pods: network), "10.244.0.0", "10.244.0.0/33", "10.244.0.1/16", "10.244.0.0/16,", "10.244.0.0/16,fd00::1/56"),
        .. Each("the services' network", network => Reference.Builder().WithNetwork(services: network), "services", "10.96.0.1/12"),
        .. Each("the machines' network", network => Reference.Builder().WithNetwork(machines: network), "machines", "192.168.33.1/24", "192.168.33.0/24"),
        .. Each("the version of Kubernetes", version => Reference.Builder(version),
            "1.20", "", "stable", "v1.20.2", "1.18.20", "1.19.0", "1.20.15", "1.20.16", "1.37.0", "1.38.0", "2.20.2"),

        .. Each("etcd's data directory", path => Reference.Builder().WithEtcd(new EtcdTopology.Stacked { DataDirectory = path }),
            "/srv/etcd_1.A-z", "", "data", "/", "/var//lib", "/var/lib/", "/var/./lib", "/var/../etc", "/var/lib etcd", "/" + Letters(254), "/" + Letters(255)),
        new("the directory of network plugins: containerd", () => Reference.Builder().WithRuntime(new ContainerRuntime.Containerd("1.6.20") { CniBinaryDirectory = "cni" })),
        new("the directory of network plugins: CRI-O", () => Reference.Builder().WithRuntime(new ContainerRuntime.CriO("1.20.7") { CniBinaryDirectory = "cni" })),
        new("the directory of network plugins: cri-dockerd", () => Reference.Builder("1.24.17").WithRuntime(new ContainerRuntime.CriDockerd("0.3.15", "27.3.1") { CniBinaryDirectory = "cni" })),
        .. Each("the directory of archives", path => Reference.Builder().WithImages(new ImageSource.Archives(path)), "/srv/images", "images"),
        .. Each("an interface", name => Reference.Builder().WithFacts("node1", new MachineFacts { Interface = name }), "eth0", "", Letters(15), Letters(16), ".", "..", "lo", "-e", "eth/0", "br_0.1-a"),
        .. Each("a kernel module", name => Reference.Builder().WithKernelModules("overlay", name), "ip_vs-1", "", null!, "ip vs", "_ip", Letters(55), Letters(56)),
        .. Each("an ignored preflight error", name => BrokenBuilders.Kubeadm(new() { IgnoredPreflightErrors = ["NumCPU", name] }), "a._-b", "", "all", "ALL", "Num CPU", ".a", Letters(128), Letters(129)),
        .. Each("the image repository", name => Reference.Builder().WithImages(new ImageSource.Registry(name)),
            null, "registry.example:5000/k8s_a-b", "localhost:5000", "", "https://registry.example", "Registry.example", "registry example", "/k8s", "registry.example//k8s", "registry.example/", "registry.example:", "registry.example/k8s:v1", Letters(255), Letters(256)),
        .. Each("a prefix length", length => Reference.Builder().WithFacts("node1", new MachineFacts { PrefixLength = length }), 0, 1, 32, 33),
        .. Each("a prefix length in IPv6", length => Reference.Ipv6().WithFacts("node1", new MachineFacts { PrefixLength = length }), 0, 128, 129),
        .. Each("a prefix length beside no address", length => Reference.Builder().AddWorker("node4", "x", node => node.WithFacts(new MachineFacts { PrefixLength = length })), 128, 129),
        .. Each("an operating system", text => Reference.Builder().WithFacts("node1", new MachineFacts { OperatingSystem = text }), "debian", "", "Debian GNU/Linux"),
        .. Each("its version", text => Reference.Builder().WithFacts("node1", new MachineFacts { OperatingSystemVersion = text }), "12", "12 (bookworm)"),
        .. Each("an architecture", text => Reference.Builder().WithFacts("node1", new MachineFacts { Architecture = text }), "x86_64", "x86 64"),
        .. Each("a kernel", text => Reference.Builder().WithFacts("node1", new MachineFacts { Kernel = text }), "6.1.0-18+deb12~1:a_b", "#1 SMP", Letters(128), Letters(129)),
    ];

    private static string Dns(int length) => string.Join('.', Enumerable.Repeat(Letters(63), 4))[..length];
}
