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

    public static IReadOnlyList<Diagnostic> Diagnose(this ClusterBuilder builder)
    {
        builder.TryBuild(out _, out var diagnostics);

        return diagnostics;
    }
}
