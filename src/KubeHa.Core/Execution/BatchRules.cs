using System.Text;

namespace KubeHa;

/// <summary>What may travel together.</summary>
internal static class BatchRules
{
    /// <summary>Whether an action may change its machine.</summary>
    public static bool Changes(StepAction action) => action is StepAction.WriteFile or StepAction.RunScript;

    /// <summary>Whether an action looks before it acts: it may be given again when nobody knows whether it was done.</summary>
    public static bool LooksFirst(StepAction action) => action is not StepAction.RunScript { Unless: null };

    /// <summary>
    /// Whether a step travels with others at all. One without a probe does not: where its connection is lost, it must be certain whether it had
    /// begun. A long text does not: shells read it byte by byte. A job does not: it outlives its command.
    /// </summary>
    public static bool MayJoin(PlanStep step) => !RemoteJob.Is(step) && LooksFirst(step.Action) && !IsUpload(step);

    /// <summary>Whether a step sends a long text.</summary>
    public static bool IsUpload(PlanStep step) => InputLength(step.Action) > BatchScript.LongestInput;

    /// <summary>How much of a command a step takes up, in bytes.</summary>
    public static int Length(PlanStep step) => StepScripts.Of(step.Action).Arguments.Sum(argument => Encoding.UTF8.GetByteCount(argument) + argument.Count(c => c == '\'') * 3 + 3);

    // Literal text counts; keys and tokens are short.
    private static int InputLength(StepAction action) => action switch
    {
        StepAction.WriteFile write => write.File.Content.ToString().Length,
        StepAction.RunScript { StandardInput: { } content } => content.ToString().Length,
        _ => 0,
    };
}
