namespace KubeHa;

/// <summary>The audit log of every apiserver: a file on its machine, /var/log/kubernetes/audit/audit.log, that the apiserver rotates itself. Given to the apiserver when the cluster is founded.</summary>
/// <param name="Policy">The audit policy, YAML in ASCII (audit.k8s.io/v1, kind Policy).</param>
public sealed record AuditSettings(string Policy)
{
    /// <summary>How many days a file is kept, 1 to 3650.</summary>
    /// <value>The default is 30.</value>
    public int KeptDays { get; init; } = 30;

    /// <summary>How many files are kept, 1 to 1000.</summary>
    /// <value>The default is 10.</value>
    public int KeptFiles { get; init; } = 10;

    /// <summary>How large a file may grow, 1 to 10000 megabytes.</summary>
    /// <value>The default is 100.</value>
    public int LargestFile { get; init; } = 100;
}
