namespace KubeHa;

/// <summary>How a plan is run.</summary>
public sealed class RunOptions
{
    /// <summary>The values for the secrets that the plan names.</summary>
    public ClusterSecrets? Secrets { get; init; }

    /// <summary>Gives secrets that belong to one run and are kept nowhere (names that begin with <c>run/</c>), by name; <see langword="null"/> for an unknown one.</summary>
    public Func<string, Secret?>? RunSecrets { get; init; }

    /// <summary>Told of everything that happens, in order, one at a time.</summary>
    public Action<RunEvent>? OnEvent { get; init; }

    /// <summary>Machines that may be set aside when they cannot be reached (workers, clients, support machines); any other unreachable machine stops the run before anything was changed.</summary>
    public IReadOnlySet<string> MayBeSetAside { get; init; } = new HashSet<string>();

    /// <summary>How many connections are opened at once.</summary>
    /// <value>
    /// The default is 16: key exchanges cost processor time here. What one sshd takes at a time (ten, MaxStartups in sshd_config(5)) is the transport's
    /// own limit, for each first hop.
    /// </value>
    public int MaxConcurrentConnects { get; init; } = 16;

    /// <summary>How many machines are worked on at once.</summary>
    /// <value>The default is 64.</value>
    public int MaxConcurrentMachines { get; init; } = 64;

    /// <summary>How many texts too long to travel with other steps (above 64 KiB) are sent at once.</summary>
    /// <value>The default is 4.</value>
    public int MaxConcurrentUploads { get; init; } = 4;

    /// <summary>How long the run may take, from its first connection on. After that nothing new starts and running steps end, as if it had been asked to stop; each step has a time limit of its own.</summary>
    /// <value>The default, <see langword="null"/>, sets no limit.</value>
    public TimeSpan? Limit { get; init; }

    /// <summary>
    /// Locks the machines also for a plan that only looks: no other run works on them meanwhile, and what an earlier one left at work has ended before.
    /// A plan that may change something always takes the locks.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool LockAlways { get; init; }

    /// <summary>Kills what is running on the machines. The token of <see cref="PlanRunner.RunAsync"/> itself is the gentle one: nothing new starts, running steps end.</summary>
    public CancellationToken KillToken { get; init; }
}
