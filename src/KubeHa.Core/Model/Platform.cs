namespace KubeHa;

/// <summary>What a machine runs, and so how packages get there.</summary>
public abstract record Platform
{
    private protected Platform()
    {
    }

    /// <summary>Every package that is needed is installed already: container runtime, kubelet, kubeadm, kubectl on nodes, keepalived and ipvsadm on directors, kubectl on clients.</summary>
    public sealed record Prepared : Platform;

    /// <summary>CentOS, RHEL and their likes of one major version, with packages from a mirror, by dnf.</summary>
    /// <param name="MajorVersion">The major version; 8 is supported.</param>
    /// <param name="Mirror">Where packages come from.</param>
    public sealed record RedHatLike(int MajorVersion, PackageMirror Mirror) : Platform;
}
