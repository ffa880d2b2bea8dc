namespace KubeHa;

/// <summary>What a step does. A closed set of plain data: no delegates, no secrets.</summary>
public abstract record StepAction
{
    private protected StepAction()
    {
    }

    /// <summary>Puts a file in place, atomically, only where content, mode or owner differ.</summary>
    /// <param name="File">The file; its host is the step's.</param>
    public sealed record WriteFile(ConfigFile File) : StepAction;

    /// <summary>Runs a script unless the probe says that its work is done already. The probe runs on the machine right before the script, in the same remote command, and again after it where the script succeeded: a script whose probe then still fails is a failed step.</summary>
    /// <param name="Script">The script.</param>
    /// <param name="Unless">Exit code 0 means that there is nothing to do. Read-only. Without it the script always runs and counts as a change.</param>
    /// <param name="OnlyIf">Exit code 0 means that the script applies at all; otherwise the step holds. Read-only.</param>
    /// <param name="StandardInput">What the script reads on standard input, secrets by name.</param>
    public sealed record RunScript(ShellScript Script, ShellScript? Unless = null, ShellScript? OnlyIf = null, Content? StandardInput = null) : StepAction;

    /// <summary>Waits, in one remote loop, until a probe succeeds. What the probe wrote last is shown when the deadline passes.</summary>
    /// <param name="Probe">Exit code 0 ends the wait; its last line of output says what is still missing.</param>
    /// <param name="Interval">Time between two probes; one second or more.</param>
    /// <param name="Deadline">How long to wait at most.</param>
    public sealed record WaitUntil(ShellScript Probe, TimeSpan Interval, TimeSpan Deadline) : StepAction;

    /// <summary>Must hold, or the run stops.</summary>
    /// <param name="Probe">Exit code 0 means that it holds. Read-only.</param>
    /// <param name="Message">What is wrong and what to do where it does not hold.</param>
    public sealed record Check(ShellScript Probe, string Message) : StepAction;

    /// <summary>Looks: standard output of the probe becomes a fact of the machine. A probe that fails gives no fact.</summary>
    /// <param name="Fact">The fact's name.</param>
    /// <param name="Probe">Read-only.</param>
    public sealed record Observe(string Fact, ShellScript Probe) : StepAction;

    /// <summary>Does nothing: a name in the order of things on which steps of one's own can hang. The ids of milestones are under SemVer.</summary>
    public sealed record Milestone : StepAction;
}
