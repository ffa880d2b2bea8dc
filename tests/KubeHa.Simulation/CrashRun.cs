using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace KubeHa.Simulation;

/// <summary>Carries cases out, one after the other, in one world.</summary>
/// <param name="world">The world.</param>
/// <param name="transport">The way to its machines.</param>
/// <param name="clock">Its clock.</param>
/// <param name="rehearsal">The unbroken installation.</param>
/// <param name="mutation">What is taken out of every plan.</param>
/// <param name="proven">States from which a run was seen to come to its end; shared by runs in several worlds.</param>
public sealed class CrashRun(World world, SimulationTransport transport, JumpingClock clock, Rehearsal rehearsal, Mutation mutation, ConcurrentDictionary<string, Shown> proven)
{
    private static readonly TimeSpan HangsAfter = TimeSpan.FromSeconds(90);

    public async Task<CaseResult> RunAsync(CrashCase one)
    {
        if (one.Break.Way is BreakWay.RunsOn or BreakWay.RunsOnIntoRun)
        {
            return await RunOnAsync(one);
        }

        var start = Stopwatch.GetTimestamp();
        var step = rehearsal.Steps[one.Number];
        step.Before.Restore(world);
        transport.Arm(one.Break.Machine, one.Break);
        var alone = Plan.Create("Broken", [world.Cluster.Machines.First(machine => machine.Name == step.Step.Host).Target], [step.Step with { After = [] }]);
        var running = new PlanRunner(transport, timeProvider: clock).RunAsync(Mutations.Of(alone, mutation), Rehearsal.OptionsOf(rehearsal.Secrets));
        var hangs = await Task.WhenAny(running, Task.Delay(HangsAfter)) != running;
        if (hangs)
        {
            await transport.LoseAllAsync();
        }

        var broken = await running;
        var wasHit = transport.WasHit;
        await transport.SettleAsync();
        transport.Disarm();
        var tree = TreeState.Capture(world, step.Before);
        var after = NormalState.Of(world, tree);
        CaseResult Result(CaseVerdict verdict, string detail) =>
            new(one.Id, one.Place, one.Break.Way, one.Step, verdict, detail, after.Key, Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 2));

        if (hangs)
        {
            return Result(CaseVerdict.Red, $"the broken run did not end within {HangsAfter.TotalSeconds} s, with every time limit passed");
        }

        if (!wasHit)
        {
            return Result(CaseVerdict.NotHit, broken.Failure ?? broken.Outcome.ToString());
        }

        if (MustGoOn(one, step) && broken.Outcome is not (RunOutcome.Changed or RunOutcome.NoChange))
        {
            return Result(CaseVerdict.Red, $"the connection was back at once, and the run did not go on by itself: {broken.Outcome}: {broken.Failure}");
        }

        if (proven.TryGetValue(after.Key, out var earlier))
        {
            return earlier.Stop is { } same ? Result(CaseVerdict.NamedStop, same) : Result(CaseVerdict.SameStateAsBefore, earlier.Case);
        }

        var commands = transport.Commands;
        var report = await ApplyAsync(null);
        if (NamedStop.Of(report.Failure) is { } stop)
        {
            var recovered = await ApplyAsync(stop.WithKeptSecrets ? rehearsal.Secrets : null);
            if (Judge(recovered, after, tree) is { } stillWrong)
            {
                return Result(CaseVerdict.Red, $"stopped ({stop.Name}), and its recovery did not help: {stillWrong}");
            }

            proven[after.Key] = new Shown(one.Id, stop.Name);
            return Result(CaseVerdict.NamedStop, stop.Name);
        }

        if (Judge(report, after, tree) is { } wrong)
        {
            return Result(CaseVerdict.Red, wrong);
        }

