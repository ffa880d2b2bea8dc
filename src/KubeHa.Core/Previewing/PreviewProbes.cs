using static KubeHa.ShellScript;

namespace KubeHa;

/// <summary>The looks of a preview: what a step looks at before it acts, and nothing of what it does.</summary>
internal static class PreviewProbes
{
    /// <summary>The longest file that is brought here to be compared line by line, in bytes.</summary>
    public const int LongestFile = 256 * 1024;

    /// <summary>A plan that looks at what another one would change.</summary>
    /// <param name="plan">The plan to preview.</param>
    public static Plan PlanOf(Plan plan) => Plan.Create(
        $"Preview of {plan.Name}",
        plan.Targets,
        plan.Steps.Where(step => step.Action is not StepAction.Milestone).Select(step => new PlanStep(step.Id, step.Host, step.Title, Of(step))),
        plan.Assumptions);

    /// <summary>The fact that tells of a step.</summary>
    public static string FactOf(PlanStep step) => $"preview/{step.Id}";

    private static StepAction.Observe Of(PlanStep step) => step.Action switch
    {
        StepAction.Observe observe => observe,
        StepAction.WriteFile write => new(FactOf(step), File(write.File.Path)),
        StepAction.RunScript run => new(FactOf(step), Script(run)),
        StepAction.Check check => new(FactOf(step), Condition(check.Probe)),
        StepAction.WaitUntil wait => new(FactOf(step), Condition(wait.Probe)),
        _ => throw new InvalidOperationException($"No look for {step.Action.GetType().Name}."),
    };

    private static ShellScript Script(StepAction.RunScript run) => Lines([
        .. run.OnlyIf is { } onlyIf ? [Sh($"sh -c {onlyIf.Text} </dev/null >/dev/null 2>&1 || {{ echo holds; exit 0; }}")] : Array.Empty<ShellScript>(),
        run.Unless is { } unless
            ? Sh($"if sh -c {unless.Text} </dev/null >/dev/null 2>&1; then echo holds; else echo changes; fi")
            : Sh($"echo runs"),
    ]);

    private static ShellScript Condition(ShellScript probe) => Sh($$"""
        if seen=$(sh -c {{probe.Text}} </dev/null 2>&1); then echo holds; else echo fails; printf '%s\n' "$seen" | tail -n 5; fi
        """);

    // The last look of the chain wins: a symbolic link to a file is a symbolic link.
    private static ShellScript File(string path) => Sh($$"""
        f={{path}}
        if [ -L "$f" ]; then echo link
        elif [ -d "$f" ]; then echo directory
        elif [ ! -e "$f" ]; then echo absent
        elif [ ! -f "$f" ]; then echo special
        else
          echo file
          stat -c '%a %U %u %G %g %s' "$f" || exit 1
          sum=$(sha256sum <"$f") || exit 1
          echo "${sum%% *}"
          if [ "$(stat -c %s "$f")" -le {{LongestFile}} ]; then base64 <"$f"; fi
        fi
        """);
}
