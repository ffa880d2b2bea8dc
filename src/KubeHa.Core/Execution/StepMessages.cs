using System.Globalization;

namespace KubeHa;

/// <summary>The words for what went wrong with a step: machine, step, what happened, the tail of standard error, what to do.</summary>
internal static class StepMessages
{
    private const int TailLines = 20;

    public static string Name(PlanStep step) => $"{step.Host}: '{step.Title}' ({step.Id})";

    public static string Failed(PlanStep step, ExecResult answer, string? instead = null)
    {
        var how = answer.Signal is not null ? $"was killed by signal {answer.Signal}" : string.Create(CultureInfo.InvariantCulture, $"failed with exit code {answer.ExitCode}");
        return instead is null
            ? $"{Name(step)} {how}.{Tail(answer.StandardError)}\n  Mend the cause and run again: what is done already holds."
            : $"{Name(step)}{(answer.Succeeded ? "" : $" {how}")}: {instead}{Tail(answer.StandardError)}";
    }

    public static string Unproven(PlanStep step, ExecResult answer) =>
        $"{Name(step)}: The script ended well, but its probe still says that the work is not done.{Tail(answer.StandardError)}";

    public static string Swallowed(PlanStep step, ExecResult answer) =>
        Failed(step, answer, "The machine answered without saying what came of the step: something between us and /bin/sh (a forced command, a login shell) swallowed the command.");

    public static string TimedOut(PlanStep step, TimeSpan limit, string stderr) =>
        $"{Name(step)} did not end within {Seconds(limit)} and was ended on the machine.{Tail(stderr)}\n  Look at what it waited for and run again; a step that needs longer takes a longer time-out.";

    public static string DeadlinePassed(PlanStep step, StepAction.WaitUntil wait, string seen)
    {
        var lines = seen.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return $"{step.Host}: waited {Seconds(wait.Deadline)} for '{step.Title}' ({step.Id}); last seen: {(lines.Length > 0 ? lines[^1] : "nothing, the probe wrote no line")}"
            + (lines.Length > 1 ? Tail(seen) : "");
    }

    public static string Lost(PlanStep step, string reason) =>
        $"The connection was lost during {Name(step)}, and whether it was done is not known.{Tail(reason)}\n"
        + (step.Action is StepAction.RunScript { Unless: null }
            ? "  The step has no probe that could tell, so it was not tried again. Look at the machine, then run again."
            : "  Reach the machine, then run again: the step looks before it does anything.");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static string Tail(string text)
    {
        var lines = text.TrimEnd().Split('\n');
        return text.AsSpan().Trim().IsEmpty ? "" : "\n    " + string.Join("\n    ", lines.TakeLast(TailLines).Select(line => line.TrimEnd('\r')));
    }
}
