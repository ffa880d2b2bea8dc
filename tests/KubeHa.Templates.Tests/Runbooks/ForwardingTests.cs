using CsCheck;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>What the way of forwarding changes in plans.</summary>
public sealed class ForwardingTests
{
    private static readonly Cluster[] Clusters = [.. EndpointClusters.Forwardings.Select(EndpointClusters.Lab)];

    private static readonly string[] OfBound = ["endpoint/gate", "endpoint/stop-serving", "endpoint/serve"];

    private static Cluster Masquerade => Clusters[1];

    private static Cluster Tunnel => Clusters[2];

    [Fact]
    public void Where_nothing_is_bound_there_is_no_gate_and_no_address_to_bind()
    {
        foreach (var plan in Plans(Masquerade))
        {
            OfBound.SelectMany(topic => plan.Topics(topic)).Should().BeEmpty();
            plan.ToText().Should().NotContain(FilePaths.Gate).And.NotContain(FilePaths.Vip).And.NotContain(FilePaths.RealServer);
        }
    }

    [Fact]
    public void Where_nothing_is_bound_init_waits_for_the_directors_that_it_dials()
    {
        var plan = new Seen(Masquerade).Plan();

        foreach (var director in (string[])["lvs01", "lvs02"])
        {
            plan.ShouldGo($"{director}/endpoint/masquerade", $"{director}/keepalived/running", Milestones.DirectorsUp, "master/init", $"{director}/pool/master", "master2/join");
        }
    }

    [Fact]
    public void A_founding_machine_that_dials_itself_waits_for_no_director() =>
        new Seen(Clusters[0]).Plan().WaitsFor("master/init", Milestones.DirectorsUp).Should().BeFalse();

    [Fact]
    public void What_init_left_undone_is_done_through_a_pool_with_a_server_in_it()
    {
        var plan = new Seen(Masquerade).Live("master", "master2", "master3").Plan();

        plan.ShouldGo("lvs01/pool/master", "master/init/finish");
        plan.ShouldGo("lvs02/pool/master", "master/init/finish");
    }

    [Fact]
    public void No_machine_joins_while_the_virtual_address_is_bound_on_it_however_packets_come()
    {
        foreach (var cluster in Clusters)
        {
            new Seen(cluster).Plan().Topics("join/unbound").Should().Equal("master2/join/unbound", "master3/join/unbound");
        }
    }

    [Fact]
    public void Behind_a_tunnel_the_address_is_bound_on_the_tunnels_end()
    {
        foreach (var plan in Plans(Tunnel))
        {
            plan.ToText().Should().NotContain("dev lo");
        }

        var cleaned = new Seen(Tunnel).Live("master", "master2").Announced("master3").Marks("master3", "kubelet.conf").HasNode("master3").Plan();
        cleaned.Script("master3/endpoint/stop-serving").Script.Text.Should().Contain("ip addr del 192.168.33.130/32 dev tunl0");
        cleaned.Script("master/endpoint/serve").Unless!.Text.Should().Contain("dev tunl0 to 192.168.33.130");
        cleaned.Script("master/kernel/modules").Script.Text.Should().Contain("ipip");
        cleaned.Has("node1/kernel/modules").Should().BeFalse("workers are no end of a tunnel");
    }

    [Theory]
    [InlineData(0, "-g")]
    [InlineData(1, "-m")]
    [InlineData(2, "-i")]
    public void A_server_that_was_deleted_by_hand_is_put_back_as_it_was(int forwarding, string flag)
    {
        var kept = new Seen(Clusters[forwarding]).Live("master", "master2", "master3").Plan().Script("lvs01/pool/master2");

        kept.Script.Text.Should().Contain($"ipvsadm -a -t 192.168.33.130:6443 -r 192.168.33.10:6443 {flag} -w 1");
        kept.Unless!.Text.Should().Contain($"-a -t 192.168.33.130:6443 -r 192.168.33.10:6443 {flag}");
    }

