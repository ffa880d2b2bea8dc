#:project ../src/KubeHa.Templates
#:property PublishAot=false

using KubeHa;

// A unit test of a cluster's configuration needs no more than this: every mistake at once, or every file.
var builder = new ClusterBuilder("rendered", "1.20.2")
    .AddControlPlane("cp1", "10.0.0.11").AddControlPlane("cp2", "10.0.0.12").AddControlPlane("cp3", "10.0.0.13")
    .AddWorker("w1", "10.0.0.21")
    .WithLvsPair("10.0.0.100", lvs => lvs
        .AddDirector("lvs1", "10.0.0.2", "eth0", Debian12)
        .AddDirector("lvs2", "10.0.0.3", "eth0", Debian12));

if (!builder.TryBuild(out var cluster, out var diagnostics))
{
    Console.Error.WriteLine(string.Join('\n', diagnostics));
    return 2;
}

var configs = cluster.Render();
foreach (var file in configs)
{
    Console.WriteLine($"{file.Host,-6} {file.Path}");
}

Console.WriteLine($"{configs.Count} files");
return 0;

static void Debian12(MachineBuilder director) => director.WithFacts(new MachineFacts { PrefixLength = 24, Keepalived = new Version(2, 2, 7) });
