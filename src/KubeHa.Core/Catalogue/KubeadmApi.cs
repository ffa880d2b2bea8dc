namespace KubeHa;

/// <summary>The API versions of kubeadm's documents; the number is the one behind <c>v1beta</c>.</summary>
internal enum KubeadmApi
{
    /// <summary>What kubeadm 1.15 to 1.26 read.</summary>
    V1Beta2 = 2,

    /// <summary>What kubeadm 1.22 to 1.36 read.</summary>
    V1Beta3 = 3,

    /// <summary>What kubeadm reads from 1.31 on.</summary>
    V1Beta4 = 4,
}
