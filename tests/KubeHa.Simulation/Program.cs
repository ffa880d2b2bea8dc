using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
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
    if (arguments.Situations)
    {
        var stops = NamedStop.All.Select(stop => (JsonNode)new JsonObject { ["name"] = stop.Name, ["says"] = stop.Says });
        var situations = new JsonObject { ["situations"] = await bench.Situations().RunAsync(), ["stops"] = new JsonArray([.. stops]) }.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        if (arguments.Out is { } file)
        {
            await File.WriteAllTextAsync(file, situations);
        }
        else
        {
            Console.WriteLine(situations);
        }

        return 0;
    }

    var chosen = (arguments.Set switch
        {
            CaseSet.All => bench.Cases,
            CaseSet.Proof => ProofSet.Of(bench.Cases, bench.Rehearsal, arguments.Seed),
            _ => CrashCase.Sample(bench.Cases, arguments.Sample, arguments.Seed),
        })
        .Where(one => arguments.Only is null || arguments.Only.Split('|').Any(part => one.Id.Contains(part, StringComparison.Ordinal))).ToList();
    if (arguments.List)
    {
        chosen.ForEach(one => Console.WriteLine($"{one.Id} ({one.Place})"));
        return 0;
    }

    var progress = Progress.Open(arguments);
    var proven = new ConcurrentDictionary<string, Shown>();
    foreach (var result in progress.Results)
    {
        if (Shown.By(result) is { } shown)
        {
            proven.TryAdd(result.State, shown);
        }
    }

    var steps = new ConcurrentQueue<IGrouping<int, CrashCase>>(chosen.Where(one => !progress.Has(one.Id)).GroupBy(one => one.Number));
    var benches = new List<Bench> { bench };
    try
    {
        while (benches.Count < arguments.Worlds)
        {
            benches.Add(bench.Another(arguments.Shell));
        }

        // The cases of a step in one world: most of them leave one of a few states.
        await Task.WhenAll(benches.Select(one => Task.Run(async () =>
        {
            var run = one.Run(arguments.Without, proven);
            while (steps.TryDequeue(out var step))
            {
                foreach (var its in step)
                {
                    try
                    {
                        progress.Add(await run.RunAsync(its));
                    }
                    catch
                    {
                        // A fault of the simulation, not of what it shows: the other worlds need not go on.
                        Console.Error.WriteLine($"The simulation failed at {its.Id}.");
                        steps.Clear();
                        throw;
                    }
                }
            }
        })));
    }
    finally
    {
        benches.Skip(1).ToList().ForEach(one => one.Dispose());
    }

    Console.WriteLine(progress.Finish(proven.Count, watch.Elapsed));
    return progress.Results.Any(result => result.Verdict == CaseVerdict.Red) ? 1 : 0;
}
catch (SimulationUnavailableException why)
{
    Console.Error.WriteLine($"No simulated machines here: {why.Message}");
    return 2;
}
