namespace KubeHa.Templates;

/// <summary>The KubeletConfiguration of the whole cluster: only the copy given to init counts. What is null is left out.</summary>
internal sealed record KubeletConfiguration(string CgroupDriver, KubeletSettings Settings);
