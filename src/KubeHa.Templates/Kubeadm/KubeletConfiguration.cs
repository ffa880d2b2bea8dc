namespace KubeHa.Templates;

/// <summary>The KubeletConfiguration of the whole cluster: only the copy given to init counts.</summary>
internal sealed record KubeletConfiguration(string CgroupDriver, bool FailSwapOn);
