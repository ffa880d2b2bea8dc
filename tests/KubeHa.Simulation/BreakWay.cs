namespace KubeHa.Simulation;

/// <summary>How a step is broken.</summary>
public enum BreakWay
{
    /// <summary>The connection is lost before the command starts, and stays away.</summary>
    LostBefore,

    /// <summary>The connection is lost before the command starts, and is back at once.</summary>
    LostBeforeBack,

    /// <summary>The connection is lost while a command inside the step runs: the machine ends what runs. It stays away.</summary>
    LostDuring,

    /// <summary>The connection is lost while a command inside the step runs, and is back at once.</summary>
    LostDuringBack,

    /// <summary>The connection is lost after all was done, before the answer came. It stays away.</summary>
    LostAfter,

    /// <summary>The connection is lost after all was done, before the answer came, and is back at once.</summary>
    LostAfterBack,

    /// <summary>SIGKILL to the whole process group of the step.</summary>
    Killed,

    /// <summary>A command inside the step does nothing and ends with exit code 1.</summary>
    ExitCode,

    /// <summary>A command inside the step hangs until the step's time limit has passed.</summary>
    TimeOut,

    /// <summary>
    /// The connection is lost while a machine writes the cluster's keys, and the machine does not notice: what it had begun is done right after the next
    /// run has looked, before that run changes anything.
    /// </summary>
    RunsOn,

    /// <summary>The same, all keys of the founding control plane, and it is done later still: right before the next run writes its first file on that machine.</summary>
    RunsOnIntoRun,
}
