using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace KubeHa.Lab.Tests;

public sealed class ProofTests
{
    [Fact]
    public void The_page_is_what_the_results_say()
    {
        File.ReadAllText(Layout.Page).Should().Be(ProofPage.Text(ProofPage.Results()), "`dotnet run --project lab/KubeHa.Lab -- tables` writes it");
    }

    [Fact]
    public void A_failed_proof_says_so_on_the_page()
    {
        var result = JsonNode.Parse("""
            {"proof":"reboots","commit":"0123456789abcdef","dirty":true,"startedAt":"2026-01-02T03:04:05Z","machine":{"cores":2,"memoryGigabytes":8,"kernel":"6.1","os":"Debian"},
             "verdict":{"passed":false,"worst":"w","bound":"b","reasons":["round 1: no\nmore"]},"rounds":[{}]}
            """)!.AsObject();

        var page = ProofPage.Text([result]);

        page.Should().Contain("| [reboots](proof/reboots.json) | NO | 1 | w | b | 0123456789ab with changes | 2026-01-02 |\n")
            .And.Contain("  - Not shown: round 1: no\n").And.NotContain("more");
    }

    [Theory]
    [InlineData(true, "node3", "master2")]
    [InlineData(false, "node3")]
    [InlineData(false, "master", "master2")]
    [InlineData(false, "node3", "node1")]
    [InlineData(false, "node3", "master", "lvs01")]
    public void A_late_worker_needs_itself_and_one_control_plane(bool passes, params string[] contacted)
    {
        var round = new Round(1, new Talk());

        LateWorker.JudgeContacted(round, Machines.All.ToDictionary(machine => machine, machine => contacted.Contains(machine) ? 1 : 0));

        round.Passed.Should().Be(passes);
    }

    [Fact]
    public void A_blackouts_order_has_every_machine_and_can_be_repeated()
    {
        Blackout.Order(42).Should().BeEquivalentTo(Machines.All).And.Equal(Blackout.Order(42)).And.NotEqual(Blackout.Order(43));
    }

    [Fact]
    public void The_worst_is_found_among_new_rounds_and_those_read_back()
    {
        JsonObject[] rounds = [new() { ["machinesContacted"] = 2 }, new() { ["machinesContacted"] = 1.5 }, JsonNode.Parse("""{"machinesContacted":3}""")!.AsObject(), new() { ["machinesContacted"] = null }];

        new LateWorker().Worst(rounds).Should().Be("3 machines contacted");
    }

    [Fact]
    public void Members_of_etcd_are_read_from_its_gateway()
    {
        var view = EtcdView.Parse("""
            {"header":{"cluster_id":"14841639068965178418","member_id":"10276657743932975437","raft_term":"2"},
             "members":[{"ID":"10276657743932975437","name":"master","peerURLs":["https://192.168.33.11:2380"]},{"ID":"77","peerURLs":["https://192.168.33.10:2380"]}]}
            """);

        view.ClusterId.Should().Be("14841639068965178418");
        view.Members.Should().Equal(("10276657743932975437", "master", "https://192.168.33.11:2380"), ("77", "", "https://192.168.33.10:2380"));
    }

    [Theory]
    [InlineData("""{"header":{"cluster_id":"1"},"members":[{"ID":"5"},{"ID":"6"}]}""", 2, null, true)]
    [InlineData("""{"header":{"cluster_id":"1"},"members":[{"ID":"5"}]}""", 2, null, false)]
    [InlineData("""{"header":{"cluster_id":"1"},"members":[{"ID":"5"},{"ID":"6"}]}""", 2, "6", false)]
    [InlineData("""{"header":{"cluster_id":"1"},"members":[{"ID":"5"},{"ID":"7"}]}""", 2, "6", true)]
    public async Task The_loop_on_the_machine_ends_at_the_announced_member(string answer, int members, string? gone, bool ends)
    {
        // curl gives the answer, and whoever wants to look a second time has not seen it.
        var script = $"curl() {{ printf '%s' '{answer}'; }}\nsleep() {{ exit 1; }}\n" + EtcdView.WaitFor(members, gone);

        var ended = await Child.RunAsync("sh", ["-c", script], CancellationToken.None);

        ended.Code.Should().Be(ends ? 0 : 1, ended.All);
    }

    [Fact]
    public async Task A_child_that_nobody_waits_for_is_ended()
    {
        int id;
        await using (var child = Child.Start("sh", ["-c", "sleep 600 & wait"]))
        {
            child.HasEnded.Should().BeFalse();
            id = child.Id;
        }

        Directory.Exists($"/proc/{id}").Should().BeFalse();
    }
}
