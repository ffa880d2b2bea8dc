namespace KubeHa.Templates;

/// <summary>A stretch of time in a drill.</summary>
/// <param name="Start">When it begins, from the moment of the fault; negative before it.</param>
/// <param name="Length">How long it lasts.</param>
public sealed record DrillSpan(TimeSpan Start, TimeSpan Length)
{
    /// <summary>When it ends, from the moment of the fault.</summary>
    public TimeSpan End => Start + Length;
}
