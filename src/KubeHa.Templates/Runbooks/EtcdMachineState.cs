namespace KubeHa.Templates;

/// <summary>What the observations say of an etcd on machines of its own. Pure; <see cref="ClusterState"/> says the rest.</summary>
internal sealed class EtcdMachineState
{
    private readonly HashSet<string> withData;
    private readonly IReadOnlyList<EtcdMember> members;

    private EtcdMachineState(HashSet<string> withData, EtcdMachine? answering, IReadOnlyList<EtcdMember> members)
    {
        this.withData = withData;
        this.members = members;
        Answering = answering;
    }

    /// <summary>The first machine whose member lists the others.</summary>
    public EtcdMachine? Answering { get; }

    /// <summary>Whether no machine that was looked at has data: there is no etcd yet, or there is none any more.</summary>
    public bool IsEmpty => withData.Count == 0;

    public EtcdMember? MemberOf(EtcdMachine machine) => members.FirstOrDefault(member => machine.Address.Equals(member.PeerAddress));

    /// <summary>Members of machines that the model does not know.</summary>
    public IReadOnlyList<EtcdMember> Strangers(Cluster cluster) => [.. members.Where(member => cluster.EtcdMachines.All(machine => !machine.Address.Equals(member.PeerAddress)))];

    /// <summary>
    /// Whether the machine lost its data, or is new, while the others have theirs: it must be announced to them. One that is named and never started is none of these: the first
    /// start of all was broken off, and goes on.
    /// </summary>
    public bool StartsAnew(EtcdMachine machine) =>
        !withData.Contains(machine.Name) && Answering is not null && MemberOf(machine) is not { Name.Length: > 0, ServedClients: false };

    /// <summary>Whether it was announced to the others and never started: it needs no more than to start, and the others may have no majority before.</summary>
    public bool IsAnnounced(EtcdMachine machine) => !withData.Contains(machine.Name) && MemberOf(machine) is { Name.Length: 0 };

    /// <summary>
    /// Whether it has no data, others have, and none of these says who is a member. Only the very first start may go on then, before there are control planes: a machine that
    /// starts as if for the first time beside others that lost theirs could found an empty etcd with them, and etcd refuses that only where one of the others answers it.
    /// </summary>
    public bool IsUnknown(EtcdMachine machine) => !withData.Contains(machine.Name) && !IsEmpty && Answering is null;

    /// <summary>Whether a machine with data may have to wait for one that was announced and is started after it.</summary>
    public bool WaitsForAnnounced(EtcdMachine machine) => withData.Contains(machine.Name) && members.Any(member => member.Name.Length == 0);

    public static EtcdMachineState Read(Cluster cluster, Observations observed)
    {
        var said = cluster.EtcdMachines.ToDictionary(machine => machine.Name, machine => Membership.Of(observed, machine));
        var answering = cluster.EtcdMachines.FirstOrDefault(machine => said[machine.Name].EtcdMembers.Count > 0);
        return new EtcdMachineState(
            [.. cluster.EtcdMachines.Where(machine => said[machine.Name].Marks.Contains("etcd-data")).Select(machine => machine.Name)],
            answering, answering is null ? [] : said[answering.Name].EtcdMembers);
    }
}
