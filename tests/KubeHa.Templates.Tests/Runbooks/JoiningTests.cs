using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class JoiningTests
{
    [Fact]
    public void Control_planes_join_one_at_a_time_each_behind_the_apiserver_of_the_one_before()
    {
        var plan = Seen.Bare().Plan();

        plan.ShouldGo("master/init", "master/ready", "master2/join", "master2/ready", "master/joined/master2", "master/etcd-healthy/master3", "master3/join", "master3/ready");
    }

    [Fact]
    public void Nobody_joins_before_both_directors_forward_to_the_founding_machine()
    {
        var plan = Seen.Bare().Plan();

        foreach (var join in plan.Topics("join"))
        {
            plan.ShouldGo("lvs01/keepalived/running", Milestones.DirectorsUp, join);
            plan.ShouldGo("lvs02/keepalived/running", "lvs02/pool/master", join);
            plan.ShouldGo("master/ready", "lvs01/pool/master", join);
        }
    }

    [Fact]
    public void Every_control_plane_is_waited_for_in_the_pool_of_both_directors()
    {
        var plan = Seen.Bare().Plan();

        foreach (var director in (string[])["lvs01", "lvs02"])
        {
            foreach (var machine in (string[])["master", "master2", "master3"])
            {
                plan.ShouldGo($"{machine}/endpoint/serve", $"{director}/pool/{machine}", Milestones.ControlPlanesJoined);
            }
        }
    }

    [Fact]
    public void Workers_join_behind_the_last_control_plane()
    {
        var plan = Seen.Bare().Plan();

        foreach (var worker in (string[])["node1", "node2", "node3"])
        {
            plan.ShouldGo("master3/ready", $"{worker}/join", Milestones.WorkersJoined);
        }
    }

    [Fact]
    public void Before_each_join_of_a_control_plane_etcd_is_seen_and_saved()
    {
        var plan = Seen.Bare().Plan();

        foreach (var machine in (string[])["master2", "master3"])
        {
            plan.ShouldGo($"master/etcd-healthy/{machine}", $"master/etcd-snapshot/{machine}", $"{machine}/join");
            plan.ShouldGo($"master/join/peers/{machine}", $"{machine}/join");
            plan.ShouldGo($"{machine}/join/peers", $"{machine}/join");
        }
    }

    [Fact]
    public void Images_stand_before_a_machine_joins()
    {
        var plan = Seen.Bare().Plan();

        foreach (var join in plan.Topics("join"))
        {
            plan.ShouldGo(join.Replace("/join", "/images", StringComparison.Ordinal), join);
        }
    }

    [Fact]
    public void The_founding_init_makes_the_token_itself_and_the_last_step_deletes_it()
    {
        var plan = Seen.Bare().Plan();

        plan.Topics("join-token/ensure").Should().BeEmpty();
        foreach (var join in plan.Topics("join"))
        {
            plan.ShouldGo(join, "master/join-token/delete", Milestones.ClusterUp);
        }
    }

    [Theory]
    [InlineData("node2")]
    [InlineData("master3")]
    public void A_token_is_made_where_somebody_joins_and_deleted_last(string joining)
    {
        var seen = joining == "master3" ? Seen.Bare().Live("master", "master2").Joined("node1", "node2", "node3") : Seen.Bare().Live("master", "master2", "master3").Joined("node1", "node3");
        var plan = seen.Plan();

        plan.Topics("join").Should().Equal($"{joining}/join");
        plan.ShouldGo("master/join-token/ensure", $"{joining}/join", "master/join-token/delete");
        plan.Steps.Where(step => step.Host == "master").Select(step => step.Id).Last().Should().Be("master/join-token/delete");
    }

    [Fact]
    public void A_token_that_is_there_already_stops_nobody()
    {
        // An init that is finished in the same plan has made it.
        Seen.Bare().Live("master").Plan().Script("master/join-token/ensure").Script.Text.Should().Contain(" apply -f -");
    }

    [Fact]
    public void A_converged_cluster_is_only_looked_after()
    {
        var plan = Seen.Converged().Plan();

        plan.Ids().Should().NotContain(id => id.EndsWith("/init", StringComparison.Ordinal) || id.Contains("/join", StringComparison.Ordinal)
            || id.Contains("token", StringComparison.Ordinal) || id.Contains("clean-up", StringComparison.Ordinal)
            || id.EndsWith("/stop-serving", StringComparison.Ordinal) || id.Contains("snapshot", StringComparison.Ordinal) || id.EndsWith("/restart", StringComparison.Ordinal));
        plan.Steps.Select(step => step.Action).OfType<StepAction.RunScript>().Should().NotBeEmpty().And.OnlyContain(run => run.Unless != null, "a step without a probe always counts as a change");
    }

    [Fact]
    public void The_director_that_owns_the_virtual_IP_comes_last()
    {
        Seen.Converged().Plan().ShouldGo("lvs02/keepalived/running", "lvs01/keepalived/running");

        Seen.Bare().Live("master", "master2", "master3").Owns("lvs02").Plan().ShouldGo("lvs01/keepalived/running", "lvs02/keepalived/running");
    }

    [Fact]
    public void An_unreachable_worker_is_in_no_step_and_holds_nobody_up()
    {
        var plan = Seen.Bare().Unreachable("node2").Plan();

        plan.Targets().Should().NotContain("node2");
        plan.Ids().Should().NotContain(id => id.StartsWith("node2/", StringComparison.Ordinal));
        plan.Topics("init").Should().HaveCount(1);
        plan.Topics("join").Should().BeEquivalentTo("master2/join", "master3/join", "node1/join", "node3/join");
    }

    [Fact]
    public void A_run_for_one_worker_talks_to_it_and_to_one_live_control_plane()
    {
        var plan = Seen.Bare().Live("master").OnlyLookedAt("node2", "master").Plan("node2");

        plan.Targets().Should().BeEquivalentTo("master", "node2");
        plan.ShouldGo("master/join-token/ensure", "node2/join", "master/join-token/delete");
        plan.Steps.Where(step => step.Host == "master").Select(step => step.Id).Should().Equal("master/look/membership", "master/join-token/ensure", "master/join-token/delete");
    }

    [Fact]
    public void A_run_for_one_control_plane_changes_no_other()
    {
        var plan = Seen.Bare().Live("master2").StillAMember("master").HasNode("master").OnlyLookedAt("master", "master2").Plan("master");

        plan.Targets().Should().BeEquivalentTo("master", "master2");
        plan.ShouldGo("master2/clean-up/etcd/master", "master/join", "master/endpoint/serve");
        plan.Steps.Where(step => step.Host == "master2").Select(step => step.Action).OfType<StepAction.WriteFile>().Should().BeEmpty();
    }

    [Fact]
    public void A_run_for_a_worker_that_is_a_member_needs_nobody_else() =>
        Seen.Bare().Live("master").Joined("node2").OnlyLookedAt("node2", "master").Plan("node2").Targets().Should().Equal("node2");

    [Fact]
    public void No_file_is_transient_and_no_text_holds_a_secret()
    {
        var secrets = ClusterSecrets.Generate();
        var values = new[] { SecretNames.CaKey, SecretNames.EtcdCaKey, SecretNames.FrontProxyCaKey, SecretNames.ServiceAccountKey, SecretNames.VrrpPassword }
            .Select(name => secrets.TryGet(name, out var secret) ? secret.Reveal() : throw new InvalidOperationException(name)).ToList();

        foreach (var cluster in (Cluster[])[ReferenceClusters.InTheLab, ReferenceClusters.AsPublished])
        {
            var plan = InstallRunbook.Plan(cluster, cluster.Render(), Observations.None, null, secrets.Id);
            var text = plan.ToText();

            text.Should().NotContainAny("PRIVATE KEY").And.Contain("${secret:run/join-token}").And.Contain("${secret:pki/ca.key}");
            values.Should().OnlyContain(value => !text.Contains(value, StringComparison.Ordinal));
            plan.Steps.Select(step => step.Action).OfType<StepAction.WriteFile>().Should().OnlyContain(write => write.File.Placement != FilePlacement.Transient);
        }
    }

    [Fact]
    public void Whoever_owns_a_machine_is_written_before_the_keys()
    {
        var plan = Seen.Bare().Plan();

        foreach (var machine in (string[])["master", "master2", "master3"])
        {
            plan.ShouldGo($"{machine}/file{FilePaths.Marker}", $"{machine}/file{FilePaths.Pki}/ca.crt");
        }
    }
}
