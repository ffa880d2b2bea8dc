namespace KubeHa.Tests;

/// <summary>The reference cluster, for tests to break.</summary>
internal static class Reference
{
    public static ClusterBuilder Builder(string version = "1.20.2", string name = "reference") => new ClusterBuilder(name, version)
        .AddControlPlane("master", "192.168.33.11").AddControlPlane("master2", "192.168.33.10").AddControlPlane("master3", "192.168.33.9")
        .AddWorker("node1", "192.168.33.12").AddWorker("node2", "192.168.33.13").AddWorker("node3", "192.168.33.14")
        .AddClient("client", "192.168.33.131")
        .WithLvsPair("192.168.33.130", lvs => lvs
            .AddDirector("lvs01", "192.168.33.132", "eth0")
            .AddDirector("lvs02", "192.168.33.133", "eth0"));

    /// <summary>The same in IPv6 alone.</summary>
    public static ClusterBuilder Ipv6(string version = "1.20.2") => new ClusterBuilder("reference", version)
        .AddControlPlane("master", "fd00:33::11").AddControlPlane("master2", "fd00:33::10").AddControlPlane("master3", "fd00:33::9")
        .AddWorker("node1", "fd00:33::12").AddWorker("node2", "fd00:33::13").AddWorker("node3", "fd00:33::14")
        .AddClient("client", "fd00:33::65")
        .WithNetwork(pods: "fd00:10:244::/56", services: "fd00:10:96::/112")
        .WithLvsPair("fd00:33::64", lvs => lvs
            .AddDirector("lvs01", "fd00:33::66", "eth0")
            .AddDirector("lvs02", "fd00:33::67", "eth0"));

    /// <summary>The same with pods and services of both families; every node has an address of each.</summary>
    public static ClusterBuilder DualStack(string version = "1.21.14") => new ClusterBuilder("reference", version)
        .AddControlPlane("master", "192.168.33.11", With("fd00:33::11")).AddControlPlane("master2", "192.168.33.10", With("fd00:33::10")).AddControlPlane("master3", "192.168.33.9", With("fd00:33::9"))
        .AddWorker("node1", "192.168.33.12", With("fd00:33::12"))
        .AddClient("client", "192.168.33.131")
        .WithNetwork(pods: "10.244.0.0/16,fd00:10:244::/56", services: "10.96.0.0/16,fd00:10:96::/112", machines: "192.168.33.0/24,fd00:33::/64")
        .WithLvsPair("192.168.33.130", lvs => lvs
            .AddDirector("lvs01", "192.168.33.132", "eth0")
            .AddDirector("lvs02", "192.168.33.133", "eth0"));

    /// <summary>The same with a virtual address of each family.</summary>
    public static ClusterBuilder TwoVirtualAddresses(string second = "fd00:33::64") => DualStack().Remove("client").AddClient("client", "192.168.33.131", With("fd00:33::65"))
        .Remove("lvs01").Remove("lvs02")
        .WithLvsPair("192.168.33.130", lvs => lvs
            .AddDirector("lvs01", "192.168.33.132", "eth0", With("fd00:33::66"))
            .AddDirector("lvs02", "192.168.33.133", "eth0", With("fd00:33::67"))
            .WithSecondVirtualAddress(second));

    private static Action<MachineBuilder> With(string secondAddress) => machine => machine.WithSecondAddress(secondAddress);

    public static IReadOnlyList<Diagnostic> Diagnose(this ClusterBuilder builder)
    {
        builder.TryBuild(out _, out var diagnostics);

        return diagnostics;
    }
}
