namespace KubeHa.Templates;

/// <summary>How a cluster is applied.</summary>
public sealed class ApplyOptions
{
    /// <summary>The operator's folder: secrets that no machine has are taken from there, generated ones are saved there before anything else is done, and the log of the run is kept there (<see cref="RunJournal"/>).</summary>
    public ClusterFolder? Folder { get; init; }

    /// <summary>Secrets that the user brings, for example a CA of his own; they must agree with what live machines have.</summary>
    public ClusterSecrets? Secrets { get; init; }

    /// <summary>The one machine to bring up to date. Only it and one live control plane are contacted, and an init is never done.</summary>
    public string? Only { get; init; }

    /// <summary>Told of everything that happens in each round, in order.</summary>
    public Action<RunEvent>? OnEvent { get; init; }

    /// <summary>Changes every rendered file set before it is planned with: delegates stand before the plan, never in it.</summary>
    public Func<ConfigSet, ConfigSet>? MapFiles { get; init; }

    /// <summary>
    /// Adds steps of one's own to every plan that goes all the way, hung on the milestones of <see cref="Milestones"/>.
    /// Not asked for a plan that only wakes a sleeping cluster: that one ends at <see cref="Milestones.ControlPlaneUp"/>, and the next round has the rest.
    /// </summary>
    public Func<Plan, Plan>? ExtendPlan { get; init; }

    /// <summary>How often at most the loop of looking, planning and running is gone round until a run changes nothing.</summary>
    /// <value>The default is 5; an unbroken installation takes 2.</value>
    public int MaxRounds { get; init; } = 5;

    /// <summary>How long the whole of it may take. After that nothing new starts and running steps end, as if it had been asked to stop.</summary>
    /// <value>The default, <see langword="null"/>, sets no limit.</value>
    public TimeSpan? Limit { get; init; }

    /// <summary>Kills what is running on the machines.</summary>
    public CancellationToken KillToken { get; init; }

    /// <summary>The same with another handler.</summary>
    internal ApplyOptions Told(Action<RunEvent> handler) => new()
    {
        Folder = Folder,
        Secrets = Secrets,
        Only = Only,
        OnEvent = handler,
        MapFiles = MapFiles,
        ExtendPlan = ExtendPlan,
        MaxRounds = MaxRounds,
        Limit = Limit,
        KillToken = KillToken,
    };
}
