namespace KubeHa;

/// <summary>Whether kubeadm pulls the images of a node before it begins.</summary>
public enum ImagePullPolicy
{
    /// <summary>What is not there yet, kubeadm's default.</summary>
    IfNotPresent,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never: all images must be there.</summary>
    Never,
}
