namespace KubeHa.Reports.Tests;

/// <summary>Clusters of other shapes than the reference cluster's.</summary>
internal static class OtherClusters
{
    /// <summary>Three directors, five control planes, two clients, many workers, one of them with the longest name there may be.</summary>
    public static Cluster Large(int workers)
    {
        var builder = new ClusterBuilder("large", "1.20.2").WithNetwork(pods: "172.16.0.0/13", machines: "10.1.0.0/16")
            .AddClient("client1", "10.1.0.4").AddClient("client2", "10.1.0.5")
            .WithLvsPair("10.1.0.100", lvs => lvs.AddDirector("lvs1", "10.1.0.1", "eth0").AddDirector("lvs2", "10.1.0.2", "eth0").AddDirector("lvs3", "10.1.0.3", "eth0"));
        for (var i = 1; i <= 5; i++)
        {
            builder.AddControlPlane($"cp{i}", $"10.1.1.{i}");
        }

        for (var i = 0; i < workers; i++)
        {
            builder.AddWorker(i == 3 ? "a-name-as-long-as-a-name-of-a-machine-may-be-in-this-world-abcd" : $"w{i}", $"10.1.{2 + (i / 250)}.{1 + (i % 250)}");
        }

        return builder.Build();
    }

    /// <summary>One control plane and nothing that dials it.</summary>
    public static Cluster Small { get; } = new ClusterBuilder("small", "1.20.2").WithNetwork(machines: "10.1.0.0/24").AddControlPlane("cp1", "10.1.0.11")
        .WithLvsPair("10.1.0.100", lvs => lvs.AddDirector("lvs1", "10.1.0.1", "eth0").AddDirector("lvs2", "10.1.0.2", "eth0")).Build();
}
