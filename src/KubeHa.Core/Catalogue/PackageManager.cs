namespace KubeHa;

/// <summary>What installs the packages of a platform.</summary>
public enum PackageManager
{
    /// <summary>yum 3, of version 7 of RHEL and its likes.</summary>
    Yum,

    /// <summary>dnf 4.</summary>
    Dnf,

    /// <summary>apt.</summary>
    Apt,
}
