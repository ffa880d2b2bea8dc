using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>
/// The whole install, and every repair, top to bottom. What it puts into the plan follows from what was observed; running it again is the resume.
/// Steps of one machine stand in its lane, one behind the other; what waits for another machine says so.
/// </summary>
internal sealed class InstallRunbook
{
    private readonly Cluster cluster;
    private readonly ConfigSet configs;
    private readonly ClusterState state;
    private readonly EtcdMachineState etcd;
    private readonly string? only;
    private readonly Dictionary<string, Lane> lanes;
    private readonly List<PlanStep> others = [];

    private InstallRunbook(Cluster cluster, ConfigSet configs, Observations observed, string? only)
    {
        this.cluster = cluster;
        this.configs = configs;
        this.only = only;
        state = ClusterState.Read(cluster, observed);
        etcd = EtcdMachineState.Read(cluster, observed);
        lanes = cluster.Machines.ToDictionary(machine => machine.Name, machine => new Lane(machine));
    }

    public static Plan Plan(Cluster cluster, ConfigSet configs, Observations observed, string? only, string? secretsId)
    {
        var runbook = new InstallRunbook(cluster, configs, observed, only);
        runbook.Install();
        var steps = runbook.lanes.Values.SelectMany(lane => lane.Steps).Concat(runbook.others).ToList();
        var busy = steps.Select(step => step.Host).ToHashSet(StringComparer.Ordinal);
        var machines = cluster.Machines.Where(machine => busy.Contains(machine.Name) || runbook.Concerns(machine)).ToList();
        var (guards, assumptions) = Guards.Of(cluster, observed, [.. machines.Where(machine => runbook.state[machine] != MemberState.Unreachable)], only);
        return KubeHa.Plan.Create(runbook.OnlyWakes ? $"Wake up {cluster.Name}" : only is null ? $"Bring up {cluster.Name}" : $"Bring {only} of {cluster.Name} up to date", machines.Select(machine => machine.Target), guards.Concat(steps), assumptions, secretsId);
    }

    private void Install()
    {
        CleanUpHalfMadeMembers();
        PrepareMachines();
        Milestone(Milestones.MachinesPrepared);

        BringUpDirectors();
        Milestone(Milestones.DirectorsUp, AllOf<Director>());

        if (cluster.EtcdMachines.Count > 0)
        {
            BringUpEtcd();
            Milestone(Milestones.EtcdUp, AllOf<EtcdMachine>());
        }

        if (state.Live.Count > 0)
        {
            MendMembers();
        }
        else if (OnlyWakes)
        {
            WakeSleepers();
            Milestone(Milestones.ControlPlaneUp, AllOf<ControlPlane>());
            return; // Who is a member is seen in the next round.
        }
        else if (MayFound)
        {
            FoundCluster();
        }

        Milestone(Milestones.ControlPlaneUp, Live is { } live ? lanes[live.Name].Last : []);

        JoinControlPlanes();
        Milestone(Milestones.ControlPlanesJoined, AllOf<ControlPlane>().Concat(others.Where(step => step.Id.Contains("/pool/", StringComparison.Ordinal)).Select(step => step.Id)), Tolerance);

        JoinWorkers();
        Milestone(Milestones.WorkersJoined, AllOf<Worker>());

        GiveClientsTheirKubeconfig();
        ForgetJoinToken();
        BringPodNetwork();
        Milestone(Milestones.ClusterUp, lanes.Values.SelectMany(lane => lane.Last));
    }

    /// <summary>Before the first file step of a machine that bears kubeadm's marks and is no member stands its clean-up.</summary>
    private void CleanUpHalfMadeMembers()
    {
        foreach (var machine in cluster.Nodes.Where(machine => Concerns(machine) && state[machine] == MemberState.HalfMade))
        {
            var lane = lanes[machine.Name];
            if (machine is ControlPlane)
            {
                EndpointSteps.StopServing(lane, cluster);
                KubeadmSteps.StopHalfMade(lane, cluster);
            }

            ForgetStaleMember(machine, lane.Last);
            KubeadmSteps.Reset(lane, cluster, state.Live.Take(1).SelectMany(live => lanes[live.Name].Last));
        }

        // A machine that came back bare (wiped, replaced) is still in the lists of the others.
        foreach (var machine in cluster.Nodes.Where(machine => Concerns(machine) && state[machine] == MemberState.Bare))
        {
            ForgetStaleMember(machine, []);
        }
    }

