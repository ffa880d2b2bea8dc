namespace KubeHa;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>Everything held already.</summary>
    NoChange,

    /// <summary>Something was changed and everything was done.</summary>
    Changed,

    /// <summary>Done, but for machines that could not be reached and were set aside.</summary>
    WorkersSetAside,

    /// <summary>A step failed, or the run was refused before its first change.</summary>
    Failed,

    /// <summary>Cancelled.</summary>
    Stopped,
}
