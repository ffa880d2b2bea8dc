namespace KubeHa;

/// <summary>What became of a step.</summary>
public enum StepStatus
{
    /// <summary>It did not start, because something before it failed or the run stopped.</summary>
    NotStarted,

    /// <summary>Nothing was to be done.</summary>
    Holds,

    /// <summary>It changed its machine.</summary>
    Changed,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>The connection was lost and it is not known whether the step was done.</summary>
    Unknown,

    /// <summary>Its machine, or one it waits for, was set aside.</summary>
    SetAside,
}
