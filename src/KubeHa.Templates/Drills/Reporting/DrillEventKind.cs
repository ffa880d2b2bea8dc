namespace KubeHa.Templates;

/// <summary>What was seen to happen during a drill.</summary>
public enum DrillEventKind
{
    /// <summary>A director's pool lost a server, or gives it no new connections; the subject is the control plane.</summary>
    PoolLeft,

    /// <summary>A director's pool has a server again; the subject is the control plane.</summary>
    PoolJoined,

    /// <summary>A director has the virtual IP.</summary>
    VirtualIpGained,

    /// <summary>A director has the virtual IP no more.</summary>
    VirtualIpLost,

    /// <summary>A lease has another holder; the subject is the lease and the holder, for example <c>kube-scheduler master2</c>.</summary>
    LeaderMoved,

    /// <summary>Something that the drill itself did, in words.</summary>
    Done,
}
