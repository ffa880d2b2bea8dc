using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class RepairTests
{
    [Fact]
    public void A_half_made_control_plane_is_cleaned_up_before_its_first_file_and_joins_again()
    {
        var plan = Seen.Bare().Live("master", "master2").Announced("master3").Marks("master3", "kubelet.conf", "manifests/etcd.yaml", "etcd-data").HasNode("master3").Plan();

        plan.ShouldGo("master3/endpoint/stop-serving", "master3/clean-up/kubelet", "master/clean-up/etcd/master3", "master3/clean-up/reset", $"master3/file{FilePaths.Marker}", "master3/join");
        plan.ShouldGo("master/clean-up/node/master3", "master3/clean-up/reset");
        plan.Steps.First(step => step.Host == "master3" && step.Action is StepAction.WriteFile).Id.Should().Be($"master3/file{FilePaths.Marker}");
        plan.Topics("clean-up/reset").Should().Equal("master3/clean-up/reset");
    }

    [Fact]
    public void What_a_half_made_control_plane_runs_is_ended_by_Docker_itself_where_the_kubelet_spoke_to_it()
    {
        var cluster = ClusterBuilder.From(ReferenceClusters.InTheLab).WithRuntime(new ContainerRuntime.Docker("20.10.24")).Build();
        var script = new Seen(cluster).Live("master", "master2").Marks("master3", "kubelet.conf", "manifests/etcd.yaml", "etcd-data").Plan().Script("master3/clean-up/kubelet");

        script.Script.Text.Should().Contain("docker rm -f").And.NotContain("crictl");
        script.Unless!.Text.Should().Contain("docker ps -q").And.NotContain("crictl");
    }

    [Fact]
    public void The_stale_member_is_named_by_the_id_that_etcd_gave_it()
    {
        var master3 = ReferenceClusters.InTheLab.ControlPlanes.Single(machine => machine.Name == "master3");
        var script = Seen.Bare().Live("master", "master2").Announced("master3").Marks("master3", "kubelet.conf").Plan().Script("master/clean-up/etcd/master3");

        script.Script.Text.Should().Contain($$"""{"ID":"{{SeenTexts.Id(master3)}}"}""").And.Contain("/v3/cluster/member/remove");
        script.Unless!.Text.Should().Contain($"\"ID\":\"{SeenTexts.Id(master3)}\"");
    }

    [Fact]
    public void The_first_half_of_a_join_is_undone_without_touching_etcd()
    {
        var plan = Seen.Bare().Live("master").Marks("master2", "bootstrap-kubelet.conf", "pki/apiserver.crt").Plan();

        plan.Ids().Should().NotContain(id => id.Contains("clean-up/etcd", StringComparison.Ordinal));
        plan.ShouldGo("master2/clean-up/reset", "master2/join", "master2/ready", "master3/join");
    }

    [Fact]
    public void A_half_made_worker_is_reset_and_joins_again()
    {
        var plan = Seen.Bare().Live("master", "master2", "master3").Joined("node2", "node3").Marks("node1", "kubelet-config").Plan();

        plan.ShouldGo("node1/clean-up/reset", "node1/join");
        plan.Topics("clean-up/reset").Should().Equal("node1/clean-up/reset");
    }

    [Fact]
    public void A_wiped_worker_leaves_no_stale_node_behind() =>
        Seen.Bare().Live("master", "master2", "master3").Joined("node2", "node3").HasNode("node1").Plan().ShouldGo("master/clean-up/node/node1", "node1/join");

    [Fact]
    public void A_sick_member_is_woken_and_waited_for_and_never_reset()
    {
        var plan = Seen.Bare().Live("master", "master2").Asleep("master3").HasNode("master3").Joined("node1", "node2", "node3").Plan();

        plan.ShouldGo("master3/kubelet/running", "master3/ready", "master3/endpoint/serve");
        plan.Ids().Should().NotContain(id => id.Contains("clean-up", StringComparison.Ordinal) || id.EndsWith("/join", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("master")]
    [InlineData("node1")]
    public void A_join_that_was_killed_after_kubeadm_had_ended_leaves_no_token_on_a_member(string member)
    {
        var script = Seen.Converged().Plan().Script($"{member}/kubelet/running");

        foreach (var left in new[] { FilePaths.KubeadmInit, FilePaths.KubeadmJoin })
        {
            script.Script.Text.Should().Contain(left);
            script.Unless!.Text.Should().Contain($"[ ! -e {left} ]");
        }
    }

    [Fact]
    public void A_worker_whose_kubelet_joined_without_kubeadm_gets_what_kubeadm_had_left_to_do()
    {
        var plan = Seen.Converged().Marks("node2", "bootstrap-kubelet.conf").Plan();

        plan.ShouldGo("node2/kubelet/running", "node2/join/finish", "node2/kubelet/configuration");
        var script = plan.Script("node2/join/finish");
        script.Script.Text.Should().MatchRegex("annotate --overwrite node node2 .*cri-socket=unix:///run/containerd/containerd.sock.* && rm -f /etc/kubernetes/bootstrap-kubelet.conf$");
        plan.Ids().Should().NotContain(id => id.Contains("clean-up", StringComparison.Ordinal) || id.EndsWith("/join", StringComparison.Ordinal) || id == "node1/join/finish");
    }

    [Fact]
    public void A_workers_join_has_not_ended_while_its_token_lies_there() =>
        Seen.Bare().Plan().Script("node1/join").Unless!.Text.Should().Contain("[ ! -e /etc/kubernetes/bootstrap-kubelet.conf ]");

    [Fact]
    public void A_reset_takes_only_its_own_files_out_of_the_folder_that_the_runner_works_in()
    {
        var script = Seen.Bare().Live("master", "master2").Marks("master3", "kubelet.conf").Plan().Script("master3/clean-up/reset").Script.Text;

        script.Should().Contain(FilePaths.KubeadmJoin).And.NotContain("rm -rf /run/kubeha");
    }

    [Fact]
    public void A_member_whose_node_object_is_gone_registers_again() =>
        Seen.Converged().ListsNodes("master", "master", "master2").Plan().ShouldGo("master3/ready", "master3/kubelet/registered", "master3/endpoint/serve");

    [Fact]
    public void After_a_blackout_nobody_is_reset_joined_or_founded()
    {
        var plan = Seen.Bare().Asleep("master", "master2", "master3").Marks("node1", "kubelet.conf").Plan();

        plan.Ids().Should().NotContain(id => id.Contains("clean-up", StringComparison.Ordinal) || id.EndsWith("/join", StringComparison.Ordinal)
            || id.EndsWith("/init", StringComparison.Ordinal) || id.Contains("token", StringComparison.Ordinal) || id.EndsWith("/unstick", StringComparison.Ordinal)
            || id.EndsWith("/endpoint/stop-serving", StringComparison.Ordinal));
        plan.Topics("ready").Should().BeEquivalentTo("master/ready", "master2/ready", "master3/ready");
        plan.ShouldGo("master3/ready", Milestones.ControlPlaneUp);
    }

    [Fact]
    public void A_stuck_survivor_is_made_the_only_member_and_loses_the_flag_before_it_is_waited_for()
    {
        var plan = Seen.Bare().Asleep("master").EtcdAnswersOn("master").Announced("master2").Marks("master2", "pki/apiserver.crt").Plan();

        plan.ShouldGo("master/etcd/unstick", "master/etcd/alone", "master/etcd/not-forced", "master/ready");
        plan.Topics("init").Should().BeEmpty();
        plan.Steps.Should().NotContain(step => step.Host == "master2", "who is half-made is judged again when the cluster answers");
    }

    [Fact]
    public void An_init_that_broke_in_its_last_phases_is_finished_before_anyone_joins() =>
        Seen.Bare().Live("master").Plan().ShouldGo("master/ready", "master/init/finish", "master2/join");

    [Fact]
    public void Clients_get_their_kubeconfig_when_all_control_planes_serve() =>
        Seen.Bare().Plan().ShouldGo("lvs02/pool/master3", Milestones.ControlPlanesJoined, "client/kubeconfig", Milestones.ClusterUp);

    [Fact]
    public void Whole_control_planes_are_not_reset_when_no_etcd_tells_its_members()
    {
        var plan = Seen.Converged().EtcdIsMute().Plan();

        plan.Ids().Should().NotContain(id => id.Contains("clean-up", StringComparison.Ordinal) || id.EndsWith("/stop-serving", StringComparison.Ordinal));
    }

    [Fact]
    public void The_apiserver_is_started_anew_only_where_etcd_gets_its_second_voter()
    {
        Seen.Bare().Plan().ShouldGo("master2/ready", "master/apiserver/restart", "master/apiserver/ready", "master3/join");

        // A run that broke right after the second join is made good; a probe sees whether it is still needed.
        var healed = Seen.Bare().Live("master", "master2").Plan();
        healed.Topics("apiserver/restart").Should().BeEquivalentTo("master/apiserver/restart", "master2/apiserver/restart");
        healed.Steps.Where(step => step.Id.EndsWith("apiserver/restart", StringComparison.Ordinal)).Should().OnlyContain(step => ((StepAction.RunScript)step.Action).Unless != null);

        Seen.Converged().Plan().Topics("apiserver/restart").Should().BeEmpty();
    }
}
