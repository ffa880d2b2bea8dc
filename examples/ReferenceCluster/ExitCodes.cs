using KubeHa;

namespace ReferenceCluster;

/// <summary>The exit codes of every program of KubeHa; docs/exit-codes.md is the table.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;
    public const int SetAside = 3;
    public const int ChangesPending = 4;
    public const int Cancelled = 5;

    public static int Of(RunOutcome outcome) => outcome switch
    {
        RunOutcome.NoChange or RunOutcome.Changed => Done,
        RunOutcome.WorkersSetAside => SetAside,
        RunOutcome.Stopped => Cancelled,
        _ => Failed,
    };
}
