namespace KubeHa;

/// <summary>What every kubelet is told.</summary>
public sealed record KubeletSettings
{
    /// <summary>Whether nodes keep their swap: then it is not switched off, and the kubelet starts all the same (failSwapOn: false).</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowSwap { get; init; }
}
