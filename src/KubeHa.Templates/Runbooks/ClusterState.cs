namespace KubeHa.Templates;

/// <summary>
/// What the observations say of the cluster as a whole: who is a member, who is half-made, who can be asked. Pure.
/// Every decision of the install runbook that only machines can answer is made here.
/// </summary>
internal sealed class ClusterState
{
    private readonly Dictionary<string, MemberState> states;
    private readonly IReadOnlySet<string> nodes;
    private readonly IReadOnlySet<string> owners;
    private readonly IReadOnlySet<string> unfinished;

    private ClusterState(
        Dictionary<string, MemberState> states, IReadOnlySet<string> nodes, IReadOnlyList<EtcdMember> etcdMembers, IReadOnlyList<ControlPlane> live,
        ControlPlane? stuckSurvivor, IReadOnlySet<string> owners, IReadOnlySet<string> unfinished)
    {
        this.owners = owners;
        this.unfinished = unfinished;
        this.states = states;
        this.nodes = nodes;
        EtcdMembers = etcdMembers;
        Live = live;
        StuckSurvivor = stuckSurvivor;
    }

    /// <summary>Control planes whose own apiserver answers.</summary>
    public IReadOnlyList<ControlPlane> Live { get; }

    /// <summary>The members of etcd as a live control plane lists them, or as the only survivor does.</summary>
    public IReadOnlyList<EtcdMember> EtcdMembers { get; }

    /// <summary>
    /// The only control plane that has etcd data, where it has no quorum because the second member was announced but never started.
    /// etcd before learners (Kubernetes 1.28 and older) gets stuck so when a join dies at the wrong moment.
    /// </summary>
    public ControlPlane? StuckSurvivor { get; }

    public MemberState this[Machine machine] => states[machine.Name];

    /// <summary>Whether a director was seen to own the virtual IP.</summary>
    public bool OwnsVirtualAddress(Director director) => owners.Contains(director.Name);

    /// <summary>Whether the kubelet of a worker is a member while its join never came to its end: what it began with is deleted last.</summary>
    public bool JoinedUnfinished(Worker worker) => unfinished.Contains(worker.Name);

    /// <summary>Whether a node object of that name exists.</summary>
    public bool HasNode(Machine machine) => nodes.Contains(machine.Name);

    /// <summary>What etcd lists for a control plane, by its peer address.</summary>
    public EtcdMember? EtcdMemberOf(ControlPlane machine) => EtcdMembers.FirstOrDefault(member => machine.Address.Equals(member.PeerAddress));

    public static ClusterState Read(Cluster cluster, Observations observed)
    {
        var said = cluster.Machines.ToDictionary(machine => machine.Name, machine => Membership.Of(observed, machine));
        var live = cluster.ControlPlanes.Where(machine => said[machine.Name].Serves).ToList();
        var nodes = live is [var first, ..] ? said[first.Name].Nodes : new HashSet<string>();
        var withData = cluster.ControlPlanes.Where(machine => said[machine.Name].Marks.Contains("etcd-data")).ToList();
        var asked = live.Count > 0 ? live : withData;
        var members = asked.Select(machine => said[machine.Name].EtcdMembers).FirstOrDefault(list => list.Count > 0) ?? [];

        var states = cluster.Machines.ToDictionary(machine => machine.Name, machine => machine switch
        {
            _ when observed.Unreachable.ContainsKey(machine.Name) => MemberState.Unreachable,

            // It was looked at, but what matters could not be seen: nothing may be concluded from that.
            _ when observed[machine.Name, FactNames.System] is not null && !said[machine.Name].IsKnown => MemberState.Unreachable,
            ControlPlane controlPlane => JudgeControlPlane(said[machine.Name], controlPlane, live, withData, nodes, ExternalEtcd.Of(cluster) is null ? members : null),
            Worker worker => JudgeWorker(said[machine.Name], worker, live, nodes),
            _ => MemberState.Member,
        });
        var stuck = live.Count == 0 && withData.Count == 1 && states.Values.All(state => state != MemberState.Unreachable)
            && members.Count(member => member.HasStarted) == 1 && members.Any(member => !member.HasStarted)
            && members.Where(member => !member.HasStarted).All(member => CannotStart(cluster, said, member))
            ? withData[0]
            : null;
        var owners = cluster.LvsPair.Directors.Where(director => said[director.Name].OwnsVirtualAddress).Select(director => director.Name).ToHashSet();
        var unfinished = cluster.Workers.Where(worker => states[worker.Name] == MemberState.Member && said[worker.Name].Marks.Contains("bootstrap-kubelet.conf")).Select(worker => worker.Name).ToHashSet();
        return new ClusterState(states, nodes, members, live, stuck, owners, unfinished);
    }

    private static MemberState JudgeControlPlane(
        Membership said, ControlPlane machine, List<ControlPlane> live, List<ControlPlane> withData, IReadOnlySet<string> nodes, IReadOnlyList<EtcdMember>? members)
    {
        if (said.Marks.Count == 0)
        {
            return MemberState.Bare;
        }

        if (live.Count == 0)
        {
            // Nobody answers. Where nobody ever had etcd data there is no cluster to lose; otherwise the machines that have some are waited for.
            return withData.Contains(machine) ? MemberState.Sick : MemberState.HalfMade;
        }

        // Whose apiserver answers is a member: it answers only while its etcd does. That holds also where its node object is missing (the kubelet
        // makes that anew) and where etcd could not be asked or lists others: a look that failed must never lead to a reset.
        if (live.Contains(machine))
        {
            return MemberState.Member;
        }

        // Where others run etcd no machine is a member of it: whose node is there is one of the cluster.
        var listed = members is null or { Count: 0 } || members.Any(member => member.HasStarted && machine.Address.Equals(member.PeerAddress));
        return withData.Contains(machine) && listed && (members is { Count: 0 } || nodes.Contains(machine.Name)) ? MemberState.Sick : MemberState.HalfMade;
    }

    /// <summary>An announced member heals by itself where its machine has the manifest or data to start it; only where it has neither is it given up.</summary>
    private static bool CannotStart(Cluster cluster, Dictionary<string, Membership> said, EtcdMember member) =>
        cluster.ControlPlanes.FirstOrDefault(machine => machine.Address.Equals(member.PeerAddress)) is { } machine
        && !said[machine.Name].Marks.Any(mark => mark is "etcd-data" or "manifests/etcd.yaml");

    private static MemberState JudgeWorker(Membership said, Worker machine, List<ControlPlane> live, IReadOnlySet<string> nodes)
    {
        var marks = said.Marks;
        if (marks.Count == 0)
        {
            return MemberState.Bare;
        }

        if (live.Count == 0)
        {
            return marks.Contains("kubelet.conf") ? MemberState.Sick : MemberState.HalfMade;
        }

        return marks.Contains("kubelet.conf") && nodes.Contains(machine.Name) ? MemberState.Member : MemberState.HalfMade;
    }
}
