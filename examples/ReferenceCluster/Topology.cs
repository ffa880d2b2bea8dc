using KubeHa;
using KubeHa.Templates;

namespace ReferenceCluster;

/// <summary>The reference cluster as published: three control planes with stacked etcd behind two directors, three workers, a client.</summary>
internal static class Topology
{
    public const string Name = "reference";

    public const string VirtualIp = "192.168.33.130";

    /// <summary>Who logs in where without a password: the first master on the others, and they on it. The cluster needs it for nothing.</summary>
    public static IReadOnlyList<MachineLogin> Logins { get; } = MachineLogin.Between("master", "master2", "master3");

    /// <summary>Kubernetes v1.19.3 on Docker 19.03.13 on CentOS 8, with packages from a mirror.</summary>
    public static ClusterBuilder Published() =>
        WithDirectors(WithMachines(new ClusterBuilder(Name, "1.19.3")), keepalived: new Version(2, 0, 10))
            .WithPlatform(new Platform.RedHatLike(8, new PackageMirror(
                Kubernetes: new Uri("https://mirror.example.com/kubernetes/yum/repos/kubernetes-el7-x86_64/"),
                Docker: new Uri("https://mirror.example.com/docker-ce/linux/centos/8/x86_64/stable/"))))
            .WithRuntime(new ContainerRuntime.Docker("19.03.13"));

    /// <summary>The machines that published cluster and lab have in common.</summary>
    public static ClusterBuilder WithMachines(ClusterBuilder builder) => builder
        .AddControlPlane("master", "192.168.33.11")
        .AddControlPlane("master2", "192.168.33.10")
        .AddControlPlane("master3", "192.168.33.9")
        .AddWorker("node1", "192.168.33.12")
        .AddWorker("node2", "192.168.33.13")
        .AddWorker("node3", "192.168.33.14")
        .AddClient("client", "192.168.33.131")
        .WithNetwork(pods: "10.244.0.0/16", services: "10.96.0.0/12", dnsDomain: "cluster.local", machines: "192.168.33.0/24");

    /// <summary>The directors with what rendering must know of them. Typed here, so that everything can be rendered without a machine.</summary>
    public static ClusterBuilder WithDirectors(ClusterBuilder builder, Version keepalived)
    {
        var facts = new MachineFacts { Interface = "eth0", PrefixLength = 24, Keepalived = keepalived };
        return builder.WithLvsPair(VirtualIp, lvs => lvs
            .AddDirector("lvs01", "192.168.33.132", "eth0", director => director.WithFacts(facts))
            .AddDirector("lvs02", "192.168.33.133", "eth0", director => director.WithFacts(facts)));
    }
}
