namespace KubeHa.Templates;

/// <summary>What each tool calls a way of forwarding, and what it asks of the control planes. The one place that knows.</summary>
/// <param name="Name">The name, in texts for people.</param>
/// <param name="Kind">keepalived's lb_kind.</param>
/// <param name="Flag">ipvsadm's option.</param>
/// <param name="Device">The device on which every control plane bears the virtual IP; null where none does.</param>
internal sealed record Forwarding(string Name, string Kind, string Flag, string? Device)
{
    private static readonly Forwarding DirectRouting = new("direct routing", "DR", "-g", "lo");

    private static readonly Forwarding Masquerade = new("masquerade", "NAT", "-m", Device: null);

    private static readonly Forwarding Tunnel = new("tunnel", "TUN", "-i", "tunl0");

    /// <summary>How a server is listed and restored: method and weight.</summary>
    public string Listing => $"{Flag} -w 1";

    /// <summary>
    /// Whether control planes bear the virtual IP, and so have a gate. A machine that bears it talks to itself when it dials it; where none does, every control
    /// plane dials it remotely at any time, and the directors' checks alone decide who gets traffic.
    /// </summary>
    public bool Binds => Device is not null;

    /// <summary>The kernel modules that a control plane needs for it.</summary>
    public IReadOnlyList<string> Modules => this == Tunnel ? ["ipip"] : [];

    /// <summary>What a drawing says of the control planes.</summary>
    public string ControlPlanes => Binds
        ? $"Control planes, each with etcd; each owns the virtual IP on {Device} and answers its callers directly"
        : "Control planes, each with etcd; they answer through the director";

    /// <summary>The same where there is little room.</summary>
    public string ControlPlanesShort => Binds ? $"Control planes with etcd, virtual IP on {Device}" : "Control planes with etcd";

    /// <summary>What it says of each.</summary>
    public string ServerNote => Binds ? $"virtual IP on {Device}" : "control plane";

    public static Forwarding Of(Cluster cluster) => cluster.LvsPair.Forwarding switch
    {
        LvsForwarding.DirectRouting => DirectRouting,
        LvsForwarding.Masquerade => Masquerade,
        LvsForwarding.Tunnel => Tunnel,
        var other => throw new NotSupportedException($"Nothing is written here for {other}."),
    };
}
