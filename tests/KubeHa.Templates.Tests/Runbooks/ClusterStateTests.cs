using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class ClusterStateTests
{
    [Fact]
    public void A_machine_without_a_mark_is_bare()
    {
        Seen.Bare().State("master").Should().Be(MemberState.Bare);
        Seen.Bare().State("node1").Should().Be(MemberState.Bare);
    }

    [Fact]
    public void A_machine_that_was_not_reached_is_neither_bare_nor_a_member() =>
        Seen.Bare().Unreachable("master2").State("master2").Should().Be(MemberState.Unreachable);

    [Fact]
    public void Three_members_that_answer_are_members()
    {
        var state = Seen.Converged().State();

        state.Live.Select(machine => machine.Name).Should().Equal("master", "master2", "master3");
        state.Live.Should().OnlyContain(machine => state[machine] == MemberState.Member);
        state.EtcdMembers.Should().HaveCount(3).And.OnlyContain(member => member.HasStarted);
        state.StuckSurvivor.Should().BeNull();
    }

    [Fact]
    public void A_founding_machine_that_is_alone_and_live_is_a_member()
    {
        var seen = Seen.Bare().Live("master");

        seen.State("master").Should().Be(MemberState.Member);
        seen.State("master2").Should().Be(MemberState.Bare);
    }

    [Fact]
    public void The_first_half_of_a_join_leaves_a_half_made_machine() =>
        Seen.Bare().Live("master").Marks("master2", "bootstrap-kubelet.conf", "pki/apiserver.crt").State("master2").Should().Be(MemberState.HalfMade);

    [Fact]
    public void A_machine_whose_etcd_was_announced_and_never_started_is_half_made() =>
        Seen.Bare().Live("master", "master2").Announced("master3").Marks("master3", "kubelet.conf", "admin.conf", "manifests/etcd.yaml", "etcd-data").HasNode("master3")
            .State("master3").Should().Be(MemberState.HalfMade);

    [Fact]
    public void A_member_of_etcd_that_has_a_node_and_does_not_answer_is_sick() =>
        Seen.Bare().Live("master", "master2").Asleep("master3").HasNode("master3").State("master3").Should().Be(MemberState.Sick);

    [Fact]
    public void A_member_that_answers_without_a_node_object_is_still_a_member() =>
        Seen.Bare().Live("master2").Live("master").ListsNodes("master2").ListsNodes("master").State("master").Should().Be(MemberState.Member);

    [Fact]
    public void A_control_plane_that_answers_is_never_half_made_even_when_no_etcd_tells_its_members()
    {
        var seen = Seen.Converged().EtcdIsMute();

        foreach (var machine in (string[])["master", "master2", "master3"])
        {
            seen.State(machine).Should().Be(MemberState.Member);
        }
    }

    [Fact]
    public void A_control_plane_that_answers_for_another_etcd_is_never_half_made() =>
        new Seen().Live("master", "master2").ListsMembers("master", ("master", true))
            .State("master2").Should().Be(MemberState.Member);

    [Fact]
    public void A_machine_with_data_is_not_given_up_while_no_etcd_tells_its_members() =>
        Seen.Bare().Live("master", "master2").Asleep("master3").EtcdIsMute().State("master3").Should().Be(MemberState.Sick);

    [Fact]
    public void After_a_blackout_everybody_with_data_is_waited_for()
    {
        var seen = Seen.Bare().Asleep("master", "master2", "master3").Marks("node1", "kubelet.conf");

        seen.State().Live.Should().BeEmpty();
        seen.State().StuckSurvivor.Should().BeNull();
        foreach (var machine in (string[])["master", "master2", "master3", "node1"])
        {
            seen.State(machine).Should().Be(MemberState.Sick);
        }
    }

    [Fact]
    public void Where_nobody_ever_had_data_a_broken_init_is_half_made() =>
        Seen.Bare().Marks("master", "pki/apiserver.crt", "admin.conf").State("master").Should().Be(MemberState.HalfMade);

    [Fact]
    public void A_wiped_machine_is_bare_and_still_in_both_lists()
    {
        var seen = Seen.Bare().StillAMember("master").HasNode("master").Live("master2", "master3");
        var master = seen.Cluster.ControlPlanes[0];

        seen.State("master").Should().Be(MemberState.Bare);
        seen.State().EtcdMemberOf(master).Should().NotBeNull();
        seen.State().HasNode(master).Should().BeTrue();
    }

    [Fact]
    public void A_worker_with_marks_and_no_node_object_is_half_made() =>
        Seen.Bare().Live("master").Marks("node1", "kubelet.conf").State("node1").Should().Be(MemberState.HalfMade);

    [Fact]
    public void A_worker_with_a_node_object_and_nothing_on_disk_is_bare() =>
        Seen.Bare().Live("master").HasNode("node1").State("node1").Should().Be(MemberState.Bare);

    [Fact]
    public void A_survivor_beside_an_announced_machine_that_can_never_start_is_stuck() =>
        Stuck().State().StuckSurvivor!.Name.Should().Be("master");

    [Fact]
    public void Nobody_is_stuck_while_a_machine_cannot_be_looked_at()
    {
        Stuck().Unreachable("master3").State().StuckSurvivor.Should().BeNull();
        Stuck().Unreachable("node2").State().StuckSurvivor.Should().BeNull();
    }

    [Theory]
    [InlineData("manifests/etcd.yaml")]
    [InlineData("etcd-data")]
    public void Nobody_is_stuck_while_the_announced_machine_can_start(string mark) =>
        Stuck().Marks("master2", mark).State().StuckSurvivor.Should().BeNull();

    [Fact]
    public void Nobody_is_stuck_where_two_have_data() =>
        Stuck().Marks("master3", "etcd-data").State().StuckSurvivor.Should().BeNull();

    [Fact]
    public void Nobody_is_stuck_where_the_announced_member_is_no_machine_of_ours() =>
        Stuck().ListsMembers("master", ("master", true), ("client", false)).State().StuckSurvivor.Should().BeNull();

    [Fact]
    public void Nobody_is_stuck_where_an_apiserver_answers() =>
        Seen.Bare().Live("master").Announced("master2").State().StuckSurvivor.Should().BeNull();

    [Fact]
    public void Nobody_is_stuck_where_the_missing_second_member_has_started_once() =>
        Seen.Bare().Asleep("master").EtcdAnswersOn("master").StillAMember("master2").State().StuckSurvivor.Should().BeNull();

    private static Seen Stuck() => Seen.Bare().Asleep("master").EtcdAnswersOn("master").Announced("master2");
}
