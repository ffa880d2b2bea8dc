using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>A plan says what it was made from, and is refused where that is so no longer.</summary>
public sealed class AssumptionTests
{
    private static readonly ClusterSecrets Ours = ClusterSecrets.Generate();

    private static string Asleep => Seen.Bare().Asleep("master3").Build()["master3", FactNames.Membership]!;

    public static TheoryData<string, string, string, string> Changes => new()
    {
        { "an init by somebody else", "master2", "bare=yes", "mark=admin.conf" },
        { "a worker that joined", "node3", "bare=yes", "mark=kubelet.conf" },
        { "an address that moved", "lvs01", "vip=yes", "bare=yes" },
        { "an apiserver that stopped", "master", "serves=yes", "serves=no" },
        { "another CA", "master", $"ca={SeenTexts.Ca}", "ca=other" },
        { "an etcd member anew", "master", SeenTexts.Id(ReferenceClusters.InTheLab.ControlPlanes[0]), "77" },
        { "a node that was deleted", "master", "node=node1\n", "" },
        { "another cluster's machine", "master", "marker-name=reference", "marker-name=other" },
    };

    [Fact]
    public void The_dry_run_assumes_bare_machines_and_looks_at_each_once()
    {
        var cluster = ReferenceClusters.InTheLab;

        var plan = cluster.PlanConvergence(cluster.Render(), Observations.None);

        plan.Assumptions.Should().Equal(cluster.Machines.Select(machine => new Assumption(machine.Name, FactNames.Membership, "bare=yes")));
        plan.Steps.Where(step => step.Action is StepAction.Observe).Select(step => step.Id).Should().Equal(cluster.Machines.Select(machine => $"{machine.Name}/look/membership"));
        plan.Steps.Where(step => step.Action is StepAction.Observe).Should().OnlyContain(step => step.After.Count == 0);
    }

    [Fact]
    public void What_was_seen_is_assumed_word_for_word_and_looked_at_by_the_same_step()
    {
        var seen = Seen.Converged();
        var (plan, observed) = (seen.Plan(), seen.Build());

        plan.Assumptions.Should().HaveCount(seen.Cluster.Machines.Count()).And.OnlyContain(assumed => assumed.Fact == FactNames.Membership && assumed.Value == observed[assumed.Host, assumed.Fact]);
        seen.Cluster.PlanObservation().Steps.Where(step => step.Id.EndsWith("/membership", StringComparison.Ordinal)).Should().BeSubsetOf(plan.Steps);
    }

    [Fact]
    public void What_comes_and_goes_by_itself_is_not_assumed()
    {
        var later = Seen.Converged()
            .Instead("master", FactNames.Clock, "1600000777.5").Instead("node1", FactNames.ClockAhead, "0.3").But("master", FactNames.System, "free-etcd=20000000", "free-etcd=19999999")
            .But("master", FactNames.Nodes, "node2 True", "node2 Unknown").But("master", FactNames.EtcdStatus, "\"raftIndex\":\"8\"", "\"raftIndex\":\"9\"")
            .But("lvs01", FactNames.IpvsTable, "192.168.33.9:6443 -g -w 1", "192.168.33.9:6443 -g -w 0");

        later.Plan().Should().Be(Seen.Converged().Plan());
    }

    [Fact]
    public void An_unreachable_machine_is_assumed_to_be_nothing_and_one_that_said_nothing_is_nobodys_bare_machine()
    {
        Seen.Converged().Unreachable("node2").Plan().Assumptions.Should().NotContain(assumed => assumed.Host == "node2").And.HaveCount(8);

        var mute = Seen.Bare().Instead("master2", FactNames.Membership, null);
        mute.State("master2").Should().Be(MemberState.Unreachable);
        mute.Plan().Topics("init").Should().BeEmpty();
        mute.Plan().Targets().Should().NotContain("master2");
    }

