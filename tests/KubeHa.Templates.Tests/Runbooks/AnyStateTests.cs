using CsCheck;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>Whatever machines say, some things are never planned.</summary>
public sealed class AnyStateTests
{
    private static readonly ConfigSet Configs = ReferenceClusters.InTheLab.Render();

    private static readonly string[] ControlPlanes = [.. ReferenceClusters.InTheLab.ControlPlanes.Select(machine => machine.Name)];

    private static readonly string[] Workers = [.. ReferenceClusters.InTheLab.Workers.Select(machine => machine.Name)];

    private static readonly string?[] Scopes = [null, null, null, .. ReferenceClusters.InTheLab.Machines.Select(machine => machine.Name)];

    /// <summary>A machine: what it is, how etcd lists it, whether a node of its name exists.</summary>
    private static readonly Gen<(int Kind, int Member, bool Node)> Machine = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 2], Gen.Bool);

    private static readonly Gen<((int Kind, int Member, bool Node)[] Machines, (int Kind, int Member, bool Node)[] Workers, int Owner, int Scope, bool Mute)> States =
        Gen.Select(Machine.Array[3], Machine.Array[3], Gen.Int[0, 3], Gen.Int[0, Scopes.Length - 1], Gen.Int[0, 3].Select(one => one == 0));

    [Fact]
    public void No_state_makes_a_circle_a_second_cluster_or_the_reset_of_a_member() => States.Sample(
        state =>
        {
            var seen = Told(state.Machines, state.Workers, state.Owner, state.Mute);
            var observed = seen.Build();
            var only = Scopes[state.Scope];
            var plan = InstallRunbook.Plan(seen.Cluster, Configs, observed, only, null);

            var told = ControlPlanes.Zip(state.Machines).ToDictionary(pair => pair.First, pair => pair.Second.Kind);
            var alive = told.Where(machine => machine.Value is 4 or 5).Select(machine => machine.Key).ToList();
            var withData = told.Where(machine => machine.Value is 3 or 4 or 5).Select(machine => machine.Key).ToList();
            var inits = plan.Topics("init");
            inits.Count.Should().BeLessThanOrEqualTo(1);
            if (inits.Count == 1)
            {
                withData.Should().BeEmpty();
                told.Values.Should().NotContain(6);
                only.Should().BeNull();
            }

            var judged = ClusterState.Read(seen.Cluster, observed);
            foreach (var reset in plan.Topics("clean-up/reset").Concat(plan.Topics("endpoint/stop-serving")).Select(id => id.Split('/')[0]))
            {
                alive.Should().NotContain(reset);
                (alive.Count == 0 && withData.Contains(reset)).Should().BeFalse("nobody can say that {0} is no member", reset);
                judged[seen.Cluster.Machines.Single(machine => machine.Name == reset)].Should().BeOneOf(MemberState.Bare, MemberState.HalfMade);
            }

            plan.Topics("join").Select(id => id.Split('/')[0]).Should().NotIntersectWith(alive);
            plan.Targets().Should().NotIntersectWith(observed.Unreachable.Keys.Where(machine => machine != only));
            if (only is not null)
            {
                plan.Steps.Where(step => step.Action is StepAction.WriteFile).Select(step => step.Host).Should().NotContain(host => host != only);
                plan.Targets.Count.Should().BeLessThanOrEqualTo(2);
            }
        },
        iter: 1000, threads: 1, print: state =>
            $"control planes {string.Join(' ', state.Machines)}, workers {string.Join(' ', state.Workers)}, owner {state.Owner}, only {Scopes[state.Scope] ?? "all"}, etcd mute {state.Mute}");

    private static Seen Told((int Kind, int Member, bool Node)[] machines, (int Kind, int Member, bool Node)[] workers, int owner, bool mute)
    {
        var seen = new Seen();
        foreach (var (name, (kind, member, node)) in ControlPlanes.Zip(machines))
        {
            seen = kind switch
            {
                1 => seen.Marks(name, "bootstrap-kubelet.conf", "pki/apiserver.crt"),
                2 => seen.Marks(name, "kubelet.conf", "admin.conf", "manifests/etcd.yaml", "kubelet-config"),
                3 => seen.Marks(name, "kubelet.conf", "admin.conf", "manifests/etcd.yaml", "kubelet-config", "etcd-data"),
                4 or 5 => seen.Live(name),
                6 => seen.Unreachable(name),
                _ => seen,
            };
            if (kind is not (4 or 5))
            {
                seen = member == 1 ? seen.Announced(name) : member == 2 ? seen.StillAMember(name) : seen;
                seen = node ? seen.HasNode(name) : seen;
                seen = kind == 3 && member == 2 ? seen.EtcdAnswersOn(name) : seen;
            }
        }

        foreach (var (name, (kind, _, node)) in Workers.Zip(workers))
        {
            seen = kind switch
            {
                1 or 2 => seen.Marks(name, "kubelet-config"),
                3 or 4 => seen.Marks(name, "kubelet.conf", "kubelet-config"),
                6 => seen.Unreachable(name),
                _ => seen,
            };
            seen = node ? seen.HasNode(name) : seen;
        }

        seen = owner is 0 or 3 ? seen.Owns("lvs01") : seen;
        seen = owner is 1 or 3 ? seen.Owns("lvs02") : seen;
        return mute ? seen.EtcdIsMute() : seen;
    }
}
