using FluentAssertions;
using KubeHa.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace KubeHa.Crash.Tests;

/// <summary>A sample of the cases that <c>KubeHa.Simulation --all</c> carries out in full.</summary>
public sealed class CrashTests(ITestOutputHelper output, CrashTests.Benches benches) : IClassFixture<CrashTests.Benches>
{
    private const int Seed = 20;

    [SimulationFact]
    public async Task A_broken_installation_that_is_applied_again_ends_like_an_unbroken_one_in_dash() => await SampleAsync(await benches.DashAsync(), 24);

    [SimulationFact]
    public async Task A_broken_installation_that_is_applied_again_ends_like_an_unbroken_one_in_busybox()
    {
        using var bench = await Bench.CreateAsync(SimulatedShell.Busybox);
        await SampleAsync(bench, 16);
    }

    [SimulationFact]
    public async Task Without_its_clean_up_a_broken_join_cannot_be_joined_again()
    {
        var bench = await benches.DashAsync();
        var broken = bench.Cases.First(one => one.Step == "w1/join" && one.Break.Way == BreakWay.Killed && one.Place.Contains("after ca.crt", StringComparison.Ordinal));

        var without = await bench.Run(Mutation.CleanUp).RunAsync(broken);
        var with = await bench.Run().RunAsync(broken);

        without.Verdict.Should().Be(CaseVerdict.Red);
        with.Verdict.Should().Be(CaseVerdict.Converged, with.Detail);
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

    private async Task SampleAsync(Bench bench, int count)
    {
        var run = bench.Run();
        var results = new List<CaseResult>();
        foreach (var one in CrashCase.Sample(bench.Cases, count, Seed))
        {
            results.Add(await run.RunAsync(one));
            output.WriteLine($"{results[^1].Verdict} {results[^1].Id} ({results[^1].Place}) {results[^1].Seconds} s");
        }

        results.Should().HaveCount(count);
        results.Where(result => result.Verdict is CaseVerdict.Red or CaseVerdict.NotHit).Select(result => $"{result.Id} ({result.Place}): {result.Detail}").Should().BeEmpty();
    }

    /// <summary>The rehearsal that several tests share.</summary>
    public sealed class Benches : IDisposable
    {
        private Bench? dash;

        public async Task<Bench> DashAsync() => dash ??= await Bench.CreateAsync(SimulatedShell.Dash);

        public void Dispose() => dash?.Dispose();
    }
}
