namespace KubeHa.Templates;

/// <summary>The KubeletConfiguration of the whole cluster: only the copy given to init counts. What is null is left out.</summary>
internal sealed record KubeletConfiguration(string CgroupDriver, bool FailSwapOn)
{
    /// <summary>From 1.31 on; true by default from 1.35.</summary>
    public bool? FailCgroupV1 { get; init; }
}
