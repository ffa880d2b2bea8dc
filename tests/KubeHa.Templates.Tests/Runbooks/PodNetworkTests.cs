using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class PodNetworkTests
{
    private static readonly Cluster InHand = Lab(new PodNetworkManifest.Text("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: plugin"));

    private static readonly Cluster AtAddress = Lab(new PodNetworkManifest.Address(new Uri("https://mirror.example.com/plugin.yaml?version=1&x=$y"), new string('a', 64)));

    [Fact]
    public void A_manifest_in_hand_lies_on_every_control_plane()
    {
        var files = InHand.Render().Where(file => file.Path == FilePaths.PodNetwork).ToList();

        files.Select(file => file.Host).Should().BeEquivalentTo(InHand.ControlPlanes.Select(machine => machine.Name));
        files.Should().OnlyContain(file => file.Content.ToString() == "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: plugin\n");
        AtAddress.Render().Should().NotContain(file => file.Path == FilePaths.PodNetwork);
    }

    [Fact]
    public void It_is_applied_once_the_control_planes_have_joined_and_then_the_nodes_are_waited_for()
    {
        var plan = new Seen(InHand).Plan();

        plan.Topics("pod-network").Should().Equal("master/pod-network");
        plan.ShouldGo("master2/join", "master3/join", Milestones.ControlPlanesJoined, "master/pod-network", "node1/node/ready", Milestones.ClusterUp);
        plan.ShouldGo("node1/join", "node1/node/ready");
        plan.Topics("node/ready").Should().BeEquivalentTo(InHand.Nodes.Select(node => $"{node.Name}/node/ready"));
    }

    [Fact]
    public void One_at_an_address_is_fetched_first_by_quoted_words_and_held_against_its_checksum()
    {
        var plan = new Seen(AtAddress).Plan();

        plan.ShouldGo("master/init", "master/pod-network/fetch", "master/pod-network");
        plan.ShouldGo(Milestones.ControlPlanesJoined, "master/pod-network");
        plan.Script("master/pod-network/fetch").Script.Text.Should().Contain("-o /etc/kubernetes/pod-network.yaml.new 'https://mirror.example.com/plugin.yaml?version=1&x=$y' || exit 1").And.Contain(new string('a', 64));
    }

    [Fact]
    public void A_cluster_that_runs_is_given_it_again_where_it_differs()
    {
        var plan = new Seen(InHand).Live("master", "master2", "master3").Joined("node1", "node2", "node3").Owns("lvs01").Plan();

        plan.Script("master/pod-network").Unless!.Text.Should().Contain("kubectl").And.Contain(" diff --server-side --force-conflicts --field-manager kubeha -f /etc/kubernetes/pod-network.yaml");
        plan.ShouldGo("master/file/etc/kubernetes/pod-network.yaml", "master/pod-network");
    }

    [Fact]
    public void A_run_for_one_worker_waits_for_it_and_applies_nothing()
    {
        var plan = new Seen(InHand).Live("master", "master2", "master3").HasNode("node1").Plan("node1");

        plan.Topics("pod-network").Should().BeEmpty();
        plan.Topics("node/ready").Should().Equal("node1/node/ready");
    }

    [Fact]
    public void Without_one_nothing_is_applied_and_nothing_waited_for()
    {
        var plan = Seen.Bare().Plan();

        plan.Topics("pod-network").Should().BeEmpty();
        plan.Topics("node/ready").Should().BeEmpty();
    }

    private static Cluster Lab(PodNetworkManifest manifest) => ClusterBuilder.From(ReferenceClusters.InTheLab).WithPodNetwork(manifest).Build();
}
