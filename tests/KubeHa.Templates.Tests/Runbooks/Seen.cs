using FluentAssertions;

namespace KubeHa.Templates.Tests;

/// <summary>
/// What machines said, told in short words: every machine is reached and bare until something else is said of it. One truth is told by all
/// live control planes: the same etcd members, the same nodes.
/// </summary>
internal sealed class Seen
{
    private static readonly string[] AllMarks =
        ["kubelet.conf", "admin.conf", "manifests/etcd.yaml", "manifests/kube-apiserver.yaml", "pki/apiserver.crt", "etcd-data", "kubelet-config"];

    private readonly Dictionary<string, List<string>> marks = [];
    private readonly List<string> live = [];
    private readonly List<string> etcdAnswers = [];
    private readonly List<(string Machine, bool Started)> members = [];
    private IReadOnlyList<(string Machine, bool Named, bool Served)> ownEtcd = [];
    private readonly List<string> nodes = [];
    private readonly HashSet<string> owners = [];
    private readonly Dictionary<string, IReadOnlyList<string>> ownNodes = [];
    private readonly Dictionary<string, IReadOnlyList<(string Machine, bool Started)>> ownMembers = [];
    private readonly Dictionary<string, string> unreachable = [];
    private readonly HashSet<string> unseen = [];
    private readonly List<(string Host, string Fact, string From, string To)> changes = [];
    private readonly List<(string Host, string Fact, string? Text)> replaced = [];

    private readonly Lazy<ConfigSet> configs;

    public Seen(Cluster? cluster = null)
    {
        Cluster = cluster ?? ReferenceClusters.InTheLab;
        configs = new(() => Cluster.Render());
    }

    public Cluster Cluster { get; }

    public static Seen Bare() => new();

    /// <summary>All as it should be: three members behind lvs01, three workers.</summary>
    public static Seen Converged() => Bare().Live("master", "master2", "master3").Joined("node1", "node2", "node3").Owns("lvs01");

    /// <summary>Control planes that are members and answer.</summary>
    public Seen Live(params string[] machines)
    {
        foreach (var machine in machines)
        {
            Asleep(machine).HasNode(machine);
            live.Add(machine);
            etcdAnswers.Add(machine);
        }

        return this;
    }

    /// <summary>Control planes with all that a member has, whose apiserver and etcd do not answer.</summary>
    public Seen Asleep(params string[] machines)
    {
        foreach (var machine in machines)
        {
            Marks(machine, AllMarks);
            members.Add((machine, true));
        }

        return this;
    }

    /// <summary>Machines of etcd's own that have its data; those among them that started for the first time are told to others by name.</summary>
    public Seen HasEtcdData(params string[] machines)
    {
        foreach (var machine in machines)
        {
            Marks(machine, "manifests/etcd.yaml", "etcd-data");
        }

        return this;
    }

    /// <summary>The etcd that runs on these machines of its own lists members, with those that served clients once.</summary>
    public Seen EtcdRuns(string[] machines, params (string Machine, bool Named, bool Served)[] listed)
    {
        etcdAnswers.AddRange(machines);
        ownEtcd = [.. listed.Length > 0 ? listed : machines.Select(machine => (machine, true, true))];
        return HasEtcdData(machines);
    }

    /// <summary>Control planes that etcd lists and that never started it.</summary>
    public Seen Announced(params string[] machines)
    {
        members.AddRange(machines.Select(machine => (machine, false)));
        return this;
    }

    /// <summary>A control plane that etcd lists, whatever it is itself.</summary>
    public Seen StillAMember(string machine)
    {
        members.Add((machine, true));
        return this;
    }

    /// <summary>Etcd of these lists its members although no apiserver answers.</summary>
    public Seen EtcdAnswersOn(params string[] machines)
    {
        etcdAnswers.AddRange(machines);
        return this;
    }

    /// <summary>Etcd of nobody lists its members.</summary>
    public Seen EtcdIsMute()
    {
        etcdAnswers.Clear();
        return this;
    }

    public Seen Marks(string machine, params string[] what)
    {
        marks[machine] = [.. marks.GetValueOrDefault(machine) ?? [], .. what];
        return this;
    }

