using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class FactTextTests
{
    [Fact]
    public void A_block_keeps_everything_behind_the_first_sign_of_equality()
    {
        var block = FactBlock.Parse("readyz=[-]etcd failed: reason=withheld\nempty=\nno sign\n tool = awk \ntool=curl\nnumber=-3\nword=ok");

        block["readyz"].Should().Be("[-]etcd failed: reason=withheld");
        block["empty"].Should().BeEmpty();
        block["absent"].Should().BeEmpty();
        block.All("tool").Should().Equal("awk", "curl");
        block.All("empty").Should().BeEmpty();
        block.Number("number").Should().Be(-3);
        block.Number("word").Should().BeNull();
        block.Is("word", "ok").Should().BeTrue();
        block.Is("word").Should().BeFalse();
    }

    [Fact]
    public void A_block_that_nobody_saw_is_empty() => FactBlock.Of(Observations.None, "master", FactNames.System)["uid"].Should().BeEmpty();

    [Fact]
    public void A_line_of_a_node_may_lack_its_pod_range()
    {
        var nodes = NodeLine.Read("master True 10.244.0.0/24 v1.20.2\nnode1 Unknown  v1.20.2\nnode2 False 10.244.1.0/24 v1.20.2\nnoise\n");

        nodes.Values.Should().Equal(
            new NodeLine("master", true, "10.244.0.0/24", "v1.20.2"), new NodeLine("node1", false, "", "v1.20.2"), new NodeLine("node2", false, "10.244.1.0/24", "v1.20.2"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\n\n")]
    public void No_text_is_no_node(string? text) => NodeLine.Read(text).Should().BeEmpty();
}
