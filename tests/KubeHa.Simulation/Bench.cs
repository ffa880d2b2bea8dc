namespace KubeHa.Simulation;

/// <summary>A world in which the installation was rehearsed, ready to break it.</summary>
public sealed class Bench : IDisposable
{
    private readonly SimulationTransport transport;
    private readonly JumpingClock clock;

    private Bench(World world, SimulationTransport transport, JumpingClock clock, Rehearsal rehearsal)
    {
        World = world;
        this.transport = transport;
        this.clock = clock;
        Rehearsal = rehearsal;
        Cases = CrashCase.All(rehearsal);
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
            return new Bench(world, transport, clock, await Rehearsal.RunAsync(world, transport, clock));
        }
        catch
        {
            world.Dispose();
            throw;
        }
    }

    /// <summary>A run of cases here; one at a time.</summary>
    public CrashRun Run(Mutation mutation = Mutation.None) => new(World, transport, clock, Rehearsal, mutation);

    public void Dispose() => World.Dispose();
}
