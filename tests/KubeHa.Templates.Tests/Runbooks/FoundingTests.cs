using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>There is exactly one init, and only where nobody ever was a member.</summary>
public sealed class FoundingTests
{
    [Fact]
    public void Bare_machines_get_exactly_one_init_on_the_first_control_plane() =>
        Seen.Bare().Plan().Topics("init").Should().Equal("master/init");

    [Fact]
    public void The_dry_run_without_any_host_is_the_plan_of_bare_machines()
    {
        var cluster = ReferenceClusters.InTheLab;

        cluster.PlanConvergence(cluster.Render(), Observations.None).ToText().Should().Be(Seen.Bare().Plan().ToText());
    }

    [Fact]
    public void A_broken_init_that_left_no_data_is_cleaned_up_and_done_again()
    {
        var plan = Seen.Bare().Marks("master", "pki/apiserver.crt", "admin.conf").Plan();

        plan.ShouldGo("master/clean-up/reset", "master/file/var/lib/kubeha/cluster", "master/endpoint/serve", "master/init");
    }

    [Fact]
    public void A_founding_machine_that_was_wiped_joins_the_cluster_it_once_founded()
    {
        var plan = Seen.Bare().StillAMember("master").HasNode("master").Live("master2", "master3").Joined("node1", "node2", "node3").Plan();

        plan.Topics("init").Should().BeEmpty();
        plan.ShouldGo("master2/clean-up/etcd/master", "master/join", "master/ready", "master/endpoint/serve");
        plan.ShouldGo("master2/clean-up/node/master", "master/join");
    }

    [Fact]
    public void A_founding_machine_that_was_wiped_founds_nothing_while_the_others_sleep()
    {
        var plan = Seen.Bare().StillAMember("master").Asleep("master2", "master3").Plan();

        plan.Topics("init").Should().BeEmpty();
        plan.Topics("join").Should().BeEmpty();
        plan.Topics("clean-up/reset").Should().BeEmpty();
        plan.Has("master2/ready").Should().BeTrue();
    }

    [Theory]
    [InlineData("master")]
    [InlineData("master3")]
    public void Nothing_is_founded_and_nobody_joins_while_a_control_plane_is_unreachable(string machine)
    {
        var plan = Seen.Bare().Unreachable(machine).Plan();

        plan.Topics("init").Should().BeEmpty();
        plan.Topics("join").Should().BeEmpty();
        plan.Ids().Should().NotContain(id => id.Contains("token", StringComparison.Ordinal));
        plan.Targets().Should().NotContain(machine);
    }

    [Theory]
    [InlineData("master")]
    [InlineData("master2")]
    [InlineData("node1")]
    [InlineData("lvs01")]
    [InlineData("client")]
    public void A_run_for_one_machine_never_founds_a_cluster(string only)
    {
        var plan = Seen.Bare().OnlyLookedAt(only).Plan(only);

        plan.Topics("init").Should().BeEmpty();
        plan.Targets().Should().Equal(only);
    }

    [Fact]
    public void The_founding_machine_serves_before_init_and_the_others_after_their_own_apiserver()
    {
        var plan = Seen.Bare().Plan();

        plan.ShouldGo("master/endpoint/gate", "master/endpoint/serve", "master/init", "master/ready");
        foreach (var machine in (string[])["master2", "master3"])
        {
            plan.ShouldGo($"{machine}/endpoint/gate", $"{machine}/endpoint/stop-serving", $"{machine}/join/unbound", $"{machine}/join", $"{machine}/ready", $"{machine}/endpoint/serve");
        }
    }

    [Fact]
    public void Only_the_step_that_serves_writes_the_file_that_says_so()
    {
        foreach (var step in Seen.Bare().Plan().Steps)
        {
            var makes = step.Action is StepAction.RunScript run && run.Script.Text.Contains($"touch {FilePaths.RealServer}", StringComparison.Ordinal);
            var writes = step.Action is StepAction.WriteFile { File.Path: FilePaths.RealServer };
            (makes || writes).Should().Be(step.Id.EndsWith("/endpoint/serve", StringComparison.Ordinal), "of {0}", step.Id);
        }
    }

    [Fact]
    public void Every_gate_stands_before_a_director_starts()
    {
        var plan = Seen.Bare().Plan();

        foreach (var gate in plan.Topics("endpoint/gate"))
        {
            plan.ShouldGo(gate, "lvs01/keepalived/running");
            plan.ShouldGo(gate, "lvs02/keepalived/running");
        }
    }

    [Fact]
    public void Init_looks_again_before_it_founds() =>
        Seen.Bare().Plan().Script("master/init").Script.Text.Should().StartWith("if { [ -e /var/lib/etcd/member ] || ").And.Contain("exit 1; fi");

    [Fact]
    public void The_plan_says_what_the_control_planes_survive()
    {
        Seen.Bare().Plan().ToText().Should().Contain("3 etcd members, a quorum of 2; 1 may fail");
        new Seen(ClusterBuilder.From(ReferenceClusters.InTheLab).Remove("master2").Remove("master3").Build()).Plan().ToText().Should().Contain("1 etcd member, a quorum of 1; 0 may fail");
    }
}
