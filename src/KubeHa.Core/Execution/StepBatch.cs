namespace KubeHa;

/// <summary>Chooses the steps of a machine that travel as one command: the first ready one, and whatever waits for nothing but steps before it in the command.</summary>
internal sealed class StepBatch(IReadOnlyList<PlanStep> steps, IReadOnlyList<int> waiting, IReadOnlyList<IReadOnlyList<int>> followers)
{
    private readonly List<int> chosen = [];
    private readonly SortedSet<int> candidates = [];
    private readonly Dictionary<int, int> stillWaiting = [];
    private bool waits;

    /// <summary>Chooses, and takes what it chose out of the ready ones.</summary>
    /// <param name="ready">The ready steps of the machine, all of them changes or all of them looks; at least one.</param>
    public IReadOnlyList<int> Take(SortedSet<int> ready)
    {
        var lead = ready.Min;
        var changes = BatchRules.Changes(steps[lead].Action);
        var length = BatchRules.Length(steps[lead]);
        Choose(lead);
        candidates.UnionWith(ready.Where(step => step != lead));
        while (BatchRules.MayJoin(steps[lead]) && candidates.Count > 0)
        {
            var next = candidates.Min;
            candidates.Remove(next);
            if ((!changes && BatchRules.Changes(steps[next].Action)) || !BatchRules.MayJoin(steps[next]) || !FollowsOrWaitsNot(next))
            {
                continue;
            }

            length += BatchRules.Length(steps[next]);
            if (length > BatchScript.LongestCommand)
            {
                break;
            }

            Choose(next);
        }

        ready.ExceptWith(chosen);
        return chosen;
    }

    private void Choose(int step)
    {
        chosen.Add(step);
        waits |= steps[step].Action is StepAction.WaitUntil;
        foreach (var follower in followers[step])
        {
            var left = stillWaiting[follower] = stillWaiting.GetValueOrDefault(follower, waiting[follower]) - 1;
            if (left == 0 && steps[follower].Host == steps[step].Host && steps[follower].Action is not StepAction.Milestone)
            {
                candidates.Add(follower);
            }
        }
    }

    // A step must not be held up by a wait that it has nothing to do with.
    private bool FollowsOrWaitsNot(int step) => (!waits && steps[step].Action is not StepAction.WaitUntil) || steps[step].After.Contains(steps[chosen[^1]].Id);
}
