#:project ../src/KubeHa.Templates
#:project ../src/KubeHa.Ssh
#:property PublishAot=false

using KubeHa;
using KubeHa.Ssh;
using KubeHa.Templates;

Cluster cluster = new ClusterBuilder("reference", "1.20.2")
    .AddControlPlane("master", "192.168.33.11").AddControlPlane("master2", "192.168.33.10").AddControlPlane("master3", "192.168.33.9")
    .AddWorker("node1", "192.168.33.12").AddWorker("node2", "192.168.33.13").AddWorker("node3", "192.168.33.14")
    .AddClient("client", "192.168.33.131")
    .WithLvsPair("192.168.33.130", lvs => lvs
        .AddDirector("lvs01", "192.168.33.132", "eth0", Debian12)
        .AddDirector("lvs02", "192.168.33.133", "eth0", Debian12))
    .WithNetwork(machines: "192.168.33.0/24")
    .Build();                                                       // or every mistake at once

ConfigSet files = cluster.Render();                                 // every file of every machine, secrets as names only
Plan plan = cluster.PlanConvergence(files, Observations.None);      // every step, as for bare machines
Console.Write(plan.ToText());

if (args is [var inventory])                                        // so far no machine was needed
{
    var runner = new PlanRunner(new SshTransport(SshInventory.Load(inventory).Options));
    RunReport report = await cluster.ApplyAsync(runner, new ApplyOptions
    {
        Folder = new ClusterFolder("./reference-cluster"),          // secrets are kept here, for their owner only
        OnEvent = Console.WriteLine,
    });
    report.ThrowIfFailed();

    CheckReport verified = await cluster.VerifyAsync(runner);
    Console.WriteLine(string.Join('\n', verified.Results));
    return verified.Passed ? 0 : 1;
}

return 0;

static void Debian12(MachineBuilder director) => director.WithFacts(new MachineFacts { PrefixLength = 24, Keepalived = new Version(2, 2, 7) });
