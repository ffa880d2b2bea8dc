namespace KubeHa;

/// <summary>What kubeadm is told beside its configuration.</summary>
public sealed record KubeadmSettings
{
    /// <summary>Names of preflight checks whose errors kubeadm only warns of, as its --ignore-preflight-errors takes them.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string> IgnoredPreflightErrors { get; init; } = [];

    /// <summary>Whether kubeadm installs CoreDNS.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool InstallDns { get; init; } = true;
}
