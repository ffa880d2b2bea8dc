namespace KubeHa.Simulation;

/// <summary>The topology that is broken: as small as keeps every rule of the runbooks alive. Three control planes, because the second and the third join differently; one worker; two directors.</summary>
public static class SimulatedCluster
{
    public const string VirtualAddress = "10.77.0.100";

    public static Cluster Create() => new ClusterBuilder("sim", "1.20.2")
        .AddControlPlane("cp1", "10.77.0.11")
        .AddControlPlane("cp2", "10.77.0.12")
        .AddControlPlane("cp3", "10.77.0.13")
        .AddWorker("w1", "10.77.0.21")
        .WithNetwork(pods: "10.244.0.0/16", services: "10.96.0.0/12", dnsDomain: "cluster.local", machines: "10.77.0.0/24")
        .WithLvsPair(VirtualAddress, lvs => lvs.AddDirector("lvs1", "10.77.0.31", "eth0").AddDirector("lvs2", "10.77.0.32", "eth0"))
        .WithPlatform(new Platform.Prepared())
        .WithRuntime(new ContainerRuntime.Containerd("1.6.20"))
        .Build();
}
