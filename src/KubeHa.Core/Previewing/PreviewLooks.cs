using static KubeHa.ShellScript;

namespace KubeHa;

/// <summary>The looks of a preview: what a step looks at before it acts, and nothing of what it does. Files of a machine are looked at together.</summary>
internal sealed class PreviewLooks
{
    /// <summary>
    /// The most files in one look. Each may bring <see cref="FileLook.LongestFile"/> bytes as base64, and of what a look writes
    /// <see cref="BatchReader.MostOutput"/> bytes are kept.
    /// </summary>
    public const int MostFiles = 10;

    private readonly IReadOnlyList<(PlanStep Look, PlanStep[] At)> looks;

    /// <summary>The looks at what a run of a plan would change.</summary>
    /// <param name="plan">The plan to preview.</param>
    /// <param name="value">Gives the text of a part of a file; <see langword="null"/> where it is not known.</param>
    public PreviewLooks(Plan plan, Func<ContentPart, string?> value)
    {
        var steps = plan.Steps.Where(step => step.Action is not StepAction.Milestone).ToLookup(step => step.Action is StepAction.WriteFile);

        // A name of two lines would be two lines in the answers of programs, so it stands alone.
        var files = steps[true]
            .GroupBy(step => (step.Host, Alone: FileOf(step).Path.Contains('\n', StringComparison.Ordinal) ? step.Id : ""))
            .SelectMany(group => group.Chunk(MostFiles));
        looks =
        [
            .. files.Select(some => (Look(some[0], $"{some[0].Title}{(some.Length == 1 ? "" : $", and {some.Length - 1} more")}", FileLook.Probe([.. some.Select(FileOf)], value)), some)),
            .. steps[false].Select(step => (step.Action is StepAction.Observe observe ? Look(step, step.Title, observe.Probe, observe.Fact) : Look(step, step.Title, Of(step.Action)), new[] { step })),
        ];
        Plan = Plan.Create($"Preview of {plan.Name}", plan.Targets, looks.Select(look => look.Look), plan.Assumptions);
    }

    /// <summary>The plan that looks.</summary>
    public Plan Plan { get; }

    /// <summary>What came of the looks: for each step how the look went, and what it brought; <see langword="null"/> where it failed.</summary>
    /// <param name="report">What came of <see cref="Plan"/>.</param>
    public IReadOnlyDictionary<string, (StepStatus Status, string? Seen)> Read(RunReport report)
    {
        var statuses = report.Steps.ToDictionary(result => result.Step.Id, result => result.Status, StringComparer.Ordinal);
        var all = new Dictionary<string, (StepStatus, string?)>(StringComparer.Ordinal);
        foreach (var (look, at) in looks)
        {
            var seen = report.Observations[look.Host, ((StepAction.Observe)look.Action).Fact];
            var each = at[0].Action is StepAction.WriteFile && seen is not null ? FileLook.Take(seen, at.Length) : [seen];
            for (var i = 0; i < at.Length; i++)
            {
                all[at[i].Id] = (statuses[look.Id], each.ElementAtOrDefault(i));
            }
        }

        return all;
    }

    private static ConfigFile FileOf(PlanStep step) => ((StepAction.WriteFile)step.Action).File;

    private static PlanStep Look(PlanStep first, string title, ShellScript probe, string? fact = null) =>
        new(first.Id, first.Host, title, new StepAction.Observe(fact ?? $"preview/{first.Id}", probe));

    private static ShellScript Of(StepAction action) => action switch
    {
        StepAction.RunScript run => Script(run),
        StepAction.Check check => Condition(check.Probe),
        StepAction.WaitUntil wait => Condition(wait.Probe),
        _ => throw new InvalidOperationException($"No look for {action.GetType().Name}."),
    };

    // A subshell and not a shell of its own: of a preview's time on the machines most is the starting of programs.
    private static ShellScript Script(StepAction.RunScript run) => Lines([
        .. run.OnlyIf is { } onlyIf ? [Sh($"(eval {onlyIf.Text}) </dev/null >/dev/null 2>&1 || {{ echo holds; exit 0; }}")] : Array.Empty<ShellScript>(),
        run.Unless is { } unless
            ? Sh($"if (eval {unless.Text}) </dev/null >/dev/null 2>&1; then echo holds; else echo changes; fi")
            : Sh($"echo runs"),
    ]);

    private static ShellScript Condition(ShellScript probe) => Sh($$"""
        if seen=$(eval {{probe.Text}} </dev/null 2>&1); then echo holds; else echo fails; printf '%s\n' "$seen" | tail -n 5; fi
        """);
}
