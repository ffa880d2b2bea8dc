namespace KubeHa.Templates;

/// <summary>How a drill ended.</summary>
public enum DrillVerdict
{
    /// <summary>The fault was made, every bound held, nothing acknowledged was lost, and the cluster verified again.</summary>
    Passed,

    /// <summary>A bound did not hold, or something could not be measured or restored; the reasons say what.</summary>
    Failed,

    /// <summary>A guard did not hold: no fault was made.</summary>
    Refused,

    /// <summary>The drill was cancelled; what it had stopped was started again.</summary>
    Cancelled,
}
