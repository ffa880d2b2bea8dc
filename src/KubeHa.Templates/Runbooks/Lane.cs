namespace KubeHa.Templates;

/// <summary>The steps of one machine, each behind the one before it.</summary>
internal sealed class Lane(Machine machine)
{
    private readonly List<PlanStep> steps = [];

    public Machine Machine { get; } = machine;

    public IReadOnlyList<PlanStep> Steps => steps;

    /// <summary>The ids to wait for to have all of the lane so far; empty where nothing is in it.</summary>
    public IEnumerable<string> Last => steps.Count == 0 ? [] : [steps[^1].Id];

    public Lane Write(ConfigFile file) =>
        Add("file" + file.Path, file.Placement == FilePlacement.Block ? $"Write our block of {file.Path}" : $"Write {file.Path}", new StepAction.WriteFile(file));

    public Lane Run(string topic, string title, ShellScript script, ShellScript? unless = null, ShellScript? onlyIf = null, Content? input = null, IEnumerable<string>? after = null, TimeSpan? timeout = null) =>
        Add(topic, title, new StepAction.RunScript(script, unless, onlyIf, input), after, timeout);

    public Lane Check(string topic, string title, ShellScript probe, string message, IEnumerable<string>? after = null) =>
        Add(topic, title, new StepAction.Check(probe, message), after);

    public Lane Wait(string topic, string title, ShellScript probe, TimeSpan deadline, IEnumerable<string>? after = null) =>
        Add(topic, title, new StepAction.WaitUntil(probe, TimeSpan.FromSeconds(1), deadline), after, deadline + TimeSpan.FromMinutes(1));

    public Lane Act(string topic, string title, StepAction action) => Add(topic, title, action);

    private Lane Add(string topic, string title, StepAction action, IEnumerable<string>? after = null, TimeSpan? timeout = null)
    {
        var step = new PlanStep($"{Machine.Name}/{topic.TrimStart('/')}", Machine.Name, title, action) { After = [.. Last.Concat(after ?? []).Distinct()] };
        steps.Add(timeout is { } limit ? step with { Timeout = limit } : step);
        return this;
    }
}
