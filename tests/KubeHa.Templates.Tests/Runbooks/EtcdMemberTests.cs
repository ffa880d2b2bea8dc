using System.Net;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class EtcdMemberTests
{
    [Fact]
    public void The_gateway_of_etcd_writes_ids_as_strings_and_leaves_out_what_is_empty()
    {
        var members = EtcdMember.ReadList("""
            {"header":{"cluster_id":"11538700428219297373","member_id":"16983498152331562109","raft_term":"4"},"members":[
            {"ID":"13803658152347727308","peerURLs":["https://192.168.33.10:2380"]},
            {"ID":"16983498152331562109","name":"master","peerURLs":["https://192.168.33.11:2380"],"clientURLs":["https://192.168.33.11:2379"]},
            {"ID":"1","name":"six","peerURLs":["https://[fd00::1]:2380"],"isLearner":true}]}
            """);

        members.Should().Equal(
            new EtcdMember("13803658152347727308", "", IPAddress.Parse("192.168.33.10")),
            new EtcdMember("16983498152331562109", "master", IPAddress.Parse("192.168.33.11")) { ServedClients = true },
            new EtcdMember("1", "six", IPAddress.Parse("fd00::1")) { IsLearner = true });
        members.Select(member => member.HasStarted).Should().Equal([false, true, false], "a learner has no vote, and nobody promotes one whose join was killed");
        members[0].HexId.Should().Be("bf9071f4639c75cc");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("curl: (28) timed out")]
    [InlineData("{\"members\":[{\"ID\":\"1\"")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"members\"")]
    [InlineData("{\"members\":null}")]
    [InlineData("{\"members\":[{}]}")]
    [InlineData("{\"members\":[{\"ID\":7}]}")]
    [InlineData("{\"error\":\"etcdserver: request timed out\",\"code\":14}")]
    public void What_is_no_list_of_members_is_an_empty_one(string? text) => EtcdMember.ReadList(text).Should().BeEmpty();
}
