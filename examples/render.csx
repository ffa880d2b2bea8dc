#r "nuget: KubeHa.Templates, 0.1.0"

using KubeHa;

// A script that shows one file of a cluster, without any machine.
var cluster = new ClusterBuilder("scripted", "1.20.2")
    .AddControlPlane("cp1", "10.0.0.11").AddControlPlane("cp2", "10.0.0.12").AddControlPlane("cp3", "10.0.0.13")
    .WithLvsPair("10.0.0.100", lvs => lvs
        .AddDirector("lvs1", "10.0.0.2", "eth0", Debian12)
        .AddDirector("lvs2", "10.0.0.3", "eth0", Debian12))
    .Build();

var configs = cluster.Render();
Console.WriteLine(configs["lvs1", "/etc/keepalived/keepalived.conf"].Content);
Console.WriteLine($"{configs.Count} files");

void Debian12(MachineBuilder director) => director.WithFacts(new MachineFacts { PrefixLength = 24, Keepalived = new Version(2, 2, 7) });
