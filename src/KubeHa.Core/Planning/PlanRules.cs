using System.Text;

namespace KubeHa;

/// <summary>What a plan must hold to be carried out at all.</summary>
internal sealed class PlanRules
{
    /// <summary>One argument of a remote command may have 128 KiB (MAX_ARG_STRLEN); the rest is left for what a transport wraps around it.</summary>
    public const int LongestCommand = 96 * 1024;

    private readonly List<PlanFault> faults = [];
    private readonly HashSet<string> machines = new(StringComparer.Ordinal);
    private string place = string.Empty;

    private PlanRules()
    {
    }

    /// <summary>Everything that is wrong, in the order of the plan.</summary>
    public static IReadOnlyList<PlanFault> Find(IReadOnlyList<Target> targets, IReadOnlyList<PlanStep> steps, IReadOnlyList<Assumption> assumptions)
    {
        var rules = new PlanRules();
        rules.CheckTargets(targets);
        rules.CheckAssumptions(steps, assumptions);
        rules.CheckSteps(steps);
        return rules.faults;
    }

    private void CheckTargets(IReadOnlyList<Target> targets)
    {
        for (var i = 0; i < targets.Count; i++)
        {
            place = $"targets[{i}]";
            var name = targets[i].Name;
            Require(name.Length > 0, "A machine has no name.");
            Require(machines.Add(name), $"The machine '{name}' is named twice.");
            RequireUnicode([name], $"The name of machine {i + 1}");
        }
    }

    private void CheckAssumptions(IReadOnlyList<PlanStep> steps, IReadOnlyList<Assumption> assumptions)
    {
        var guarded = steps.Where(step => step.After.Count == 0).Select(step => (step.Host, (step.Action as StepAction.Observe)?.Fact)).ToHashSet();
        var known = new HashSet<(string, string)>();
        for (var i = 0; i < assumptions.Count; i++)
        {
            place = $"assumptions[{i}]";
            var assumption = assumptions[i];
            RequireUnicode([assumption.Host, assumption.Fact, assumption.Value ?? string.Empty], $"Assumption {i + 1}");
            Require(known.Add((assumption.Host, assumption.Fact)), $"Two assumptions are about {assumption.Fact} of '{assumption.Host}'.");
            if (Require(machines.Contains(assumption.Host), $"An assumption is about '{assumption.Host}', which is no machine of the plan."))
            {
                Require(guarded.Contains((assumption.Host, assumption.Fact)), $"The plan assumes {assumption.Fact} of '{assumption.Host}', and no Observe step that waits for nothing looks at it again.");
            }
        }
    }

    private void CheckSteps(IReadOnlyList<PlanStep> steps)
    {
        var ids = steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var writers = new Dictionary<(string Host, string Path), string>();
        for (var i = 0; i < steps.Count; i++)
        {
            place = $"steps[{i}]";
            var step = steps[i];
            Require(known.Add(step.Id), $"The step id '{step.Id}' is there twice.");
            if (step.Action is StepAction.WriteFile { File: var file } && !writers.TryAdd((file.Host, file.Path), step.Id))
            {
                Fault($"The steps '{writers[(file.Host, file.Path)]}' and '{step.Id}' both write {file.Path} on {file.Host}.");
            }

            CheckStep(step);
            foreach (var before in step.After)
            {
                Require(ids.Contains(before), $"The step '{step.Id}' waits for '{before}', which is not in the plan.");
            }
        }
    }

    private void CheckStep(PlanStep step)
    {
        RequireUnicode(Texts(step), $"A text of the step '{step.Id}'");
        Require(step.Timeout > TimeSpan.Zero && step.Timeout.TotalDays < 24, $"The step '{step.Id}' has a time-out that is not between zero and 24 days.");
        Require(
            step.NoOutputTimeout is not { } silence || (step.Action is StepAction.RunScript && silence >= TimeSpan.FromSeconds(1) && silence <= step.Timeout),
            $"The step '{step.Id}' has a time-out for silence that is shorter than a second, longer than its time-out, or for something other than a script.");
        if (step.Action is StepAction.Milestone)
        {
            Require(step.Host.Length == 0, $"The milestone '{step.Id}' names a machine; milestones stand on none.");
            return;
        }

        Require(machines.Contains(step.Host), $"The step '{step.Id}' is on '{step.Host}', which is no machine of the plan.");
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

        try
        {
            var length = Encoding.UTF8.GetByteCount(StepScripts.Command(step.Action));
            Require(length <= LongestCommand, $"The step '{step.Id}' makes a command of {length} bytes; {LongestCommand} fit. Give large texts to the script as standard input.");
        }
        catch (ArgumentException impossible)
        {
            Fault($"The step '{step.Id}' makes no command: {impossible.Message.Split(" (Parameter '")[0]}");
        }
    }

    private void CheckFile(PlanStep step, ConfigFile file)
    {
        Require(file.Host == step.Host, $"The step '{step.Id}' on '{step.Host}' writes a file of '{file.Host}'.");
        Require(file.Placement != FilePlacement.Transient, $"The step '{step.Id}' writes {file.Path}, which is transient: hand it to the step that needs it as standard input.");
        Require(!file.Path.EndsWith('/'), $"The step '{step.Id}' writes {file.Path}, which names a directory.");
        Require((int)file.Mode is >= 0 and <= 0xFFF, $"The step '{step.Id}' writes {file.Path} with a mode beyond 7777.");
        if (file.Placement == FilePlacement.Block)
        {
            Require(!file.KeepExisting, $"The step '{step.Id}' keeps an existing {file.Path} and writes a block into it; only one of them can be.");
            Require(!file.Content.ToString().Split('\n').Any(StepScripts.IsMarker), $"The step '{step.Id}' writes a block into {file.Path} that holds one of its own marker lines.");
        }
    }

    private static IEnumerable<string> Texts(PlanStep step)
    {
        string?[] texts = [step.Id, step.Host, step.Title, .. step.After, .. step.Action switch
        {
            StepAction.WriteFile { File: var file } => [file.Path, file.Owner, file.Content.ToString()],
            StepAction.RunScript run => [run.Script.Text, run.Unless?.Text, run.OnlyIf?.Text, run.StandardInput?.ToString()],
            StepAction.WaitUntil wait => [wait.Probe.Text],
            StepAction.Check check => [check.Probe.Text, check.Message],
            StepAction.Observe observe => [observe.Fact, observe.Probe.Text],
            _ => Array.Empty<string?>(),
        }];
        return texts.OfType<string>();
    }

    // Half a character would reach machine and file as another one than it is here.
    private void RequireUnicode(IEnumerable<string> texts, string what) =>
        Require(!texts.Any(HasHalves), $"{what} is no valid Unicode.");

    private static bool HasHalves(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private bool Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            Fault(otherwise);
        }

        return holds;
    }

    private void Fault(string message) => faults.Add(new PlanFault(place, message));
}
