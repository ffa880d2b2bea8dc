using System.Globalization;

namespace KubeHa.Templates;

/// <summary>The most that a figure may be, and how that was computed from the cluster's settings.</summary>
/// <param name="Value">The bound.</param>
/// <param name="Formula">The rule with the settings put in.</param>
internal sealed record DrillBound(TimeSpan Value, string Formula)
{
    public double Seconds => Value.TotalSeconds;
}

/// <summary>What the model's settings predict for each scenario. The rules themselves stand at <see cref="VrrpSettings"/> and <see cref="HealthCheckSettings"/>; here the allowance is added.</summary>
internal sealed class DrillBounds
{
    /// <summary>For the command itself, ARP, the beat of the attempts and a busy machine.</summary>
    public static readonly TimeSpan Allowance = TimeSpan.FromSeconds(0.5);

    // From the fault, which is given to systemctl, until keepalived hears that it is to stop: systemctl, the bus, systemd.
    private static readonly TimeSpan Stopping = TimeSpan.FromSeconds(0.3);

    // keepalived's track_script, as KeepalivedConfig writes it.
    private static readonly TimeSpan ScriptInterval = TimeSpan.FromSeconds(1);

    private const int ScriptFall = 2;

    // /readyz asks etcd for this long at most (kube-apiserver, --etcd-readycheck-timeout and before that a constant).
    private static readonly TimeSpan EtcdReadyCheck = TimeSpan.FromSeconds(2);

    // Defaults of controller-manager and scheduler; client-go adds up to 1.2 times to each retry.
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LeaseRetry = TimeSpan.FromSeconds(2) * 2.2;

    // Linux sends unacknowledged data again after 0.2 s at the least (TCP_RTO_MIN), then twice as long each time.
    private static readonly IReadOnlyList<double> Retransmissions = [0.2, 0.6, 1.4, 3, 6.2, 12.6, 25.4];

    private readonly VrrpSettings vrrp;
    private readonly HealthCheckSettings check;
    private readonly int survivor;

    /// <param name="cluster">The cluster, its facts known.</param>
    /// <param name="target">The machine that is hit.</param>
    public DrillBounds(Cluster cluster, Machine target)
    {
        vrrp = VrrpChoice.For(cluster.LvsPair);
        check = cluster.LvsPair.HealthCheck;

        // Of those that are left the one with the highest priority waits for the shortest time.
        survivor = cluster.LvsPair.Directors.Where(director => director.Name != target.Name).Max(director => director.Priority);
    }

    /// <summary>A director that nobody hears any more.</summary>
    public DrillBound Takeover => Bound(vrrp.MasterDownTime(survivor), $"3 adverts x {Text(vrrp.AdvertInterval)} + skew {SkewText}");

    private DrillBound OrderlyTakeover => Bound(Stopping + vrrp.SkewTime(survivor), $"{Text(Stopping)}, systemd stops keepalived + skew {SkewText}, after the master said that it leaves");

    private DrillBound BlindTakeover => Bound((ScriptFall * ScriptInterval) + vrrp.SkewTime(survivor), $"{ScriptFall} failed looks at the table x {Text(ScriptInterval)} + skew {SkewText}");

    private DrillBound Refusing => Removal(TimeSpan.Zero, "0 s, refused");

    private DrillBound Gone => Removal(check.ConnectTimeout, $"{Text(check.ConnectTimeout)}, no connection");

    private DrillBound Hanging => Removal(2 * check.ConnectTimeout, $"2 x {Text(check.ConnectTimeout)}, connected and no answer");

    private DrillBound WithoutEtcd => Removal(EtcdReadyCheck, $"{Text(EtcdReadyCheck)}, /readyz waits for etcd");

    private static DrillBound Untouched => Bound(TimeSpan.Zero, $"0 s, nothing that requests need is touched");

    private static DrillBound Leader => Bound(LeaseDuration + (2 * LeaseRetry), $"lease {Text(LeaseDuration)} + 2 retries x {Text(LeaseRetry)}");

