namespace KubeHa.Templates;

/// <summary>The <see cref="FactNames.Membership"/> fact of a machine.</summary>
internal sealed class Membership
{
    private readonly FactBlock block;

    private Membership(string? text)
    {
        IsKnown = text is not null;
        block = FactBlock.Parse(text ?? string.Empty);
        Marks = block.All("mark").ToHashSet();
        Nodes = block.All("node").ToHashSet();
        EtcdMembers = [.. block.All("etcd").SelectMany(member => EtcdMember.ReadList($$"""{"members":[{{member}}]}"""))];
    }

    /// <summary>Whether the machine said it at all.</summary>
    public bool IsKnown { get; }

    /// <summary>What kubeadm left on the machine.</summary>
    public IReadOnlySet<string> Marks { get; }

    /// <summary>Whether it is a control plane whose own apiserver answers.</summary>
    public bool Serves => block.Is("serves");

    /// <summary>The node objects that its apiserver has.</summary>
    public IReadOnlySet<string> Nodes { get; }

    /// <summary>The members that its etcd lists.</summary>
    public IReadOnlyList<EtcdMember> EtcdMembers { get; }

    /// <summary>Whether it is a director that owns the virtual IP.</summary>
    public bool OwnsVirtualAddress => block.Is("vip");

    public static Membership Of(Observations observed, Machine machine) => new(observed[machine.Name, FactNames.Membership]);
}
