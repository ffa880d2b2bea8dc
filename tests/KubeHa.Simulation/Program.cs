using System.Diagnostics;
using KubeHa.Simulation;

if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

try
{
    var watch = Stopwatch.StartNew();
    using var bench = await Bench.CreateAsync(arguments.Shell);
    Console.WriteLine($"Unbroken: {bench.Rehearsal}, {watch.Elapsed.TotalSeconds:0} s; {bench.Cases.Count} cases.");
    var chosen = (arguments.All ? bench.Cases : CrashCase.Sample(bench.Cases, arguments.Sample, arguments.Seed))
        .Where(one => arguments.Only is null || one.Id.Contains(arguments.Only, StringComparison.Ordinal))
        .Where((_, place) => place % arguments.Parts == arguments.Part - 1).ToList();
    var progress = Progress.Open(arguments);
    var run = bench.Run(arguments.Without);
    foreach (var earlier in progress.Results)
    {
        run.Know(earlier);
    }

    foreach (var one in chosen.Where(one => !progress.Has(one.Id)))
    {
        var result = await run.RunAsync(one);
        progress.Add(result);
        if (result.Verdict is CaseVerdict.Red or CaseVerdict.NotHit)
        {
            Console.WriteLine($"{result.Verdict}: {result.Id} ({result.Place})\n    {result.Detail.ReplaceLineEndings("\n    ")}");
        }
    }

    Console.WriteLine(progress.Finish(run.Proven.Count, watch.Elapsed));
    return progress.Results.Any(result => result.Verdict == CaseVerdict.Red) ? 1 : 0;
}
catch (SimulationUnavailableException why)
{
    Console.Error.WriteLine($"No simulated machines here: {why.Message}");
    return 2;
}
