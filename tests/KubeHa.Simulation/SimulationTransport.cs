using System.Collections.Concurrent;
using System.Globalization;

namespace KubeHa.Simulation;

/// <summary>The way to simulated machines, and the one who breaks it.</summary>
/// <param name="world">The machines.</param>
/// <param name="clock">Whose time passes when something is to time out.</param>
public sealed class SimulationTransport(World world, JumpingClock clock) : ITransport
{
    private readonly ConcurrentDictionary<string, int> execs = new();
    private readonly ConcurrentDictionary<string, bool> gone = new();
    private readonly ConcurrentDictionary<SimulationSession, bool> sessions = new();
    private Break? broken;
    private int hit;

    /// <summary>Whether what was to be broken was really hit.</summary>
    public bool WasHit => hit > 0;

    /// <summary>Told of each command right before a machine runs it.</summary>
    public Action<string, string>? BeforeCommand { get; set; }

    /// <summary>How many commands were given to machines so far.</summary>
    public int Commands { get; private set; }

    internal World World => world;

    internal JumpingClock Clock => clock;

    /// <inheritdoc/>
    public Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (!gone.ContainsKey(target.Name))
        {
            var session = new SimulationSession(this, target.Name);
            sessions[session] = true;
            return Task.FromResult<IHostSession>(session);
        }

        return Task.FromException<IHostSession>(new TransportException(target, TransportFailure.Unreachable, "The simulated machine cannot be reached."));
    }

    /// <summary>Counts what machines are given from now on, and breaks it where told so.</summary>
    /// <param name="machine">The machine whose programs are counted.</param>
    /// <param name="what">What to break; nothing by default.</param>
    public void Arm(string machine, Break? what = null)
    {
        Disarm();
        broken = what;
        var sim = Path.Combine(world.RootOf(machine), "sim");
        File.WriteAllText(Path.Combine(sim, "armed"), what?.Inside is { } inside ? string.Create(CultureInfo.InvariantCulture, $"{what.Exec} {what.Program} {what.Occurrence} {inside}\n") : "0 none 0 none\n");
        File.CreateSymbolicLink(Path.Combine(world.RootOf(machine), "usr/local/bin"), "/tools/wrap");
    }

    /// <summary>Every connection is lost, and all that runs on the machines ends.</summary>
    public async Task LoseAllAsync()
    {
        foreach (var session in sessions.Keys)
        {
            await session.DisposeAsync();
        }
    }

    /// <summary>Waits until nothing of ours is at work on a machine any more: a job outlives the connection that gave it.</summary>
    public async Task SettleAsync()
    {
        foreach (var file in world.Cluster.Machines.SelectMany(machine => new[] { "job/lock", "work" }.Select(name => Path.Combine(world.RootOf(machine.Name), "run/kubeha", name))))
        {
            for (var tries = 0; tries < 3000 && IsHeld(file); tries++)
            {
                await Task.Delay(20);
            }
        }
    }

    /// <summary>All machines are whole and reached again.</summary>
    public void Disarm()
    {
        broken = null;
        hit = 0;
        gone.Clear();
        execs.Clear();
        foreach (var machine in world.Cluster.Machines)
        {
            var root = world.RootOf(machine.Name);
            foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "sim")).Where(file => Path.GetFileName(file) is "armed" or "hit" or "hanging" or "points" || Path.GetFileName(file).StartsWith("hits.", StringComparison.Ordinal)))
            {
                File.Delete(file);
            }

            File.Delete(Path.Combine(root, "usr/local/bin"));
        }
    }

    /// <summary>What was counted on a machine.</summary>
    public IReadOnlyList<ProgramPoint> Points(string machine)
    {
        var file = Path.Combine(world.RootOf(machine), "sim/points");
        return !File.Exists(file) ? [] : [.. File.ReadLines(file).Select(line => line.Split(' ', 4)).Where(words => words.Length == 4 && int.TryParse(words[0], out _) && int.TryParse(words[2], out _))
            .Select(words => new ProgramPoint(int.Parse(words[0], CultureInfo.InvariantCulture), words[1], int.Parse(words[2], CultureInfo.InvariantCulture), words[3].Trim()))];
    }

    /// <summary>How many commands a machine was given since <see cref="Arm"/>.</summary>
    public int ExecsOf(string machine) => execs.GetValueOrDefault(machine);

    internal (int Exec, Break? Break) Begin(string machine, string command)
    {
        BeforeCommand?.Invoke(machine, command);
        Commands++;
        var exec = execs.AddOrUpdate(machine, 1, (_, last) => last + 1);
        return (exec, broken is { } what && what.Machine == machine && what.Exec == exec ? what : null);
    }

    internal void Hit(Break what)
    {
        Interlocked.Increment(ref hit);
        if (what.IsLoss && !what.ComesBack)
        {
            gone[what.Machine] = true;
        }
    }

    // .NET takes a shared flock of what it reads alone.
    private static bool IsHeld(string file)
    {
        try
        {
            new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    internal void Forget(SimulationSession session) => sessions.TryRemove(session, out _);

    internal bool IsGone(string machine) => gone.ContainsKey(machine);
}
