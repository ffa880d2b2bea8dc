using System.Globalization;

namespace KubeHa.Simulation;

/// <summary>A case: a step of the unbroken installation, the place inside it, the way of breaking it there.</summary>
/// <param name="Number">The place of the step in the installation, from 0.</param>
/// <param name="Step">The step's id.</param>
/// <param name="Place">What the program at that place was asked; empty where the whole step is meant.</param>
/// <param name="Break">What is broken.</param>
public sealed record CrashCase(int Number, string Step, string Place, Break Break)
{
    /// <summary>Distinct, and the same in every run of the same plans.</summary>
    public string Id => $"{Where} {Break.Way}";

    private string Where => string.Create(CultureInfo.InvariantCulture, $"{Step} {Break.Exec}{(Break.Occurrence == 0 ? "" : $".{Break.Program}.{Break.Occurrence}")}");

    /// <summary>Every case of an installation: each step's borders, and each program inside it, in each way.</summary>
    public static IReadOnlyList<CrashCase> All(Rehearsal rehearsal)
    {
        var cases = new List<CrashCase>();
        for (var number = 0; number < rehearsal.Steps.Count; number++)
        {
            var step = rehearsal.Steps[number];
            for (var exec = 1; exec <= step.Execs; exec++)
            {
                foreach (var way in (BreakWay[])[BreakWay.LostBefore, BreakWay.LostBeforeBack, BreakWay.LostAfter, BreakWay.LostAfterBack])
                {
                    cases.Add(new CrashCase(number, step.Step.Id, "", new Break(step.Step.Host, exec, "", 0, way)));
                }
            }

            foreach (var point in step.Points)
            {
                foreach (var way in (BreakWay[])[BreakWay.LostDuring, BreakWay.LostDuringBack, BreakWay.Killed, BreakWay.ExitCode, BreakWay.TimeOut])
                {
                    cases.Add(new CrashCase(number, step.Step.Id, $"{point.Program} {point.Text}".Trim(), new Break(step.Step.Host, point.Exec, point.Program, point.Occurrence, way)));
                }
            }
        }

        // Only keys are drawn anew by a run that has not seen them: everything else is the same text in every run.
        for (var number = 0; number + 1 < rehearsal.Steps.Count; number++)
        {
            if (rehearsal.Steps[number].Step is { Action: StepAction.WriteFile { File.KeepExisting: true } } step)
            {
                cases.Add(new CrashCase(number, step.Id, "", new Break(step.Host, 0, "", 0, BreakWay.RunsOn)));
                // Whose keys the cluster is founded with: those of the first.
                if (step.Host == rehearsal.Steps.First(other => other.Step.Id.EndsWith("/init", StringComparison.Ordinal)).Step.Host && rehearsal.Steps[number + 1].Step is not { Action: StepAction.WriteFile { File.KeepExisting: true } })
                {
                    cases.Add(new CrashCase(number, step.Id, "", new Break(step.Host, 0, "", 0, BreakWay.RunsOnIntoRun)));
                }
            }
        }

        return cases;
    }

    /// <summary>One case of each way, drawn by a seed, inside init, joins and what serves the virtual IP where the way allows it.</summary>
    /// <param name="all">All cases.</param>
    /// <param name="seed">What is drawn with.</param>
    public static IReadOnlyList<CrashCase> OneOfEachWay(IReadOnlyList<CrashCase> all, int seed)
    {
        var shuffled = all.ToArray();
#pragma warning disable CA5394 // No secret is drawn with it, and it must draw the same again.
        new Random(seed).Shuffle(shuffled);
#pragma warning restore CA5394
        return [.. shuffled.OrderBy(one => IsGrave(one) && one.Break.Exec == 2 ? 0 : 1).DistinctBy(one => one.Break.Way).OrderBy(one => one.Break.Way)];
    }

    /// <summary>
    /// A sample: places drawn by a seed, each broken in every way that it can be. Half of the places are inside init, joins and what serves the
    /// virtual IP. (All ways at few places need fewer recoveries than few ways at many: most of them leave the same state.)
    /// </summary>
    /// <param name="all">All cases.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">What is drawn with.</param>
    public static IReadOnlyList<CrashCase> Sample(IReadOnlyList<CrashCase> all, int count, int seed)
    {
        var places = all.GroupBy(one => one.Where).Select(place => place.ToArray()).ToArray();
#pragma warning disable CA5394 // No secret is drawn with it, and it must draw the same again.
        new Random(seed).Shuffle(places);
#pragma warning restore CA5394
        var grave = places.Where(place => IsGrave(place[0]));
        var order = grave.Zip(places, (first, second) => new[] { first, second }).SelectMany(pair => pair).SelectMany(place => place);
        return [.. order.Distinct().Take(count).OrderBy(one => one.Number)];
    }

    private static bool IsGrave(CrashCase one) => one.Step[(one.Step.IndexOf('/', StringComparison.Ordinal) + 1)..] is "init" or "join" or "apiserver/restart" or "endpoint/serve";
}
