namespace KubeHa.Templates;

/// <summary>A fault that a drill makes. A closed set. Where no machine is named the drill takes the one that the fault says most about.</summary>
public abstract record DrillScenario
{
    private protected DrillScenario(string name, string? machine)
    {
        Name = name;
        Machine = machine;
    }

    /// <summary>The stable name, for example <c>director-maintenance</c>.</summary>
    public string Name { get; }

    /// <summary>The machine that is meant; <see langword="null"/> leaves the choice to the drill.</summary>
    public string? Machine { get; }

    /// <summary>Whether it needs a <see cref="DrillConsent"/>: requests fail meanwhile, or a machine is taken away.</summary>
    public virtual bool IsDisruptive => true;

    /// <summary>Whether it needs an <see cref="IFaultInjector"/>.</summary>
    public virtual bool NeedsInjector => false;

    /// <summary>keepalived is stopped in order on the director that has the virtual IP, and started again.</summary>
    /// <param name="Machine">The director.</param>
    public sealed record DirectorMaintenance(string? Machine = null) : DrillScenario("director-maintenance", Machine)
    {
        /// <inheritdoc/>
        public override bool IsDisruptive => false;
    }

    /// <summary>The table of the director that has the virtual IP is emptied behind keepalived's back (<c>ipvsadm -C</c>).</summary>
    /// <param name="Machine">The director.</param>
    public sealed record DirectorBlind(string? Machine = null) : DrillScenario("director-blind", Machine);

    /// <summary>An apiserver is killed (SIGKILL) and stays away: its kubelet is stopped first.</summary>
    /// <param name="Machine">The control plane.</param>
    public sealed record ApiServerCrash(string? Machine = null) : DrillScenario("apiserver-crash", Machine);

    /// <summary>An apiserver is frozen (SIGSTOP), for 60 seconds at most: it takes connections and answers none.</summary>
    /// <param name="Machine">The control plane.</param>
    public sealed record ApiServerHang(string? Machine = null) : DrillScenario("apiserver-hang", Machine);

    /// <summary>An etcd member is killed (SIGKILL) and stays away: its kubelet is stopped first.</summary>
    /// <param name="Machine">The control plane that it runs on.</param>
    public sealed record EtcdMemberLoss(string? Machine = null) : DrillScenario("etcd-member-loss", Machine);

    /// <summary>The leading controller-manager or scheduler is killed (SIGKILL).</summary>
    /// <param name="Leader">Which of the two.</param>
    public sealed record LeaderLoss(DrillLeader Leader) : DrillScenario(Leader == DrillLeader.Scheduler ? "scheduler-loss" : "controller-manager-loss", null)
    {
        /// <inheritdoc/>
        public override bool IsDisruptive => false;
    }

    /// <summary>All traffic of a machine's cluster interface is dropped, SSH too, until the timer on the machine lets it through again.</summary>
    /// <param name="Role">Whether a director or a control plane is cut.</param>
    /// <param name="Machine">The machine.</param>
    public sealed record NetworkCut(DrillRole Role, string? Machine = null) : DrillScenario(Role == DrillRole.Director ? "director-cut" : "control-plane-cut", Machine);

    /// <summary>The director that has the virtual IP loses its power.</summary>
    /// <param name="Machine">The director.</param>
    public sealed record DirectorLoss(string? Machine = null) : DrillScenario("director-loss", Machine)
    {
        /// <inheritdoc/>
        public override bool NeedsInjector => true;
    }

    /// <summary>A control plane loses its power.</summary>
    /// <param name="Machine">The control plane.</param>
    public sealed record ControlPlaneLoss(string? Machine = null) : DrillScenario("control-plane-loss", Machine)
    {
        /// <inheritdoc/>
        public override bool NeedsInjector => true;
    }

    /// <summary>With one control plane gone a second one loses its power: etcd has no majority, as expected, until both are back. Needs <see cref="DrillConsent.AcceptsQuorumLoss"/>.</summary>
    /// <param name="Machine">The second control plane; the first to go is another one.</param>
    public sealed record SecondControlPlaneLoss(string? Machine = null) : DrillScenario("second-control-plane-loss", Machine)
    {
        /// <inheritdoc/>
        public override bool NeedsInjector => true;
    }

    /// <summary>Every scenario once, the drill choosing the machines; those that need no injector first.</summary>
    public static IReadOnlyList<DrillScenario> All { get; } =
    [
        new DirectorMaintenance(), new DirectorBlind(), new ApiServerCrash(), new ApiServerHang(), new EtcdMemberLoss(),
        new LeaderLoss(DrillLeader.ControllerManager), new LeaderLoss(DrillLeader.Scheduler),
        new NetworkCut(DrillRole.Director), new NetworkCut(DrillRole.ControlPlane),
        new DirectorLoss(), new ControlPlaneLoss(), new SecondControlPlaneLoss(),
    ];

    /// <summary>The scenario of a name; <see langword="null"/> for an unknown one, and where the scenario chooses its machine itself but one is named.</summary>
    /// <param name="name">One of the names of <see cref="All"/>.</param>
    /// <param name="machine">The machine that is meant.</param>
    public static DrillScenario? Find(string name, string? machine = null) => name switch
    {
        "director-maintenance" => new DirectorMaintenance(machine),
        "director-blind" => new DirectorBlind(machine),
        "apiserver-crash" => new ApiServerCrash(machine),
        "apiserver-hang" => new ApiServerHang(machine),
        "etcd-member-loss" => new EtcdMemberLoss(machine),
        "controller-manager-loss" when machine is null => new LeaderLoss(DrillLeader.ControllerManager),
        "scheduler-loss" when machine is null => new LeaderLoss(DrillLeader.Scheduler),
        "director-cut" => new NetworkCut(DrillRole.Director, machine),
        "control-plane-cut" => new NetworkCut(DrillRole.ControlPlane, machine),
        "director-loss" => new DirectorLoss(machine),
        "control-plane-loss" => new ControlPlaneLoss(machine),
        "second-control-plane-loss" => new SecondControlPlaneLoss(machine),
        _ => null,
    };
}