    private void ForgetStaleMember(Machine machine, IEnumerable<string> after)
    {
        if (state.Live is not [var live, ..])
        {
            return;
        }

        var waitFor = after.ToList();
        if (machine is ControlPlane controlPlane && state.EtcdMemberOf(controlPlane) is { } member)
        {
            EtcdSteps.RemoveMember(lanes[live.Name], cluster, machine.Name, member, waitFor);
        }

        if (state.HasNode(machine))
        {
            NodeSteps.Forget(lanes[live.Name], cluster, machine.Name, waitFor);
        }
    }

    private void PrepareMachines()
    {
        foreach (var machine in cluster.Machines.Where(Changes))
        {
            var lane = lanes[machine.Name];
            PackageSteps.Install(lane, cluster, configs);
            PreparationSteps.Prepare(lane, cluster);
            MachineSteps.WriteFiles(lane, configs);
            switch (machine)
            {
                case Director:
                    MachineSteps.Kernel(lane, configs, Readiness.Modules(cluster, machine));
                    break;
                case { RunsKubelet: true }:
                    MachineSteps.Kernel(lane, configs, Readiness.Modules(cluster, machine));
                    MachineSteps.SwapOff(lane, cluster);
                    if (machine is ControlPlane)
                    {
                        EndpointSteps.GateStands(lane, cluster);
                        if (state[machine] == MemberState.Bare && machine != Live)
                        {
                            EndpointSteps.StopServing(lane, cluster);
                        }
                    }

                    MachineSteps.Runtime(lane, cluster);
                    MachineSteps.Images(lane, cluster);
                    if (machine is ControlPlane && cluster.Etcd is EtcdTopology.External)
                    {
                        EtcdMachineSteps.ClientCertificate(lane, configs[machine.Name, FilePaths.KubeadmEtcd]);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The full pool from the start: every control plane decides by its gate when it gets traffic. A director that owns the virtual IP comes last.</summary>
    private void BringUpDirectors()
    {
        var gates = cluster.ControlPlanes.Select(machine => $"{machine.Name}/endpoint/gate").Where(id => lanes.Values.Any(lane => lane.Steps.Any(step => step.Id == id))).ToList();
        var before = new List<string>();
        foreach (var director in cluster.LvsPair.Directors.Where(Changes).OrderBy(director => state.OwnsVirtualAddress(director)))
        {
            DirectorSteps.Rule(lanes[director.Name], cluster);
            DirectorSteps.Keepalived(lanes[director.Name], state.OwnsVirtualAddress(director) ? gates.Concat(before) : gates);
            before.AddRange(lanes[director.Name].Last);
        }
    }

    /// <summary>
    /// Members on machines of their own. All of them start at once, the first time as at any later one: none is healthy before more than half of them run. One that lost its data
    /// is taken out and announced anew, one after the other, while the others are healthy; where nobody can say who is a member, it waits until somebody can.
    /// </summary>
    private void BringUpEtcd()
    {
        var machines = cluster.EtcdMachines.Where(Changes).ToList();
        var hasPlanes = state.Live.Count > 0 || Sleepers.Any();
        var anew = machines.Where(etcd.StartsAnew).ToList();
        var waiting = machines.Where(machine => hasPlanes && etcd.IsUnknown(machine)).ToList();
        var starting = machines.Except(anew).Except(waiting).ToList();
        foreach (var machine in machines)
        {
            var lane = lanes[machine.Name];
            if (etcd.IsEmpty && hasPlanes)
            {
                lane.Check("etcd/data", "See that etcd's data is there", Sh($"false"),
                    $"There are control planes of {cluster.Name}, and no machine has etcd's data any more: an empty etcd would be put under them. Restore a snapshot on {machine.Name} and the others, or reset the control planes to begin anew.");
            }

            EtcdMachineSteps.Certificates(lane, configs[machine.Name, FilePaths.KubeadmEtcd]);
            EtcdMachineSteps.Kubelet(lane);
            if (starting.Contains(machine))
            {
                EtcdMachineSteps.Start(lane, configs[machine.Name, FilePaths.KubeadmEtcd]);
            }
        }

        var started = starting.SelectMany(machine => lanes[machine.Name].Last).ToList();
        foreach (var machine in starting.Where(machine => !etcd.WaitsForAnnounced(machine)))
        {
            EtcdMachineSteps.Healthy(lanes[machine.Name], cluster, started);
        }

        // Where the cluster sleeps the next round sees more by itself.
        foreach (var machine in OnlyWakes ? [] : waiting)
        {
            lanes[machine.Name].Check("etcd/known", "See that the members are known before this machine joins them", Sh($"false"),
                $"{machine.Name} has no data of etcd, and no other machine listed its members when it was looked at: whether it is to be announced anew could not be said. Apply again.", started);
        }

        if (anew.Count > 0)
        {
            AnnounceAnew(anew);
        }
    }

    /// <summary>
    /// Whoever starts anew must know exactly who is a member at that moment. Those that were announced already go first, since the others may wait for them to have a majority; then
    /// all that is stale goes, and one after the other comes.
    /// </summary>
    private void AnnounceAnew(List<EtcdMachine> anew)
    {
        var live = lanes[etcd.Answering!.Name];
        if (etcd.Strangers(cluster) is { Count: > 0 } strangers)
        {
            live.Check("etcd/strangers", "See that etcd lists nobody else", Sh($"false"),
                $"etcd lists {string.Join(", ", strangers.Select(member => $"{(member.Name.Length > 0 ? member.Name : member.PeerAddress)} ({member.HexId})"))}, which is no machine of the model, and {string.Join(", ", anew.Select(machine => machine.Name))} cannot start beside it. Remove it (etcdctl member remove), or add its machine.");
        }

        var listed = cluster.EtcdMachines.Where(machine => etcd.MemberOf(machine) is not null).ToList();
        foreach (var machine in anew.Where(etcd.IsAnnounced))
        {
            EtcdMachineSteps.StartAnew(lanes[machine.Name], cluster, listed, live.Last);
            EtcdMachineSteps.Healthy(lanes[machine.Name], cluster);
        }

        var further = anew.Where(machine => !etcd.IsAnnounced(machine)).ToList();
        if (further.Count == 0)
        {
            return;
        }

        EtcdSteps.Healthy(live, cluster, further[0].Name, anew.Where(etcd.IsAnnounced).SelectMany(machine => lanes[machine.Name].Last));
        EtcdSteps.Snapshot(live, cluster, further[0].Name);
        foreach (var machine in further)
        {
            if (etcd.MemberOf(machine) is { } stale)
            {
                EtcdSteps.RemoveMember(live, cluster, machine.Name, stale, []);
            }
        }

        var members = listed.Except(further).ToList();
        foreach (var machine in further)
        {
            EtcdSteps.AddMember(live, cluster, machine);
            members.Add(machine);
            EtcdMachineSteps.StartAnew(lanes[machine.Name], cluster, members, live.Last);
            EtcdMachineSteps.Healthy(lanes[machine.Name], cluster);
            live.Wait($"etcd-joined/{machine.Name}", $"See that etcd is healthy with {machine.Name}", EtcdSteps.IsHealthy(cluster), TimeSpan.FromMinutes(2), lanes[machine.Name].Last);
        }
    }

    /// <summary>Members go on serving; those that do not answer are woken and waited for, never reset.</summary>
    private void MendMembers()
    {
        foreach (var machine in cluster.ControlPlanes.Where(machine => Changes(machine) && state[machine] is MemberState.Member or MemberState.Sick))
        {
            var lane = lanes[machine.Name];
            if (EtcdIsStacked)
            {
                EtcdSteps.NeverForced(lane);
            }

            // While etcd grows it has no quorum for a moment, and directors take apiservers out of the pool: nobody asks the cluster for anything then.
            NodeSteps.KubeletRuns(lane);
            KubeadmSteps.Ready(lane, cluster, after: cluster.EtcdMachines.Any(etcd.StartsAnew) ? EtcdUp : []);
            if (!state.HasNode(machine))
            {
                NodeSteps.NodeExists(lane, cluster);
            }

            KubeadmSteps.Mark(lane, cluster, configs[machine.Name, FilePaths.KubeadmInit]);
            if (state.EtcdMembers.Count(member => member.HasStarted) == 2 && EtcdTakesVoters)
            {
                KubeadmSteps.RestartApiServer(lane, cluster);
            }

            EndpointSteps.Serve(lane, cluster);
            HaveInPool(machine, EndpointSteps.KeptInPool);
            if (machine == Live)
            {
                KubeadmSteps.FinishInit(lane, cluster, configs[machine.Name, FilePaths.KubeadmInit], DialsDirectors ? PoolOf(machine) : []);
            }

            // Last: what the cluster keeps for all kubelets is uploaded by init, and one that was killed is only finished now.
            NodeSteps.KubeletConfigured(lane, cluster);
        }
    }

    /// <summary>Nobody answers, yet there is a cluster: after a blackout, or stuck without a quorum.</summary>
    private void WakeSleepers()
    {
        if (state.StuckSurvivor is { } survivor)
        {
            EtcdSteps.Unstick(lanes[survivor.Name], cluster);
        }

        foreach (var machine in Sleepers.Where(Changes))
        {
            var lane = lanes[machine.Name];
            if (EtcdIsStacked)
            {
                EtcdSteps.NeverForced(lane);
            }

            NodeSteps.KubeletRuns(lane);
            KubeadmSteps.Ready(lane, cluster, after: EtcdUp);
        }
    }

    /// <summary>
    /// Exactly one init: only here, and only where every control plane was looked at and none is or was a member. What init needs of the endpoint is the machine's loopback to
    /// itself; where nothing is bound it dials the directors, which refuse until they have seen its apiserver ready, and kubeadm goes on trying for four minutes.
    /// </summary>
    private void FoundCluster()
    {
        var founder = cluster.ControlPlanes[0];
        var lane = lanes[founder.Name];
        EndpointSteps.Serve(lane, cluster);
        KubeadmSteps.Init(lane, cluster, configs[founder.Name, FilePaths.KubeadmInit],
            [.. DialsDirectors ? [Milestones.DirectorsUp] : Array.Empty<string>(), .. EtcdUp]);
        HaveInPool(founder, EndpointSteps.InPool);
    }

    /// <summary>One at a time, unbound, through the virtual IP; each binds and opens its gate when its own apiserver is ready.</summary>
    private void JoinControlPlanes()
    {
        var joining = cluster.ControlPlanes.Where(machine => Changes(machine) && machine != Live && state[machine] is MemberState.Bare or MemberState.HalfMade).ToList();
        if (Live is not { } live || joining.Count == 0)
        {
            return;
        }

        var liveLane = lanes[live.Name];
        if (EtcdIsStacked && state.Live.Count > 0 && state.EtcdMembers.Count == 0)
        {
            liveLane.Check("etcd-members-known", "See that etcd's members are known before somebody joins", Sh($"false"),
                $"{live.Name} answers, and its etcd did not list its members when it was looked at: a stale one of {string.Join(", ", joining.Select(machine => machine.Name))} could not be removed first. Apply again.");
        }

        EnsureToken();
        foreach (var machine in joining)
        {
            var lane = lanes[machine.Name];
            if (EtcdIsStacked)
            {
                var members = cluster.ControlPlanes.Where(member => member == live || state[member] == MemberState.Member).Select(member => member.Address);
                EtcdSteps.PeersReachable(lane, "join/peers", members);
                EtcdSteps.PeersReachable(liveLane, $"join/peers/{machine.Name}", [machine.Address]);
                EtcdSteps.Healthy(liveLane, cluster, machine.Name);
                EtcdSteps.Snapshot(liveLane, cluster, machine.Name);
            }

            KubeadmSteps.JoinControlPlane(lane, cluster, configs[machine.Name, FilePaths.KubeadmJoin], [.. liveLane.Last, .. PoolOf(live), Milestones.DirectorsUp]);
            KubeadmSteps.Ready(lane, cluster);
            liveLane.Wait($"joined/{machine.Name}", $"See that {machine.Name} has joined", KubernetesProbes.NodeExists(cluster, live, machine.Name), TimeSpan.FromMinutes(2), lane.Last);
            Serve(machine);
            if (machine == joining[0] && state.EtcdMembers.Count <= 1 && EtcdTakesVoters)
            {
                KubeadmSteps.RestartApiServer(liveLane, cluster, lanes[machine.Name].Last);
            }
        }
    }

    /// <summary>All at once, behind the last control plane: where etcd takes voters, each join of one stops the API for a moment.</summary>
    private void JoinWorkers()
    {
        foreach (var worker in cluster.Workers.Where(Changes))
        {
            var lane = lanes[worker.Name];
            if (state[worker] is MemberState.Bare or MemberState.HalfMade && Live is { } live)
            {
                EnsureToken();
                KubeadmSteps.JoinWorker(lane, configs[worker.Name, FilePaths.KubeadmJoin], [.. lanes[live.Name].Last, .. PoolOf(live), Milestones.DirectorsUp]);
            }
            else
            {
                NodeSteps.KubeletRuns(lane);
                if (state[worker] is MemberState.Member)
                {
                    if (state.JoinedUnfinished(worker))
                    {
                        KubeadmSteps.FinishWorker(lane, cluster);
                    }

                    NodeSteps.KubeletConfigured(lane, cluster, [Milestones.ControlPlanesJoined]);
                }
            }
        }
    }

    private void GiveClientsTheirKubeconfig()
    {
        foreach (var client in cluster.Clients.Where(Changes))
        {
            NodeSteps.ClientKubeconfig(lanes[client.Name], cluster, [Milestones.ControlPlanesJoined]);
        }
    }

    private bool tokenIsThere;

    /// <summary>Init makes the run's token itself; a cluster whose tokens are all gone gets one here.</summary>
    private void EnsureToken()
    {
        if (!tokenIsThere && Live is { } live && !lanes[live.Name].Steps.Any(step => step.Id == $"{live.Name}/init"))
        {
            TokenSteps.Ensure(lanes[live.Name], cluster);
        }

        tokenIsThere = true;
    }

    private void ForgetJoinToken()
    {
        if (tokenIsThere && Live is { } live)
        {
            TokenSteps.Delete(lanes[live.Name], cluster, [Milestones.ControlPlanesJoined, Milestones.WorkersJoined]);
        }
    }

    private void BringPodNetwork()
    {
        if (cluster.PodNetwork is null || Live is not { } live)
        {
            return;
        }

        if (Changes(live))
        {
            PodNetworkSteps.Apply(lanes[live.Name], cluster, [Milestones.ControlPlanesJoined]);
        }

        var applied = lanes[live.Name].Last.ToList();
        foreach (var node in cluster.Nodes.Where(Changes))
        {
            PodNetworkSteps.Ready(lanes[node.Name], [.. applied, Milestones.WorkersJoined]);
        }
    }

    private void Serve(ControlPlane machine)
    {
        EndpointSteps.Serve(lanes[machine.Name], cluster);
        HaveInPool(machine, EndpointSteps.InPool);
    }

    private void HaveInPool(ControlPlane machine, Func<Cluster, Director, ControlPlane, IEnumerable<string>, PlanStep> step)
    {
        var after = lanes[machine.Name].Last.ToList();
        others.AddRange(cluster.LvsPair.Directors.Where(Changes).Select(director => step(cluster, director, machine, [.. after, .. lanes[director.Name].Last])));
    }

    private IEnumerable<string> PoolOf(ControlPlane machine) => others.Where(step => step.Id.EndsWith($"/pool/{machine.Name}", StringComparison.Ordinal)).Select(step => step.Id);

    /// <summary>The control plane through which everything is done: the first that answers, or the one that founds the cluster.</summary>
    private ControlPlane? Live => state.Live.Count > 0 ? state.Live[0] : MayFound ? cluster.ControlPlanes[0] : null;

    /// <summary>Every control plane was looked at, and none is or was a member.</summary>
    private bool MayFound => only is null && cluster.ControlPlanes.All(machine => state[machine] is MemberState.Bare or MemberState.HalfMade);

    private IEnumerable<ControlPlane> Sleepers => cluster.ControlPlanes.Where(machine => state[machine] == MemberState.Sick);

    /// <summary>Whether control planes dial the virtual IP remotely at any time, instead of themselves.</summary>
    private bool DialsDirectors => !Forwarding.Of(cluster).Binds;

    /// <summary>What to wait for where etcd has machines of its own.</summary>
    private IReadOnlyList<string> EtcdUp => cluster.EtcdMachines.Count > 0 ? [Milestones.EtcdUp] : [];

    private bool EtcdIsStacked => ExternalEtcd.Of(cluster) is null;

    private bool EtcdTakesVoters => EtcdIsStacked && !KubeadmFeatureGates.IsOn(cluster, "EtcdLearnerMode");

    /// <summary>Whether the plan changes this machine.</summary>
    private bool Changes(Machine machine) => state[machine] != MemberState.Unreachable && !WaitsForSleepers(machine) && (only is null || machine.Name == only);

    /// <summary>Whether the plan is about this machine at all, set-aside ones included.</summary>
    private bool Concerns(Machine machine) => !WaitsForSleepers(machine) && (only is null ? state[machine] != MemberState.Unreachable : machine.Name == only);

    /// <summary>While the cluster sleeps nobody can say whether a half-made machine is announced to it, and it may heal by itself: it is left alone until the next round.</summary>
    private bool WaitsForSleepers(Machine machine) => OnlyWakes && state[machine] == MemberState.HalfMade;

    private bool OnlyWakes => state.Live.Count == 0 && Sleepers.Any();

    private IEnumerable<string> AllOf<T>()
        where T : Machine => lanes.Values.Where(lane => lane.Machine is T).SelectMany(lane => lane.Last);

    /// <summary>What the control planes survive: their etcd goes on while more than half of its members do.</summary>
    private string Tolerance
    {
        get
        {
            var (members, planes) = (EtcdData.Machines(cluster).Count, cluster.ControlPlanes.Count);
            var quorum = (members / 2) + 1;
            var tolerated = FormattableString.Invariant($"{members} etcd {(members == 1 ? "member" : "members")}{(EtcdIsStacked ? string.Empty : " on machines of their own")}, a quorum of {quorum}; {members - quorum} may fail");
            return cluster.Etcd switch
            {
                EtcdTopology.Stacked => $"All control planes are there: {tolerated}",
                EtcdTopology.External => FormattableString.Invariant($"All control planes are there: {planes}, and {planes - 1} may fail; {tolerated}"),
                _ => FormattableString.Invariant($"All control planes are there: {planes}, and {planes - 1} may fail; etcd is run by others"),
            };
        }
    }

    private void Milestone(string id, IEnumerable<string>? after = null, string? title = null) =>
        others.Add(new PlanStep(id, string.Empty, title ?? id, new StepAction.Milestone()) { After = [.. after ?? lanes.Values.SelectMany(lane => lane.Last)] });
}
