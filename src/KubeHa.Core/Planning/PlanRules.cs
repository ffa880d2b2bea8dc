using System.Text;

namespace KubeHa;

/// <summary>What a plan must hold to be carried out at all.</summary>
internal static class PlanRules
{
    /// <summary>One argument of a remote command may have 128 KiB (MAX_ARG_STRLEN); the rest is left for what a transport wraps around it.</summary>
    public const int LongestCommand = 96 * 1024;

    public static void Check(IReadOnlyList<Target> targets, IReadOnlyList<PlanStep> steps, IReadOnlyList<Assumption> assumptions)
    {
        var machines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            Require(machines.Add(target.Name), $"The machine '{target.Name}' is named twice.");
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        var writers = new Dictionary<(string Host, string Path), string>();
        foreach (var step in steps)
        {
            Require(ids.Add(step.Id), $"The step id '{step.Id}' is there twice.");
            if (step.Action is StepAction.WriteFile { File: var file } && !writers.TryAdd((file.Host, file.Path), step.Id))
            {
                throw Refusal($"The steps '{writers[(file.Host, file.Path)]}' and '{step.Id}' both write {file.Path} on {file.Host}.");
            }
        }

        foreach (var step in steps)
        {
            CheckStep(step, machines);
            foreach (var before in step.After)
            {
                Require(ids.Contains(before), $"The step '{step.Id}' waits for '{before}', which is not in the plan.");
            }
        }

        foreach (var assumption in assumptions)
        {
            Require(machines.Contains(assumption.Host), $"An assumption is about '{assumption.Host}', which is no machine of the plan.");
        }
    }

    private static void CheckStep(PlanStep step, HashSet<string> machines)
    {
        if (step.Action is StepAction.Milestone)
        {
            Require(step.Host.Length == 0, $"The milestone '{step.Id}' names a machine; milestones stand on none.");
            return;
        }

        Require(machines.Contains(step.Host), $"The step '{step.Id}' is on '{step.Host}', which is no machine of the plan.");
        Require(step.Timeout > TimeSpan.Zero && step.Timeout.TotalDays < 24, $"The step '{step.Id}' has a time-out that is not between zero and 24 days.");
        switch (step.Action)
        {
            case StepAction.WriteFile write:
                CheckFile(step, write.File);
                break;
            case StepAction.WaitUntil wait:
                Require(wait.Interval >= TimeSpan.FromSeconds(1), $"The step '{step.Id}' probes more often than once a second.");
                Require(wait.Deadline > TimeSpan.Zero && wait.Deadline.TotalDays < 24, $"The step '{step.Id}' has a deadline that is not between zero and 24 days.");
                break;
        }

        var length = Encoding.UTF8.GetByteCount(StepScripts.Command(step.Action));
        Require(length <= LongestCommand, $"The step '{step.Id}' makes a command of {length} bytes; {LongestCommand} fit. Give large texts to the script as standard input.");
    }

    private static void CheckFile(PlanStep step, ConfigFile file)
    {
        Require(file.Host == step.Host, $"The step '{step.Id}' on '{step.Host}' writes a file of '{file.Host}'.");
        Require(file.Placement != FilePlacement.Transient, $"The step '{step.Id}' writes {file.Path}, which is transient: hand it to the step that needs it as standard input.");
        Require(!file.Path.EndsWith('/'), $"The step '{step.Id}' writes {file.Path}, which names a directory.");
        if (file.Placement == FilePlacement.Block)
        {
            Require(!file.KeepExisting, $"The step '{step.Id}' keeps an existing {file.Path} and writes a block into it; only one of them can be.");
            Require(!file.Content.ToString().Split('\n').Any(StepScripts.IsMarker), $"The step '{step.Id}' writes a block into {file.Path} that holds one of its own marker lines.");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Refusal(otherwise);
        }
    }

    private static ArgumentException Refusal(string message) => new(message);
}
