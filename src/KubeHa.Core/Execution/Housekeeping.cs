namespace KubeHa;

/// <summary>Commands of the engine that belong to no step.</summary>
internal enum Housekeeping
{
    /// <summary>The command belongs to a step.</summary>
    None,

    /// <summary>Takes the lock of a machine, says so in one line, and stays.</summary>
    Lock,

    /// <summary>Gives the lock of a machine back.</summary>
    Unlock,

    /// <summary>Asks a running command to begin no further step.</summary>
    Halt,

    /// <summary>Ends a job.</summary>
    End,
}
