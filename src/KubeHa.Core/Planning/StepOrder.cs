namespace KubeHa;

/// <summary>Puts steps behind what they wait for and otherwise keeps the order given: of all steps that could come next, the first given does.</summary>
internal static class StepOrder
{
    public static IReadOnlyList<PlanStep> Sort(IReadOnlyList<PlanStep> steps)
    {
        var index = steps.Select((step, i) => (step.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        var waiting = new int[steps.Count];
        var followers = new List<int>[steps.Count];
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var before in steps[i].After.Distinct(StringComparer.Ordinal))
            {
                waiting[i]++;
                (followers[index[before]] ??= []).Add(i);
            }
        }

        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, steps.Count).Where(i => waiting[i] == 0).Select(i => (i, i)));
        var sorted = new List<PlanStep>(steps.Count);
        while (ready.TryDequeue(out var next, out _))
        {
            sorted.Add(steps[next]);
            foreach (var follower in followers[next] ?? [])
            {
                if (--waiting[follower] == 0)
                {
                    ready.Enqueue(follower, follower);
                }
            }
        }

        return sorted.Count == steps.Count ? sorted : throw new ArgumentException($"Steps wait for each other in a circle: {Circle(steps, index, waiting)}.", nameof(steps));
    }

    private static string Circle(IReadOnlyList<PlanStep> steps, Dictionary<string, int> index, int[] waiting)
    {
        // Every step that is left waits for another one that is left, so walking back must come round.
        var seen = new List<int>();
        var at = Array.FindIndex(waiting, count => count > 0);
        while (!seen.Contains(at))
        {
            seen.Add(at);
            at = steps[at].After.Select(id => index[id]).First(i => waiting[i] > 0);
        }

        seen.Add(at);
        return string.Join(" waits for ", seen.Skip(seen.IndexOf(at)).Select(i => $"'{steps[i].Id}'"));
    }
}
