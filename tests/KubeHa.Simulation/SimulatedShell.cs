namespace KubeHa.Simulation;

/// <summary>Which program is /bin/sh on simulated machines. The small tools are this machine's own.</summary>
public enum SimulatedShell
{
    /// <summary>Debian's dash.</summary>
    Dash,

    /// <summary>busybox' ash, which takes every command from PATH.</summary>
    Busybox,
}
