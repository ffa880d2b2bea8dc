using FluentAssertions;
using KubeHa.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace KubeHa.Crash.Tests;

/// <summary>One case of each way, and a mutation. <c>lab proof crash</c> carries out thousands.</summary>
public sealed class CrashTests(ITestOutputHelper output, CrashTests.Worlds worlds) : IClassFixture<CrashTests.Worlds>
{
    [SimulationFact]
    public async Task A_broken_installation_that_is_applied_again_ends_like_an_unbroken_one_in_dash() => MustBeGood(await (await worlds.StartAsync()).Dash);

    [SimulationFact]
    public async Task A_broken_installation_that_is_applied_again_ends_like_an_unbroken_one_in_busybox() => MustBeGood(await (await worlds.StartAsync()).Busybox);

    [SimulationFact]
    public async Task Without_its_clean_up_a_broken_join_cannot_be_joined_again()
    {
        var (without, with) = await (await worlds.StartAsync()).Mutation;

        without.Verdict.Should().Be(CaseVerdict.Red);
        with.Verdict.Should().Be(CaseVerdict.Converged, with.Detail);
    }

    [SimulationFact]
    public async Task The_cases_of_the_proof_leave_out_no_step_no_program_and_no_way()
    {
        string[] ofTheRunner = ["flock", "mkdir", "chmod", "sleep"];
        var bench = (await worlds.StartAsync()).Bench;

        var proof = ProofSet.Of(bench.Cases, bench.Rehearsal, 1);

        bench.Cases.Should().OnlyHaveUniqueItems("a place inside a step is one program, also where both ends of a pipe are called the same");
        proof.Should().OnlyHaveUniqueItems().And.BeSubsetOf(bench.Cases).And.HaveCountLessThan(bench.Cases.Count / 4);
        Distinct(proof, one => one.Break.Occurrence == 0 && one.Break.Exec > 0, one => (one.Step, one.Break.Way)).Should().BeEquivalentTo(Distinct(bench.Cases, one => one.Break.Occurrence == 0 && one.Break.Exec > 0, one => (one.Step, one.Break.Way)));
        Distinct(proof, one => !ofTheRunner.Contains(one.Break.Program), one => (one.Step, one.Break.Program)).Should().BeEquivalentTo(Distinct(bench.Cases, one => !ofTheRunner.Contains(one.Break.Program), one => (one.Step, one.Break.Program)));
        Distinct(proof, _ => true, one => (one.Break.Program, one.Break.Way)).Should().BeEquivalentTo(Distinct(bench.Cases, _ => true, one => (one.Break.Program, one.Break.Way)));
    }

    [SimulationFact]
    public void A_world_leaves_nothing_mounted_and_no_folder_behind()
    {
        string folder;
        using (var world = new World(SimulatedCluster.Create(), SimulatedShell.Dash))
        {
            folder = world.Folder;
            Directory.Exists(world.RootOf("cp1")).Should().BeTrue();
        }

        Directory.Exists(folder).Should().BeFalse();
        File.ReadAllText("/proc/self/mounts").Should().NotContain(folder);
    }

    private static HashSet<T> Distinct<T>(IEnumerable<CrashCase> cases, Func<CrashCase, bool> which, Func<CrashCase, T> what) => [.. cases.Where(which).Select(what)];

    private void MustBeGood(IReadOnlyList<CaseResult> results)
    {
        foreach (var result in results)
        {
            output.WriteLine($"{result.Verdict} {result.Id} ({result.Place}) {result.Seconds} s");
        }

        results.Where(result => result.Verdict is CaseVerdict.Red or CaseVerdict.NotHit).Select(result => $"{result.Id} ({result.Place}): {result.Detail}").Should().BeEmpty();
        results.Should().HaveCountGreaterThan(4);
    }

    /// <summary>What goes on at once in two worlds, one with each shell, over one rehearsal.</summary>
    public sealed class Worlds : IDisposable
    {
        private const int Seed = 20;

        private readonly SemaphoreSlim gate = new(1, 1);
        private Bench? dash;
        private Bench? busybox;
        private Running? running;

        public async Task<Running> StartAsync()
        {
            await gate.WaitAsync();
            try
            {
                if (running is null)
                {
                    dash = await Bench.CreateAsync(SimulatedShell.Dash);
                    busybox = dash.Another(SimulatedShell.Busybox);
                    var inDash = Task.Run(() => SampleAsync(dash, way => (int)way % 2 == 0));
                    var inBusybox = Task.Run(() => SampleAsync(busybox, way => (int)way % 2 == 1));
                    running = new Running(dash, inDash, inBusybox, MutationAsync(busybox, inBusybox));
                }

                return running;
            }
            finally
            {
                gate.Release();
            }
        }

        public void Dispose()
        {
            busybox?.Dispose();
            dash?.Dispose();
            gate.Dispose();
        }

        private static async Task<IReadOnlyList<CaseResult>> SampleAsync(Bench bench, Func<BreakWay, bool> its)
        {
            var run = bench.Run();
            var results = new List<CaseResult>();
            foreach (var one in CrashCase.OneOfEachWay(bench.Cases, Seed).Where(one => its(one.Break.Way)))
            {
                results.Add(await run.RunAsync(one));
            }

            return results;
        }

        private static async Task<(CaseResult Without, CaseResult With)> MutationAsync(Bench bench, Task before)
        {
            await before;
            var broken = bench.Cases.First(one => one.Step == "w1/join" && one.Break.Way == BreakWay.Killed && one.Place.Contains("after ca.crt", StringComparison.Ordinal));
            return (await bench.Run(Mutation.CleanUp).RunAsync(broken), await bench.Run().RunAsync(broken));
        }

        /// <summary>What comes of it.</summary>
        public sealed record Running(Bench Bench, Task<IReadOnlyList<CaseResult>> Dash, Task<IReadOnlyList<CaseResult>> Busybox, Task<(CaseResult Without, CaseResult With)> Mutation);
    }
}
