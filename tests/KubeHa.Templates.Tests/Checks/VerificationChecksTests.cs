using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class VerificationChecksTests
{
    [Fact]
    public void A_healthy_cluster_holds_everywhere()
    {
        var results = Judge(Seen.Converged());

        results.Should().OnlyContain(result => result.Status == CheckStatus.Holds && result.Hint.Length == 0);
        results.Select(result => result.Check).Distinct().Should().BeEquivalentTo(
            "vip-on-one-director", "keepalived-runs", "pool-complete", "apiserver-ready", "traffic-only-while-bound", "gate-open-while-bound", "silent-about-vip",
            "no-connection-hangs", "every-server-answers", "etcd-members", "etcd-answers", "etcd-one-leader", "one-leader-renewing", "node-ready", "client-kubectl", "workload");
    }

    /// <summary>The check that must fail, the machine it names (none: the cluster as a whole), what must stand in its line, and the one planted change.</summary>
    public static TheoryData<string, string, string, string, string, string, string> Faults => new()
    {
        { "vip-on-one-director", "", "lvs01 and lvs02", "lvs02", FactNames.Director, "vip=0", "vip=1" },
        { "vip-on-one-director", "", "no director", "lvs01", FactNames.Director, "vip=1", "vip=0" },
        { "keepalived-runs", "lvs02", "failed", "lvs02", FactNames.Director, "keepalived=active", "keepalived=failed" },
        { "pool-complete", "lvs02", "master2", "lvs02", FactNames.IpvsTable, "-r 192.168.33.10:6443 -g -w 1", "-r 192.168.33.10:6443 -g -w 0" },
        { "pool-complete", "lvs01", "master3", "lvs01", FactNames.IpvsTable, "\n-a -t 192.168.33.130:6443 -r 192.168.33.9:6443 -g -w 1", "" },
        { "pool-foreign", "lvs01", "10.9.9.9", "lvs01", FactNames.IpvsTable, "-s wlc", "-s wlc\n-a -t 192.168.33.130:6443 -r 10.9.9.9:6443 -g -w 1" },
        { "pool-foreign", "lvs01", "10.9.9.9", "lvs01", FactNames.IpvsTable, "-s wlc", "-s wlc\n-a -t 192.168.33.130:6443 -r 10.9.9.9:6443 -g -w 0" },
        { "silent-about-vip", "master2", "arp_ignore=0", "master2", FactNames.ControlPlane, "arp-ignore=1", "arp-ignore=0" },
        { "silent-about-vip", "master2", "arp_announce=0", "master2", FactNames.ControlPlane, "arp-announce=2", "arp-announce=0" },
        { "gate-open-while-bound", "master3", "closed", "master3", FactNames.ControlPlane, "gate=open", "gate=closed" },
        { "no-connection-hangs", "client", "1 of 4", "client", FactNames.Connections, "connection=certificate-master2", "connection=hanging\nconnection=certificate-master2" },
        { "every-server-answers", "client", "master2", "client", FactNames.Connections, "connection=certificate-master2", "connection=certificate-master" },
        { "etcd-answers", "master", "1 errors", "master", FactNames.EtcdStatus, "\"leader\"", "\"errors\":[\"NOSPACE\"],\"leader\"" },
        { "etcd-one-leader", "", "2 opinions", "master", FactNames.EtcdStatus, "1001", "1002" },
        { "etcd-members", "", "192.168.33.9 (not started)", "master", FactNames.EtcdMembers, "\"name\":\"master3\",", "" },
        { "etcd-members", "", "master3", "master", FactNames.EtcdMembers, "192.168.33.9:2380", "10.9.9.9:2380" },
        { "one-leader-renewing", "", "kube-scheduler: master2_2, not renewing", "master", FactNames.Leases, "second-kube-scheduler=master2_2 2026-01-01T00:00:02", "second-kube-scheduler=master2_2 2026-01-01T00:00:00" },
        { "node-ready", "node2", "not Ready", "master", FactNames.Nodes, "node2 True", "node2 Unknown" },
        { "node-ready", "node3", "no such node", "master", FactNames.Nodes, "node3 True", "stranger True" },
        { "client-kubectl", "client", "5 nodes", "client", FactNames.ClientNodes, "\nnode=node3", "" },
        { "client-kubectl", "client", "127.0.0.1", "client", FactNames.ClientNodes, "server=https://api.reference.internal", "server=https://127.0.0.1" },
        { "workload", "node2", "6 of 7", "master", WorkloadRunbook.Fact, "node2 reached=10.244.0.2", "node2 not=10.244.0.2" },
        { "workload", "node1", "logs=failed", "master", WorkloadRunbook.Fact, "node1 logs=ok", "node1 logs=failed" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void One_planted_change_is_found_where_it_is(string check, string machine, string said, string host, string fact, string from, string to)
    {
        var seen = Seen.Converged();
        foreach (var other in fact is FactNames.Leases or FactNames.Nodes or FactNames.EtcdMembers ? new[] { "master", "master2", "master3" } : [host])
        {
            seen = seen.But(other, fact, from, to);
        }

        var failing = Judge(seen).Where(result => result.Status != CheckStatus.Holds).ToList();

        failing.Should().ContainSingle().Which.Should().Match<CheckResult>(result => result.Check == check && result.Machine == machine && result.Status == CheckStatus.Fails);
        failing[0].Seen.Should().Contain(said);
        failing[0].Hint.Should().NotBeEmpty();
        failing[0].ToString().Should().StartWith($"FAILS  {check}{(machine.Length > 0 ? $" [{machine}]" : string.Empty)}: ");
    }

    [Fact]
    public void A_server_in_a_pool_that_is_not_bound_loses_connections() =>
        Failing(Seen.Converged().But("master3", FactNames.ControlPlane, "vip-on-lo=1", "vip-on-lo=0"))
            .Should().BeEquivalentTo("traffic-only-while-bound master3", "gate-open-while-bound master3");

    [Fact]
    public void A_server_in_a_pool_that_is_not_ready_is_a_broken_invariant() =>
        Failing(Seen.Converged().But("master2", FactNames.ControlPlane, "readyz=ok", "readyz=[-]etcd failed: reason withheld"))
            .Should().BeEquivalentTo("apiserver-ready master2", "traffic-only-while-bound master2");

    [Fact]
    public void Invariant_one_is_broken_by_one_director_alone() =>
        Failing(Seen.Converged().But("master2", FactNames.ControlPlane, "vip-on-lo=1", "vip-on-lo=0").But("lvs01", FactNames.IpvsTable, "\n-a -t 192.168.33.130:6443 -r 192.168.33.10:6443 -g -w 1", ""))
            .Should().Contain("traffic-only-while-bound master2");

    [Fact]
    public void A_machine_that_was_not_reached_fails() => Failing(Seen.Converged().Unreachable("node3")).Should().Contain("reachable node3");

    [Fact]
    public void An_etcd_that_does_not_answer_fails() =>
        Failing(Seen.Converged().Instead("master3", FactNames.EtcdStatus, null)).Should().Contain("etcd-answers master3");

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"leader\":7}")]
    [InlineData("<html>")]
    public void An_answer_of_another_shape_is_no_status(string text) =>
        Failing(Seen.Converged().Instead("master3", FactNames.EtcdStatus, text)).Should().Contain("etcd-answers master3");

    [Fact]
    public void A_lease_with_two_holders_fails() =>
        Failing(Seen.Converged().But("master2", FactNames.Leases, "second-kube-scheduler=master2_2", "second-kube-scheduler=master3_3")).Should().Equal("one-leader-renewing ");

    [Fact]
    public void A_cluster_without_a_witness_is_told_so_and_not_failed()
    {
        var results = Judge(Seen.Converged().Instead("client", FactNames.Connections, null)).Where(result => result.Status != CheckStatus.Holds);

        results.Should().ContainSingle().Which.Should().Match<CheckResult>(result => result.Check == "every-server-answers" && result.Status == CheckStatus.Warns);
    }

    [Fact]
    public void A_workload_that_never_came_up_fails() =>
        Failing(Seen.Converged().Instead("master", WorkloadRunbook.Fact, null)).Should().Equal("workload ");

    [Fact]
    public void A_workload_that_nobody_asked_for_is_not_judged() =>
        ReferenceClusters.InTheLab.Verify(Seen.Converged().Instead("master", WorkloadRunbook.Fact, null).Build(), workload: false).Should().NotContain(result => result.Check == "workload");

    private static IReadOnlyList<CheckResult> Judge(Seen seen) => seen.Cluster.Verify(seen.Build());

    private static IEnumerable<string> Failing(Seen seen) => Judge(seen).Where(result => result.Status == CheckStatus.Fails).Select(result => $"{result.Check} {result.Machine}");
}
