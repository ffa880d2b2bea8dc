namespace KubeHa;

/// <summary>Where the packages of a minor version of Kubernetes can be had.</summary>
public enum KubernetesPackages
{
    /// <summary>Only from mirrors and archives that somebody keeps: the first repositories were closed in March 2024.</summary>
    MirrorsOnly,

    /// <summary>From the project's own repositories, one a minor version, which begin with 1.24.0.</summary>
    ProjectRepositories,
}