    /// <summary>The outage; null where there is no bound, since the majority is gone until machines are back.</summary>
    public DrillBound? Outage(DrillScenario scenario) => scenario switch
    {
        DrillScenario.DirectorMaintenance => OrderlyTakeover,
        DrillScenario.DirectorBlind => BlindTakeover,
        DrillScenario.DirectorLoss or DrillScenario.NetworkCut { Role: DrillRole.Director } => Takeover,
        DrillScenario.LeaderLoss => Untouched,
        DrillScenario.SecondControlPlaneLoss => null,
        _ => OutOfPool(scenario),
    };

    /// <summary>The outage when the fault is undone: two masters that hear each other again need a takeover; nothing else may be noticed.</summary>
    public DrillBound OutageAtRejoin(DrillScenario scenario) => scenario is DrillScenario.NetworkCut { Role: DrillRole.Director } ? Takeover : Untouched;

    /// <summary>When the dead server must be out of every pool; null where no server dies.</summary>
    public DrillBound? OutOfPool(DrillScenario scenario) => scenario switch
    {
        DrillScenario.ApiServerCrash => Refusing,
        DrillScenario.ApiServerHang => Hanging,
        DrillScenario.EtcdMemberLoss => WithoutEtcd,
        DrillScenario.ControlPlaneLoss or DrillScenario.SecondControlPlaneLoss or DrillScenario.NetworkCut { Role: DrillRole.ControlPlane } => Gone,
        _ => null,
    };

    /// <summary>When another director must have the virtual IP; null where none has to.</summary>
    public DrillBound? VirtualIpMoved(DrillScenario scenario) => HitsDirector(scenario) ? Outage(scenario) : null;

    /// <summary>When another instance must lead; null where it need not.</summary>
    public static DrillBound? LeaderMoved(DrillScenario scenario) => scenario is DrillScenario.LeaderLoss ? Leader : null;

    /// <summary>The longest wait of a request without a limit: its packets are sent again when the client's kernel does so, not when the takeover is done.</summary>
    public DrillBound? LongestWait(DrillScenario scenario, string kernel)
    {
        if (!HitsDirector(scenario) || Outage(scenario) is not { } outage)
        {
            return null;
        }

        var schedule = SynSchedule.Of(kernel);
        var (syn, data) = (Next(schedule), Next(Retransmissions));
        return Bound(
            TimeSpan.FromSeconds(Math.Max(syn, data)),
            $"the first after {Text(outage.Value)} of SYNs that the client's kernel sends again ({Times(schedule)}) and of data on connections that stood ({Times(Retransmissions)})");

        double Next(IReadOnlyList<double> moments) => moments.FirstOrDefault(second => second >= outage.Seconds, moments[^1]);
    }

    /// <summary>Moments as text, in seconds.</summary>
    public static string Times(IEnumerable<double> moments) => string.Join(", ", moments.Select(second => second.ToString("0.#", CultureInfo.InvariantCulture))) + " s";

    /// <summary>How long must be measured: until everything is over, and then calm.</summary>
    public TimeSpan Window(DrillScenario scenario)
    {
        var last = new[] { Outage(scenario), OutOfPool(scenario), LeaderMoved(scenario) }.Max(bound => bound?.Value ?? TimeSpan.Zero);
        return (last == TimeSpan.Zero ? TimeSpan.FromSeconds(15) : last) + Calm;
    }

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(6);

    public static bool HitsDirector(DrillScenario scenario) =>
        scenario is DrillScenario.DirectorMaintenance or DrillScenario.DirectorBlind or DrillScenario.DirectorLoss or DrillScenario.NetworkCut { Role: DrillRole.Director };

    private DrillBound Removal(TimeSpan failure, string failureText) => Bound(
        check.OutWithin(failure),
        $"interval {Text(check.Interval)} + {check.Retries} retries x {Text(check.RetryDelay)} + {check.Retries + 1} checks x ({failureText})");

    private string SkewText => string.Create(CultureInfo.InvariantCulture, $"(256 - {survivor}) / 256 x {Text(vrrp.Version == 2 ? TimeSpan.FromSeconds(1) : vrrp.AdvertInterval)}");

    private static DrillBound Bound(TimeSpan value, FormattableString formula) => new(value + Allowance, $"{FormattableString.Invariant(formula)} + {Text(Allowance)}");

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
