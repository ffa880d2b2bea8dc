using static KubeHa.ShellScript;

namespace KubeHa.Simulation;

/// <summary>Plans without one of the things that make them safe.</summary>
internal static class Mutations
{
    public static Plan Of(Plan plan, Mutation mutation) => mutation switch
    {
        Mutation.CleanUp => Without(plan, step => step.Id.Contains("/clean-up/", StringComparison.Ordinal)),
        Mutation.Probe => With(plan, step => step.Action is StepAction.RunScript { Unless: { } unless } run ? step with { Action = run with { Unless = Once(step.Id, plan, unless), Script = Forgetting(step.Id, plan, run.Script) } } : step),
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

    // A run remembers what a probe said first, in a file that no other run knows.
    private static string Memory(string id, Plan plan) => $"/tmp/probe-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id + plan.GetHashCode())))[..12]}";

    private static ShellScript Once(string id, Plan plan, ShellScript unless) => Sh($"""
        if [ -e {Memory(id, plan)} ]; then read -r said <{Memory(id, plan)}; exit "$said"; fi
        sh -c {unless.Text}; said=$?
        echo $said >{Memory(id, plan)}; exit $said
        """);

    private static ShellScript Forgetting(string id, Plan plan, ShellScript script) => Sh($"""
        sh -c {script.Text} || exit $?
        rm -f {Memory(id, plan)}
        """);
}
