namespace KubeHa.Simulation;

/// <summary>What is to be broken.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Exec">The how-manieth command that the machine is given, from 1.</param>
/// <param name="Program">The program inside it; empty where the whole is meant.</param>
/// <param name="Occurrence">The how-manieth of that name, from 1; 0 where the whole is meant.</param>
/// <param name="Way">How.</param>
public sealed record Break(string Machine, int Exec, string Program, int Occurrence, BreakWay Way)
{
    /// <summary>Whether the connection is back at once.</summary>
    public bool ComesBack => Way is BreakWay.LostBeforeBack or BreakWay.LostDuringBack or BreakWay.LostAfterBack;

    /// <summary>Whether the break is of the connection.</summary>
    public bool IsLoss => Way is not (BreakWay.Killed or BreakWay.ExitCode or BreakWay.TimeOut);

    /// <summary>What the hook inside the machine is told to do; <see langword="null"/> where it has nothing to do.</summary>
    public string? Inside => Way switch
    {
        BreakWay.LostDuring or BreakWay.LostDuringBack or BreakWay.TimeOut => "hang",
        BreakWay.Killed => "kill",
        BreakWay.ExitCode => "exit",
        _ => null,
    };
}
