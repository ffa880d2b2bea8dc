using System.Text.RegularExpressions;

namespace KubeHa.Simulation;

/// <summary>
/// The cases of <c>--proof</c>: the part of all cases that leaves out what would show the same again. docs/crash-safety.md says what that is.
/// </summary>
public static partial class ProofSet
{
    private static readonly BreakWay[] Inside = [BreakWay.LostDuring, BreakWay.LostDuringBack, BreakWay.Killed, BreakWay.ExitCode, BreakWay.TimeOut];

    /// <param name="all">All cases.</param>
    /// <param name="rehearsal">The installation that they are of.</param>
    /// <param name="seed">Draws the steps in which the runner's own part is broken.</param>
    public static IReadOnlyList<CrashCase> Of(IReadOnlyList<CrashCase> all, Rehearsal rehearsal, int seed)
    {
        var prologue = Prologue(rehearsal);
        bool IsRunners(CrashCase one) => one.Break.Exec > 0 && (!rehearsal.Steps[one.Number].IsOwn(one.Break.Exec) || prologue.Contains((one.Break.Exec, one.Break.Program, one.Break.Occurrence)));
        var drawn = Drawn(rehearsal, seed);
        var dealt = Dealt(rehearsal, prologue);
        var late = Late(all);
        return [.. all.Where(one => one.Break.Way == BreakWay.RunsOn ? late.Contains(one)
            : IsRunners(one) ? drawn.Contains(one.Number)
            : one.Break.Occurrence == 0 || dealt.Contains(new Card(one.Number, one.Break.Exec, one.Break.Program, one.Break.Occurrence, one.Break.Way)))];
    }

    /// <summary>What every step that may change something begins with, in the command that is its own.</summary>
    private static HashSet<(int Exec, string Program, int Occurrence)> Prologue(Rehearsal rehearsal)
    {
        var own = rehearsal.Steps.Where(step => step.Execs >= 3).Select(step => step.Points.Where(point => point.Exec == 2).Select(point => (point.Exec, point.Program, point.Occurrence)).ToList()).ToList();
        return [.. own[0].TakeWhile((point, place) => own.All(points => points.Count > place && points[place] == point))];
    }

    /// <summary>One step of each kind.</summary>
    private static HashSet<int> Drawn(Rehearsal rehearsal, int seed)
    {
        var numbers = Enumerable.Range(0, rehearsal.Steps.Count).Where(number => rehearsal.Steps[number].Execs >= 3).ToArray();
#pragma warning disable CA5394 // No secret is drawn with it, and it must draw the same again.
        new Random(seed).Shuffle(numbers);
#pragma warning restore CA5394
        return [.. numbers.DistinctBy(number => Kind(rehearsal.Steps[number].Step.Action))];
    }

    /// <summary>Each key that is written late, on one machine after the other.</summary>
    private static HashSet<CrashCase> Late(IReadOnlyList<CrashCase> all) =>
        [.. all.Where(one => one.Break.Way == BreakWay.RunsOn).GroupBy(one => one.Step[one.Step.IndexOf('/', StringComparison.Ordinal)..]).Select((machines, place) => machines.ElementAt(place % machines.Count()))];

    /// <summary>
    /// Places inside steps, each where a program is asked something for the first time, with the ways that fall to it. What several machines are asked the
    /// same is broken on one of them, in init and the joins on all of them and in all ways together; every program of every step is broken somehow, and every
    /// program in every way somewhere. Where a file is written nearly all ways leave one of two states; SIGKILL alone leaves many, so it is dealt apart: to
    /// every file on one machine, and to every program.
    /// </summary>
    private static HashSet<Card> Dealt(Rehearsal rehearsal, HashSet<(int Exec, string Program, int Occurrence)> prologue)
    {
        var questions = rehearsal.Steps.SelectMany((step, number) => step.Points
            .Where(point => step.IsOwn(point.Exec) && !prologue.Contains((point.Exec, point.Program, point.Occurrence)))
            .DistinctBy(point => (point.Exec, point.Program, Normal(point.Text)))
            .Select(point => (Number: number, Point: point, step.Step, Text: $"{Same(step.Step)} {point.Program} {Normal(point.Text)}"))).ToList();
        var dealt = new HashSet<Card>();
        foreach (var (same, first) in questions.GroupBy(one => one.Text).Select((same, place) => (same.ToList(), place)))
        {
            if (same[0].Step.Action is not StepAction.WriteFile && !Joins(same[0].Step))
            {
                dealt.Add(Card.Of(same[first % same.Count].Number, same[first % same.Count].Point, Inside[first % Inside.Length]));
                continue;
            }

            var each = Joins(same[0].Step) ? (Inside.Length + same.Count - 1) / same.Count : 1;
            var ways = same[0].Step.Action is StepAction.WriteFile ? Inside.Where(way => way != BreakWay.Killed).ToArray() : Inside;
            for (var card = 0; card < same.Count * each; card++)
            {
                dealt.Add(Card.Of(same[card / each].Number, same[card / each].Point, ways[(first + card) % ways.Length]));
            }
        }

        foreach (var kind in questions.Where(one => one.Step.Action is StepAction.WriteFile).GroupBy(one => Kind(one.Step.Action)))
        {
            var files = kind.GroupBy(one => one.Number).DistinctBy(file => ((StepAction.WriteFile)file.First().Step.Action).File.Path).Select(file => file.ToList()).ToList();
            for (var turn = 0; turn < Math.Max(files.Count, files.Max(file => file.Count)); turn++)
            {
                var file = files[turn % files.Count];
                dealt.Add(Card.Of(file[0].Number, file[turn % file.Count].Point, BreakWay.Killed));
            }
        }

        foreach (var ((number, program), place) in questions.Select(one => (one.Number, one.Point.Program)).Distinct().Where(one => !dealt.Any(card => card.Number == one.Number && card.Program == one.Program)).Select((one, place) => (one, place)).ToList())
        {
            dealt.Add(Card.Of(number, questions.First(one => one.Number == number && one.Point.Program == program).Point, Inside[place % Inside.Length]));
        }

        foreach (var program in questions.GroupBy(one => one.Point.Program))
        {
            foreach (var way in Inside.Where(way => !dealt.Any(card => card.Program == program.Key && card.Way == way)).ToList())
            {
                dealt.Add(Card.Of(program.First().Number, program.First().Point, way));
            }
        }

        return dealt;
    }

    private static bool Joins(PlanStep step) => step.Id.EndsWith("/init", StringComparison.Ordinal) || step.Id.EndsWith("/join", StringComparison.Ordinal);

    /// <summary>Steps that do the same: files that are written in the same manner, and what different machines do for the same reason.</summary>
    private static string Same(PlanStep step) => step.Action is StepAction.WriteFile ? Kind(step.Action) : Normal(step.Id[step.Id.IndexOf('/', StringComparison.Ordinal)..]);

    private static string Kind(StepAction action) => action switch
    {
        StepAction.WriteFile { File.Placement: FilePlacement.Block } => "block",
        StepAction.WriteFile { File.KeepExisting: true } => "key",
        StepAction.WriteFile => "file",
        _ => "script",
    };

    // Numbers tell machines, processes and times apart.
    private static string Normal(string text) => Number().Replace(text, "#");

    private readonly record struct Card(int Number, int Exec, string Program, int Occurrence, BreakWay Way)
    {
        public static Card Of(int number, ProgramPoint point, BreakWay way) => new(number, point.Exec, point.Program, point.Occurrence, way);
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
