namespace KubeHa.Templates;

/// <summary>How far a machine is a member of the cluster, judged from what was observed.</summary>
internal enum MemberState
{
    /// <summary>It bears no mark of kubeadm.</summary>
    Bare,

    /// <summary>It bears marks but is no member: an init or a join broke there. It is cleaned up before anything else.</summary>
    HalfMade,

    /// <summary>It is a member that does not answer at the moment. It is waited for, never reset.</summary>
    Sick,

    /// <summary>It is a member and answers.</summary>
    Member,

    /// <summary>It could not be looked at; taken for a member until the operator says otherwise.</summary>
    Unreachable,
}