        proven[after.Key] = new Shown(one.Id, null);
        return Result(CaseVerdict.Converged, string.Create(CultureInfo.InvariantCulture, $"{report.Outcome}, {transport.Commands - commands} commands"));
    }

    /// <summary>The next run looks when no key is there; then what the broken run had begun is there up to this step; then the next run acts on what it saw.</summary>
    private async Task<CaseResult> RunOnAsync(CrashCase one)
    {
        var start = Stopwatch.GetTimestamp();
        var seen = rehearsal.Steps.First(step => step.Step.Action is StepAction.WriteFile { File.KeepExisting: true }).Before;
        var late = rehearsal.Steps[one.Number + 1].Before;
        var after = NormalState.Of(world, late);
        seen.Restore(world);
        var there = false;
        var keys = $"m/{one.Break.Machine}/etc/kubernetes/pki";
        if (one.Break.Way == BreakWay.RunsOnIntoRun)
        {
            // The file's path and the lock of a command that changes something stand in the command that writes it.
            transport.BeforeCommand = (machine, command) =>
            {
                if (!there && machine == one.Break.Machine && command.Contains("/.kubeha.", StringComparison.Ordinal))
                {
                    there = true;
                    late.Overlay(world, keys);
                }
            };
        }

        var report = await Rehearsal.ApplyAsync(world.Cluster, transport, clock, plan =>
        {
            if (!there && one.Break.Way == BreakWay.RunsOn)
            {
                there = true;
                late.Restore(world);
            }

            return Mutations.Of(plan, mutation);
        }, configs => Mutations.Of(configs, mutation));
        transport.BeforeCommand = null;
        var first = report.Failure;
        if (report.Outcome is RunOutcome.Failed)
        {
            report = await ApplyAsync(null); // the keys are seen now
        }

        var stop = NamedStop.Of(report.Failure);
        if (stop is { WithKeptSecrets: false })
        {
            foreach (var machine in world.Cluster.ControlPlanes.Where(machine => !Directory.Exists(Path.Combine(world.RootOf(machine.Name), "var/lib/etcd/member"))))
            {
                Directory.Delete(Path.Combine(world.RootOf(machine.Name), "etc/kubernetes/pki"), recursive: true);
            }
        }

        if (stop is not null)
        {
            report = await ApplyAsync(stop.WithKeptSecrets ? rehearsal.Secrets : null);
        }

        var wrong = Judge(report, after, late);
        return new CaseResult(one.Id, one.Place, one.Break.Way, one.Step,
            wrong is not null ? CaseVerdict.Red : stop is not null ? CaseVerdict.NamedStop : CaseVerdict.Converged,
            wrong is not null ? $"{wrong} (first: {first})" : stop?.Name ?? (first is null ? "Changed" : $"applied twice; first: {first}"), after.Key, Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 2));
    }

    /// <summary>Lost at a border of the step and back at once: the run looks, and gives the step again where it is not done. Without a probe it cannot look.</summary>
    private static bool MustGoOn(CrashCase one, RehearsedStep step) =>
        one.Break.Way is BreakWay.LostBeforeBack or BreakWay.LostAfterBack && step.IsOwn(one.Break.Exec) && step.Step.Action is not StepAction.RunScript { Unless: null };

    private Task<RunReport> ApplyAsync(ClusterSecrets? kept) => Rehearsal.ApplyAsync(
        world.Cluster, transport, clock, plan => Mutations.Of(plan, mutation), configs => Mutations.Of(configs, mutation), kept);

    /// <summary>What is wrong with an end; nothing where it is that of the unbroken installation.</summary>
    private string? Judge(RunReport report, NormalState after, TreeState tree)
    {
        if (report.Outcome is not (RunOutcome.Changed or RunOutcome.NoChange))
        {
            return $"{report.Outcome}: {report.Failure}";
        }

        var end = NormalState.Of(world, TreeState.Capture(world, tree));
        if (end.Differences(rehearsal.End) is { Count: > 0 } differences)
        {
            return "the end differs: " + string.Join('\n', differences.Take(12));
        }

        return after.Authority is { } ca && ca != end.Authority ? "the end has another CA than the machines had after the break" : null;
    }
}
