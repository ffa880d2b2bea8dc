using FluentAssertions;

namespace KubeHa.Templates.Tests;

/// <summary>Short words for what a plan does and in which order.</summary>
internal static class Steps
{
    public static IReadOnlyList<string> Ids(this Plan plan) => [.. plan.Steps.Select(step => step.Id)];

    /// <summary>The ids that end so, whatever machine they are on.</summary>
    public static IReadOnlyList<string> Topics(this Plan plan, string topic) => [.. plan.Ids().Where(id => id.EndsWith("/" + topic, StringComparison.Ordinal))];

    public static IReadOnlyList<string> Targets(this Plan plan) => [.. plan.Targets.Select(target => target.Name)];

    public static bool Has(this Plan plan, string id) => plan.Steps.Any(step => step.Id == id);

    /// <summary>Holds that each step waits, through whatever stands between, for the one before it.</summary>
    public static void ShouldGo(this Plan plan, params string[] ids)
    {
        foreach (var (first, then) in ids.Zip(ids.Skip(1)))
        {
            plan.WaitsFor(then, first).Should().BeTrue("{0} must wait for {1}", then, first);
        }
    }

    public static bool WaitsFor(this Plan plan, string id, string first)
    {
        var after = plan.Steps.ToDictionary(step => step.Id, step => step.After);
        after.Should().ContainKeys(id, first);
        var open = new Stack<string>(after[id]);
        var known = new HashSet<string>();
        while (open.TryPop(out var next))
        {
            if (next == first)
            {
                return true;
            }

            if (known.Add(next))
            {
                foreach (var before in after[next])
                {
                    open.Push(before);
                }
            }
        }

        return false;
    }

    public static StepAction.RunScript Script(this Plan plan, string id) => plan.Steps.Single(step => step.Id == id).Action.Should().BeOfType<StepAction.RunScript>().Subject;
}