    [Fact]
    public void A_run_for_one_worker_does_not_care_for_the_nodes_of_others()
    {
        var before = new Seen().Live("master").HasNode("node1").Plan("node1");
        var after = new Seen().Live("master").HasNode("node1", "node2", "node3").Plan("node1");

        before.Targets().Should().BeEquivalentTo("master", "node1");
        before.Assumptions.Should().Equal(after.Assumptions);
        before.Assumptions.Single(assumed => assumed.Host == "master").Value.Should().Contain("node=node1").And.NotContain("node=node2").And.NotContain("node=master2");
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_changed_machine_stops_the_run_before_the_first_change_with_both_values(string what, string machine, string was, string isNow)
    {
        var seen = was == MembershipProbe.Bare ? Seen.Bare() : Seen.Converged();
        var plan = InstallRunbook.Plan(seen.Cluster, seen.Cluster.Render(), seen.Build(), null, Ours.Id);
        var now = (was == MembershipProbe.Bare ? Seen.Bare() : Seen.Converged()).But(machine, FactNames.Membership, was, isNow);
        var machines = new Machines(now);

        var report = await seen.Cluster.ApplyPlanAsync(Plan.FromJson(plan.ToJson()), new PlanRunner(machines.Transport), new ApplyOptions { Secrets = Ours });

        report.Outcome.Should().Be(RunOutcome.Failed, what);
        report.Failure.Should().StartWith($"{machine}: ").And.ContainAll(FactNames.Membership, $"'{seen.Build()[machine, FactNames.Membership]}'", $"'{now.Build()[machine, FactNames.Membership]}'");
        machines.Changes.Should().BeEmpty();
        machines.Transport.Commands.Should().HaveCountLessThanOrEqualTo(plan.Targets.Count, "nothing but the looks was asked");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_plan_is_run_once_and_exactly_where_the_machines_are_as_they_were(bool bare)
    {
        var seen = bare ? Seen.Bare() : Seen.Converged();
        var plan = InstallRunbook.Plan(seen.Cluster, seen.Cluster.Render(), bare ? Observations.None : seen.Build(), null, Ours.Id);
        var machines = new Machines(_ => true, seen);

        var report = await seen.Cluster.ApplyPlanAsync(plan, new PlanRunner(machines.Transport), new ApplyOptions { Secrets = Ours });

        report.Outcome.Should().Be(RunOutcome.Changed, report.Failure);
        report.Steps.Select(step => step.Step).Should().Equal(plan.Steps);
    }

    [Fact]
    public async Task A_machine_that_changed_by_itself_while_applying_is_looked_at_again()
    {
        var machines = new Machines(round => false, Bearing(Seen.Converged())) { Instead = (machine, fact, asked) => machine == "master3" && fact == FactNames.Membership && asked == 1 ? Asleep : null }
            .Have("master", Ours, [.. Keys()]).Have("master2", Ours, [.. Keys()]).Have("master3", Ours, [.. Keys()]);

        var report = await ReferenceClusters.InTheLab.ApplyAsync(new PlanRunner(machines.Transport), new ApplyOptions { Secrets = Ours });

        report.Outcome.Should().Be(RunOutcome.NoChange, report.Failure);
        report.Steps.Count(step => step.Status == StepStatus.Failed).Should().Be(1);
        report.Steps.Count(step => step.Step.Id == Milestones.ClusterUp && step.Status == StepStatus.Holds).Should().Be(1);
    }

    [Fact]
    public async Task A_machine_that_never_comes_to_rest_is_a_failure_that_says_so()
    {
        var machines = new Machines(round => false, Bearing(Seen.Converged())) { Instead = (machine, fact, asked) => machine == "master3" && fact == FactNames.Membership && asked % 2 == 1 ? Asleep : null }
            .Have("master", Ours, [.. Keys()]).Have("master2", Ours, [.. Keys()]).Have("master3", Ours, [.. Keys()]);

        var report = await ReferenceClusters.InTheLab.ApplyAsync(new PlanRunner(machines.Transport), new ApplyOptions { Secrets = Ours, MaxRounds = 2 });

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().StartWith("master3: the plan was made when membership was");
        machines.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task A_plan_for_other_secrets_or_without_any_or_for_other_machines_is_refused()
    {
        var cluster = ReferenceClusters.InTheLab;
        var machines = new Machines(Seen.Bare());
        var runner = new PlanRunner(machines.Transport);
        var plan = InstallRunbook.Plan(cluster, cluster.Render(), Observations.None, null, Ours.Id);

        (await Failure(plan, new ApplyOptions { Secrets = ClusterSecrets.Generate() })).Should().Contain("these are two clusters");
        (await Failure(plan, new ApplyOptions())).Should().Contain(Ours.Id).And.Contain("has none");
        (await Failure(cluster.PlanConvergence(cluster.Render(), Observations.None), new ApplyOptions { Secrets = Ours })).Should().Contain("does not say for which secrets");
        (await Failure(Plan.FromJson(plan.ToJson().Replace("\"192.168.33.12\"", "\"192.168.33.99\"", StringComparison.Ordinal)), new ApplyOptions { Secrets = Ours })).Should().Contain("node1 (192.168.33.99)");
        machines.Transport.Commands.Should().BeEmpty();

        async Task<string?> Failure(Plan given, ApplyOptions options)
        {
            var report = await cluster.ApplyPlanAsync(given, runner, options);
            report.Outcome.Should().Be(RunOutcome.Failed);
            return report.Failure;
        }
    }

    [Fact]
    public async Task Planning_changes_no_machine_and_keeps_the_new_secrets_that_the_plan_is_for()
    {
        var path = Directory.CreateTempSubdirectory("kubeha-").FullName;
        try
        {
            var folder = new ClusterFolder(path);
            var machines = new Machines(Seen.Bare());

            var planned = await ReferenceClusters.InTheLab.PlanAsync(new PlanRunner(machines.Transport), new ApplyOptions { Folder = folder });

            planned.Run.Failure.Should().BeNull();
            planned.Plan!.SecretsId.Should().Be((await folder.LoadSecretsAsync())!.Id);
            machines.Changes.Should().BeEmpty();
            (await ReferenceClusters.InTheLab.ApplyPlanAsync(planned.Plan, new PlanRunner(machines.Transport), new ApplyOptions { Folder = folder })).Failure.Should().BeNull();

            var nowhere = await ReferenceClusters.InTheLab.PlanAsync(new PlanRunner(machines.Transport));
            nowhere.Plan.Should().BeNull();
            nowhere.Run.Failure.Should().Contain("no folder to keep them in");
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static IEnumerable<string> Keys() =>
    [
        SecretNames.CaCertificate, SecretNames.CaKey, SecretNames.FrontProxyCaCertificate, SecretNames.FrontProxyCaKey,
        SecretNames.EtcdCaCertificate, SecretNames.EtcdCaKey, SecretNames.ServiceAccountPublicKey, SecretNames.ServiceAccountKey,
    ];

    private static Seen Bearing(Seen seen) => seen.Cluster.Nodes.Aggregate(seen, (told, machine) => told.But(machine.Name, FactNames.System, SeenTexts.Ca, Ours.Id));
}
