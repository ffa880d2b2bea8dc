namespace KubeHa.Templates;

/// <summary>The names in the order of things on which steps of one's own can hang. Under SemVer.</summary>
public static class Milestones
{
    /// <summary>Half-made members are cleaned up, files are written, runtimes run, gates are closed on machines that serve nothing yet.</summary>
    public const string MachinesPrepared = "machines-prepared";

    /// <summary>Every member of etcd that has a machine of its own is healthy; only where etcd runs so.</summary>
    public const string EtcdUp = "etcd-up";

    /// <summary>Both directors run with the full pool.</summary>
    public const string DirectorsUp = "directors-up";

    /// <summary>At least one control plane serves through the virtual IP.</summary>
    public const string ControlPlaneUp = "control-plane-up";

    /// <summary>Every control plane has joined and is in both directors' pools.</summary>
    public const string ControlPlanesJoined = "control-planes-joined";

    /// <summary>Every reachable worker has joined.</summary>
    public const string WorkersJoined = "workers-joined";

    /// <summary>All is done.</summary>
    public const string ClusterUp = "cluster-up";
}
