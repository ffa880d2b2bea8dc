namespace KubeHa.Templates;

/// <summary>nodeRegistration of kubeadm's Init- and JoinConfiguration. Taints are left to kubeadm's defaults.</summary>
internal sealed record NodeRegistration(
    string Name,
    string CriSocket,
    string NodeAddress,
    IReadOnlyList<string> IgnoredPreflightErrors);