    /// <summary>Workers that are members.</summary>
    public Seen Joined(params string[] workers)
    {
        foreach (var worker in workers)
        {
            Marks(worker, "kubelet.conf", "kubelet-config").HasNode(worker);
        }

        return this;
    }

    public Seen HasNode(params string[] machines)
    {
        nodes.AddRange(machines);
        return this;
    }

    public Seen Owns(string director)
    {
        owners.Add(director);
        return this;
    }

    public Seen Unreachable(params string[] machines)
    {
        foreach (var machine in machines)
        {
            unreachable[machine] = "no route to host";
        }

        return this;
    }

    /// <summary>Machines that nobody looked at, as in a run for one machine.</summary>
    public Seen OnlyLookedAt(params string[] machines)
    {
        unseen.UnionWith(Cluster.Machines.Select(machine => machine.Name).Except(machines));
        return this;
    }

    /// <summary>A control plane whose apiserver has other nodes than what is true.</summary>
    public Seen ListsNodes(string machine, params string[] list)
    {
        ownNodes[machine] = list;
        return this;
    }

    /// <summary>A control plane whose etcd lists other members than what is true.</summary>
    public Seen ListsMembers(string machine, params (string Machine, bool Started)[] list)
    {
        ownMembers[machine] = list;
        return this;
    }

    /// <summary>Another text in one fact of one machine; the old one must be there.</summary>
    public Seen But(string host, string fact, string from, string to)
    {
        changes.Add((host, fact, from, to));
        return this;
    }

    /// <summary>Another fact, or none.</summary>
    public Seen Instead(string host, string fact, string? text)
    {
        replaced.Add((host, fact, text));
        return this;
    }

    public Observations Build()
    {
        var facts = new Dictionary<(string Host, string Fact), string>();
        foreach (var machine in Cluster.Machines.Where(machine => !unreachable.ContainsKey(machine.Name) && !unseen.Contains(machine.Name)))
        {
            foreach (var (fact, text) in FactsOf(machine))
            {
                facts[(machine.Name, fact)] = text.ReplaceLineEndings("\n").TrimEnd('\n');
            }
        }

        foreach (var (host, fact, text) in replaced)
        {
            facts.Remove((host, fact));
            if (text is not null)
            {
                facts[(host, fact)] = text;
            }
        }

        foreach (var (host, fact, from, to) in changes)
        {
            facts[(host, fact)].Should().Contain(from, "only what is there can be changed");
            facts[(host, fact)] = facts[(host, fact)].Replace(from, to, StringComparison.Ordinal);
        }

        return new Observations(facts, unreachable);
    }

    public ClusterState State() => ClusterState.Read(Cluster, Build());

    public MemberState State(string machine) => State()[Cluster.Machines.Single(known => known.Name == machine)];

    public Plan Plan(string? only = null) => InstallRunbook.Plan(Cluster, Cluster.Render(), Build(), only, null);

    private IReadOnlyList<string> NodesAt(Machine machine) => ownNodes.GetValueOrDefault(machine.Name) ?? nodes;

    private IReadOnlyList<(string Machine, bool Started)> MembersAt(Machine machine) => ownMembers.GetValueOrDefault(machine.Name) ?? members;

    /// <summary>What the look that plans rest on lists: of members on control planes without the clients' addresses.</summary>
    private IEnumerable<(string Machine, bool Named, bool Served)> ListedAt(Machine machine) =>
        !etcdAnswers.Contains(machine.Name) ? []
        : machine is EtcdMachine ? ownEtcd
        : Cluster.Etcd is EtcdTopology.Stacked ? MembersAt(machine).Select(member => (member.Machine, member.Started, false))
        : [];

