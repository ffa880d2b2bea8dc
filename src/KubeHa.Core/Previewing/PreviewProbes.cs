using System.Security.Cryptography;
using System.Text;
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
        StepAction.WriteFile write => new(FactOf(step), File(write.File)),
        StepAction.RunScript run => new(FactOf(step), Script(run)),
        StepAction.Check check => new(FactOf(step), Condition(check.Probe)),
        StepAction.WaitUntil wait => new(FactOf(step), Condition(wait.Probe)),
        _ => throw new InvalidOperationException($"No look for {step.Action.GetType().Name}."),
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

    // The last look of the chain wins: a symbolic link to a file is a symbolic link. The text comes along where it is needed for a difference.
    private static ShellScript File(ConfigFile file) => Sh($$"""
        f={{file.Path}} same={{Same(file)}}
        if [ -L "$f" ]; then echo link
        elif [ -d "$f" ]; then echo directory
        elif [ ! -e "$f" ]; then echo absent
        elif [ ! -f "$f" ]; then echo special
        else
          echo file
          seen=$(stat -c '%a %U %u %G %g %s' "$f") || exit 1
          echo "$seen"
          {{(file.Placement == FilePlacement.Block ? Sh($"sum=") : Sh($"sum=$(sha256sum <\"$f\") || exit 1"))}}
          echo "${sum%% *}"
          case $same in any|"${sum%% *}") ;; *) [ "${seen##* }" -gt {{LongestFile}} ] || base64 <"$f" ;; esac
        fi
        """);

    // The hash of a file whose text need not come along; a text that bears a secret is not known by its hash to anybody, so it always comes.
    private static string Same(ConfigFile file) => file switch
    {
        { Placement: FilePlacement.Block } => "none",
        { KeepExisting: true } => "any",
        _ when file.Content.Parts.All(part => part is ContentPart.Literal) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Content.ToString()))),
        _ => "none",
    };
}
