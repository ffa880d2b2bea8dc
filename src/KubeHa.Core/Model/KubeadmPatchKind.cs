namespace KubeHa;

/// <summary>How a patch is laid over an object.</summary>
public enum KubeadmPatchKind
{
    /// <summary>Kubernetes' strategic merge: lists are merged by their items' keys.</summary>
    Strategic,

    /// <summary>JSON merge patch (RFC 7386): lists are replaced.</summary>
    Merge,

    /// <summary>JSON patch (RFC 6902): a list of operations.</summary>
    Json,
}
