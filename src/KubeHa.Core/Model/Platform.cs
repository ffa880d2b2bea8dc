namespace KubeHa;

/// <summary>What a machine runs, and so how packages get there. <see cref="PlatformCatalogue"/> says which releases are known.</summary>
public abstract record Platform
{
    private protected Platform()
    {
    }

    /// <summary>Every package that is needed is installed already: container runtime, kubelet, kubeadm, kubectl on nodes, keepalived and ipvsadm on directors, kubectl on clients.</summary>
    public sealed record Prepared : Platform;

    /// <summary>CentOS, RHEL and their likes of one major version, with packages by dnf (7: yum).</summary>
    /// <param name="MajorVersion">The major version: 7, 8 or 9.</param>
    /// <param name="Packages">Where packages come from.</param>
    public sealed record RedHatLike(int MajorVersion, PackageSource Packages) : Platform;

    /// <summary>Debian, with packages by apt.</summary>
    /// <param name="MajorVersion">The major version: 11, 12 or 13.</param>
    /// <param name="Packages">Where packages come from.</param>
    public sealed record Debian(int MajorVersion, PackageSource Packages) : Platform;

    /// <summary>Ubuntu, with packages by apt.</summary>
    /// <param name="Version">The version: <c>20.04</c>, <c>22.04</c> or <c>24.04</c>.</param>
    /// <param name="Packages">Where packages come from.</param>
    public sealed record Ubuntu(string Version, PackageSource Packages) : Platform;
}
