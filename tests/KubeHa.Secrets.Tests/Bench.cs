using KubeHa.Simulation;
using KubeHa.Templates;

namespace KubeHa.Secrets.Tests;

/// <summary>The simulated machines, everything that watches them, and the runs: what is seen goes into <see cref="Seen"/>.</summary>
internal sealed class Bench : IDisposable
{
    public const string ForeignPassword = "f0reignS";
    private const string Token = "qwerty.0a1s2d3f4g5h6j7k";
    private static readonly string ClientKey = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(System.Security.Cryptography.RSA.Create(2048).ExportRSAPrivateKeyPem()));
    private readonly DirectoryInfo disk = Directory.CreateTempSubdirectory("kubeha-secrets-");
    private readonly JumpingClock clock = new();
    private readonly World world = new(Create(), SimulatedShell.Dash);
    private readonly SpanWatch spans;
    private readonly SpyTransport transport;
    private readonly SeeingLogger logger;
    private ProcessWatch? processes;

    public Bench()
    {
        spans = new SpanWatch(Seen);
        transport = new SpyTransport(new SimulationTransport(world, clock), Seen);
        logger = new SeeingLogger(Seen);
        processes = new ProcessWatch(world, Seen);
        Folder = new ClusterFolder(Path.Combine(disk.FullName, "folder"));
    }

    public Haystack Seen { get; } = new();

    public ClusterFolder Folder { get; }

    public Cluster Cluster => world.Cluster;

    public string RootOf(string machine) => world.RootOf(machine);

    /// <summary>Applies the cluster; everything that anybody could print of it is seen.</summary>
    /// <param name="extend">Changes the plan.</param>
    public async Task<RunReport> ApplyAsync(Func<Plan, Plan>? extend = null)
    {
        var report = await Cluster.ApplyAsync(Runner(), new ApplyOptions
        {
            Folder = Folder,
            OnEvent = happened => Seen.Add("events", happened.ToString()),
            ExtendPlan = plan =>
            {
                plan = extend?.Invoke(plan) ?? plan;
                Seen.Add("plan as text", plan.ToText());
                Seen.Add("plan as JSON", plan.ToJson());
                return plan;
            },
        });
        See(report);
        return report;
    }

    public async Task<PreviewReport> PreviewAsync(Func<Plan, Plan>? extend = null)
    {
        var report = await Cluster.PreviewAsync(Runner(), new ApplyOptions { Folder = Folder, OnEvent = happened => Seen.Add("events", happened.ToString()), ExtendPlan = extend });
        See(report);
        return report;
    }

    private void See(PreviewReport report)
    {
        Seen.Add("preview", report.Failure);
        Seen.Add("plan as text", report.Plan.ToText());
        foreach (var step in report.Steps)
        {
            Seen.Add("preview", step.ToString());
            Seen.Add("preview", step.Difference);
            Seen.Add("preview", step.Message);
        }
    }

    /// <summary>Runs and previews a plan of one's own with the secrets of the cluster and of a run.</summary>
    public async Task<RunReport> RunAsync(Plan plan)
    {
        using var journal = new RunJournal(Folder, clock);
        var options = new RunOptions
        {
            Secrets = await Folder.LoadSecretsAsync(),
            RunSecrets = name => name == SecretNames.RunJoinToken ? new Secret(Token) : name == "run/kubeconfig" ? new Secret($"users:\n- name: x\n  user:\n    client-key-data: {ClientKey}\n") : null,
            OnEvent = happened =>
            {
                Seen.Add("events", happened.ToString());
                journal.Write(happened);
            },
        };
        var report = await Runner().RunAsync(plan, options);
        See(report);
        See(await Runner().PreviewAsync(plan, options));
        return report;
    }

    public async Task VerifyAsync()
    {
        var report = await Cluster.VerifyAsync(Runner());
        See(report.Run);
        Seen.Add("pages", HtmlReport.Of(Cluster, report));
        foreach (var result in report.Results)
        {
            Seen.Add("checks", result.ToString());
        }
    }

    public void Catch(Action work)
    {
        try
        {
            work();
        }
        catch (Exception thrown)
        {
            Seen.Add("exceptions", thrown.ToString());
        }
    }

    public void See(RunReport report)
    {
        Seen.Add("reports", report.Failure);
        Seen.Add("pages", HtmlReport.Of(Cluster, report));
        Seen.Add("observations", report.Observations.ToJson());
        foreach (var step in report.Steps)
        {
            Seen.Add("reports", step.ToString());
        }

        Catch(() => report.ThrowIfFailed());
    }

    /// <summary>Stops watching, takes in what lies on disks, and says what must not be found.</summary>
    public async Task<Needles> EndAsync()
    {
        processes?.Dispose();
        processes = null;
        foreach (var log in Directory.EnumerateFiles(Path.Combine(Folder.Path, "runs")))
        {
            foreach (var line in await File.ReadAllLinesAsync(log))
            {
                Seen.Add("run logs", line);
            }

            Seen.Add("pages", HtmlReport.Of(Cluster, RunRecords.Parse(await File.ReadAllTextAsync(log))));
        }

        var needles = new Needles().Add("the password that somebody else wrote", ForeignPassword);
        var secrets = await Folder.LoadSecretsAsync() ?? throw new InvalidOperationException("No secrets were saved.");
        foreach (var name in new[] { SecretNames.CaKey, SecretNames.FrontProxyCaKey, SecretNames.EtcdCaKey, SecretNames.ServiceAccountKey, SecretNames.VrrpPassword })
        {
            needles.Add(name, secrets.TryGet(name, out var secret) ? secret.Reveal() : throw new InvalidOperationException($"There is no {name}."));
        }

        foreach (var token in transport.Tokens)
        {
            // Its first half is its name, which is no secret.
            needles.Add("join token", token).Add("join token", token.Split('.')[1]);
        }

        foreach (var key in transport.ClientKeys)
        {
            needles.Add("client's key", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(key)));
        }

        foreach (var (name, path) in new[] { ("keepalived.conf", Path.Combine(RootOf("lvs1"), "etc/keepalived/keepalived.conf")), ("keepalived.conf", Path.Combine(RootOf("lvs2"), "etc/keepalived/keepalived.conf")), ("ca.key", Path.Combine(RootOf("cp1"), "etc/kubernetes/pki/ca.key")) })
        {
            if (File.Exists(path))
            {
                needles.AddHash(name, await File.ReadAllBytesAsync(path));
            }
        }

        return needles;
    }

    public void Dispose()
    {
        processes?.Dispose();
        spans.Dispose();
        world.Dispose();
        disk.Delete(recursive: true);
    }

    private PlanRunner Runner() => new(transport, logger, clock);

    // With adverts of version 2, which bear a password.
    private static Cluster Create()
    {
        var machines = SimulatedCluster.Create();
        return new ClusterBuilder("sim", "1.20.2")
            .AddControlPlane("cp1", machines.ControlPlanes[0].Address.ToString())
            .AddControlPlane("cp2", machines.ControlPlanes[1].Address.ToString())
            .AddControlPlane("cp3", machines.ControlPlanes[2].Address.ToString())
            .AddWorker("w1", machines.Workers[0].Address.ToString())
            .WithNetwork(pods: "10.244.0.0/16", services: "10.96.0.0/12", dnsDomain: "cluster.local", machines: "10.77.0.0/24")
            .WithLvsPair(SimulatedCluster.VirtualAddress, lvs => lvs.AddDirector("lvs1", "10.77.0.31", "eth0").AddDirector("lvs2", "10.77.0.32", "eth0").WithVrrp(VrrpSettings.Compatible))
            .WithPlatform(new Platform.Prepared())
            .WithRuntime(new ContainerRuntime.Containerd("1.6.20"))
            .Build();
    }
}