    [Fact]
    public void A_keepalived_that_cannot_test_is_not_asked_to()
    {
        var old = ReferenceClusters.InTheLabBuilder().WithFacts("lvs01", new MachineFacts { Keepalived = new Version(1, 3, 5) }).Build();

        var plan = new Seen(old).Plan();

        Test("lvs01").Should().NotContain("-t");
        Test("lvs02").Should().Contain("keepalived -t");

        string Test(string director) => ((StepAction.Check)plan.Steps.Single(step => step.Id == $"{director}/keepalived/tested").Action).Probe.Text;
    }

    [Fact]
    public void A_server_that_tells_nobody_whether_it_is_ready_is_put_back_as_soon_as_it_answers_anything()
    {
        var cluster = ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithHealthCheck(HealthCheckSettings.Default with { Kind = HealthCheckKind.Connect })).Build();

        Script(cluster).Should().Contain("curl -ks -m 3");
        Script(ReferenceClusters.InTheLab).Should().Contain("curl -ksf -m 3");

        static string Script(Cluster cluster) => new Seen(cluster).Live("master", "master2", "master3").Plan().Script("lvs01/pool/master2").Script.Text;
    }

    /// <summary>Whatever machines say, the way of forwarding changes how a control plane serves and nothing else: the same inits, joins and resets.</summary>
    [Fact]
    public void In_any_state_only_the_endpoint_differs() => Gen.Select(Gen.Int[0, 5].Array[3], Gen.Int[0, 2].Array[3], Gen.Int[0, 2]).Sample(
        (machines, workers, owner) =>
        {
            var plans = Clusters.Select(cluster => Told(cluster, machines, workers, owner).Plan()).ToList();

            var direct = Rest(plans[0]);
            Rest(plans[1]).Should().Equal(direct);
            Rest(plans[2]).Should().Equal(direct);
            OfBound.SelectMany(topic => plans[1].Topics(topic)).Should().BeEmpty();
            plans[2].Ids().Where(IsOfEndpoint).Should().BeEquivalentTo(plans[0].Ids().Where(IsOfEndpoint));

            // Who dials the directors waits for them.
            foreach (var dials in plans[1].Topics("init").Concat(plans[1].Topics("join")))
            {
                plans[1].WaitsFor(dials, Milestones.DirectorsUp).Should().BeTrue();
            }
        },
        iter: 300, threads: 1);

    private static IEnumerable<string> Rest(Plan plan) => plan.Ids().Where(id => !IsOfEndpoint(id) && !id.Contains("/file/", StringComparison.Ordinal) && !id.EndsWith("/kernel/modules", StringComparison.Ordinal)
        && !id.EndsWith("/kernel/sysctls", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static bool IsOfEndpoint(string id) => id.Contains("/endpoint/", StringComparison.Ordinal);

    private static Seen Told(Cluster cluster, int[] machines, int[] workers, int owner)
    {
        var seen = new Seen(cluster);
        foreach (var (name, kind) in cluster.ControlPlanes.Select(machine => machine.Name).Zip(machines))
        {
            seen = kind switch
            {
                1 => seen.Marks(name, "bootstrap-kubelet.conf", "pki/apiserver.crt"),
                2 => seen.Asleep(name),
                3 or 4 => seen.Live(name),
                5 => seen.Unreachable(name),
                _ => seen,
            };
        }

        foreach (var (name, kind) in cluster.Workers.Select(machine => machine.Name).Zip(workers))
        {
            seen = kind switch { 1 => seen.Joined(name), 2 => seen.Marks(name, "kubelet-config"), _ => seen };
        }

        return owner < 2 ? seen.Owns(owner == 0 ? "lvs01" : "lvs02") : seen;
    }

    private static IEnumerable<Plan> Plans(Cluster cluster) =>
    [
        new Seen(cluster).Plan(),
        new Seen(cluster).Live("master", "master2", "master3").Joined("node1", "node2", "node3").Owns("lvs01").Plan(),
        new Seen(cluster).Live("master", "master2").Announced("master3").Marks("master3", "kubelet.conf").HasNode("master3").Plan(),
        new Seen(cluster).Asleep("master", "master2", "master3").Plan(),
        cluster.PlanObservation(),
    ];
}
