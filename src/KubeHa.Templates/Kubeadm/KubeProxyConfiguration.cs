namespace KubeHa.Templates;

/// <summary>The KubeProxyConfiguration of the whole cluster.</summary>
internal sealed record KubeProxyConfiguration(string Mode, bool LeaveConntrackAlone);