    private IEnumerable<(string Fact, string Text)> FactsOf(Machine machine)
    {
        yield return (FactNames.System, SeenTexts.System(Cluster, machine, marks.ContainsKey(machine.Name), owners.Contains(machine.Name)));
        yield return (FactNames.Clock, "1600000000.5");
        yield return (FactNames.ClockAhead, "-0.100");
        yield return (FactNames.ClockAheadAtMost, "0.100");
        yield return (FactNames.Membership, SeenTexts.Membership(
            Cluster, machine, marks.GetValueOrDefault(machine.Name) ?? [], owners.Contains(machine.Name),
            live.Contains(machine.Name) ? NodesAt(machine) : null, ListedAt(machine)));
        if (live.Count > 0)
        {
            yield return (FactNames.Files, SeenTexts.Files(configs.Value, machine));
            yield return (FactNames.Readiness, SeenTexts.Readiness(Cluster, configs.Value, machine));
        }

        if (live.Count > 0 && machine is not Director)
        {
            yield return (FactNames.Certificates, SeenCertificates.Of(Cluster, machine));
        }

        switch (machine)
        {
            case EtcdMachine when etcdAnswers.Contains(machine.Name):
                yield return (FactNames.EtcdMembers, SeenTexts.EtcdMembers(Cluster, ListedAt(machine)));
                yield return (FactNames.EtcdStatus, SeenTexts.EtcdStatus);
                yield return (FactNames.EtcdAlarms, SeenTexts.EtcdAlarms);
                yield return (FactNames.EtcdMetrics, SeenTexts.EtcdMetrics);
                break;
            case EtcdMachine:
                break;
            case ControlPlane:
                yield return (FactNames.ControlPlane, SeenTexts.ControlPlane(Cluster, machine, live.Contains(machine.Name)));
                if (live.Contains(machine.Name))
                {
                    yield return (FactNames.Nodes, SeenTexts.Nodes(NodesAt(machine)));
                    yield return (FactNames.Leases, SeenTexts.Leases);
                    if (ExternalEtcd.Of(Cluster) is { } external)
                    {
                        yield return (FactNames.EtcdEndpoints, string.Join('\n', external.Endpoints.Select(endpoint => endpoint + " healthy")));
                    }
                    else
                    {
                        yield return (FactNames.EtcdStatus, SeenTexts.EtcdStatus);
                        yield return (FactNames.EtcdAlarms, SeenTexts.EtcdAlarms);
                        yield return (FactNames.EtcdMetrics, SeenTexts.EtcdMetrics);
                    }

                    yield return (FactNames.ApiVersion, "version=v1.20.2");
                }

                if (etcdAnswers.Contains(machine.Name) && Cluster.Etcd is EtcdTopology.Stacked)
                {
                    yield return (FactNames.EtcdMembers, SeenTexts.EtcdMembers(Cluster, MembersAt(machine).Select(member => (member.Machine, member.Started, member.Started))));
                }

                break;
            case Worker:
                yield return (FactNames.VirtualAddress, SeenTexts.VirtualAddress(owners));
                break;
            case Director:
                if (live.Count > 0)
                {
                    yield return (FactNames.Adverts, SeenTexts.Adverts(Cluster, machine, owners));
                }

                yield return (FactNames.Director, $"keepalived={(live.Count > 0 ? "active" : "inactive")}\nvip={(owners.Contains(machine.Name) ? PoolRules.Services(Cluster).Count : 0)}{(DirectorRule.Of(Cluster) is { } rule ? $"\n{rule.Name}=set" : string.Empty)}");
                yield return (FactNames.IpvsTable, SeenTexts.Table(Cluster, live));
                yield return (FactNames.VirtualAddress, owners.Contains(machine.Name) ? "bound=yes" : SeenTexts.VirtualAddress(owners));
                break;
            default:
                yield return (FactNames.VirtualAddress, SeenTexts.VirtualAddress(owners));
                yield return (FactNames.Connections, SeenTexts.Connections(live));
                if (Cluster.Endpoint.SecondVirtualAddress is not null)
                {
                    yield return (FactNames.SecondVirtualAddress, SeenTexts.VirtualAddress(owners));
                    yield return (FactNames.SecondConnections, SeenTexts.Connections(live));
                }

                yield return (FactNames.ClientNodes, SeenTexts.ClientNodes(Cluster, nodes));
                break;
        }

        if (live.Count > 0 && machine.Name == live[0])
        {
            yield return (FactNames.Addons, SeenTexts.Addons);
            yield return (WorkloadRunbook.Fact, SeenTexts.Workload(nodes));
            yield return (WorkloadRunbook.HeardFact, SeenTexts.Heard(Cluster));
        }
    }
}
