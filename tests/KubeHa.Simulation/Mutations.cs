using System.Globalization;
using static KubeHa.ShellScript;

namespace KubeHa.Simulation;

/// <summary>Plans without one of the things that make them safe.</summary>
internal static class Mutations
{
    private static int plans;

    public static Plan Of(Plan plan, Mutation mutation) => mutation switch
    {
        Mutation.CleanUp => Without(plan, step => step.Id.Contains("/clean-up/", StringComparison.Ordinal)),
        Mutation.Probe => LookingOnce(plan),
        Mutation.KeepExisting => With(plan, step => step.Action is StepAction.WriteFile { File: { KeepExisting: true } file } ? step with { Action = new StepAction.WriteFile(file with { KeepExisting = false }) } : step),
        _ => plan,
    };

    public static ConfigSet Of(ConfigSet configs, Mutation mutation) =>
        mutation == Mutation.KeepExisting ? configs.Map(file => file.KeepExisting ? file with { KeepExisting = false } : file) : configs;

    private static Plan With(Plan plan, Func<PlanStep, PlanStep> change) => Plan.Create(plan.Name, plan.Targets, plan.Steps.Select(change), plan.Assumptions, plan.SecretsId);

    private static Plan Without(Plan plan, Func<PlanStep, bool> gone)
    {
        var waits = plan.Steps.ToDictionary(step => step.Id, step => step.After);
        var dropped = plan.Steps.Where(gone).Select(step => step.Id).ToHashSet();
        IEnumerable<string> Through(string id) => dropped.Contains(id) ? waits[id].SelectMany(Through) : [id];
        return Plan.Create(plan.Name, plan.Targets, plan.Steps.Where(step => !gone(step)).Select(step => step with { After = [.. step.After.SelectMany(Through).Distinct()] }), plan.Assumptions, plan.SecretsId);
    }

    private static Plan LookingOnce(Plan plan)
    {
        var number = Interlocked.Increment(ref plans);
        var files = plan.Steps.Select((step, place) => (step.Id, File: string.Create(CultureInfo.InvariantCulture, $"{NormalState.Memory}{number}-{place}"))).ToDictionary(step => step.Id, step => step.File);
        return With(plan, step => step.Action is StepAction.RunScript { Unless: { } unless } run ? step with { Action = run with { Unless = Once(files[step.Id], unless), Script = Proving(files[step.Id], run.Script) } } : step);
    }

    // What the probe said first stands in a file that no other run knows; only the look that proves the work is a true one.
    private static ShellScript Once(string memory, ShellScript unless) => Sh($"""
        if [ -e {memory}.worked ]; then rm -f {memory}.worked; exec sh -c {unless.Text}; fi
        if [ -e {memory} ]; then read -r said <{memory}; exit "$said"; fi
        sh -c {unless.Text}; said=$?
        echo $said >{memory}; exit $said
        """);

    private static ShellScript Proving(string memory, ShellScript script) => Sh($"""
        sh -c {script.Text} || exit $?
        : >{memory}.worked
        """);
}
