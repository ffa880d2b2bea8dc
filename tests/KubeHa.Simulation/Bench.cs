using System.Collections.Concurrent;

namespace KubeHa.Simulation;

/// <summary>A world in which the installation was rehearsed, ready to break it.</summary>
public sealed class Bench : IDisposable
{
    private readonly SimulationTransport transport;
    private readonly JumpingClock clock;

    private Bench(World world, SimulationTransport transport, JumpingClock clock, Rehearsal rehearsal, IReadOnlyList<CrashCase> cases)
    {
        World = world;
        this.transport = transport;
        this.clock = clock;
        Rehearsal = rehearsal;
        Cases = cases;
    }

    public World World { get; }

    public Rehearsal Rehearsal { get; }

    /// <summary>Every case.</summary>
    public IReadOnlyList<CrashCase> Cases { get; }

    /// <exception cref="SimulationUnavailableException">This machine cannot hold simulated machines.</exception>
    public static async Task<Bench> CreateAsync(SimulatedShell shell)
    {
        var clock = new JumpingClock();
        var world = new World(SimulatedCluster.Create(), shell);
        try
        {
            var transport = new SimulationTransport(world, clock);
            var rehearsal = await Rehearsal.RunAsync(world, transport, clock);
            return new Bench(world, transport, clock, rehearsal, CrashCase.All(rehearsal));
        }
        catch
        {
            world.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A second world for the same rehearsal, to work beside this one, also with another shell: every case begins from a state that was kept, and
    /// what a step leaves does not tell which shell it ran in.
    /// </summary>
    /// <param name="shell">Its machines' shell.</param>
    public Bench Another(SimulatedShell shell)
    {
        var clockOfIt = new JumpingClock();
        var worldOfIt = new World(SimulatedCluster.Create(), shell);
        return new Bench(worldOfIt, new SimulationTransport(worldOfIt, clockOfIt), clockOfIt, Rehearsal, Cases);
    }

    /// <summary>A run of cases here; one at a time.</summary>
    /// <param name="mutation">What is taken out of every plan.</param>
    /// <param name="proven">What runs in other worlds have shown, and this one adds to; its own by default.</param>
    public CrashRun Run(Mutation mutation = Mutation.None, ConcurrentDictionary<string, Shown>? proven = null) => new(World, transport, clock, Rehearsal, mutation, proven ?? []);

    /// <summary>What is done by hand on the installed cluster here.</summary>
    public SituationRun Situations() => new(World, transport, Rehearsal);

    public void Dispose() => World.Dispose();
}
