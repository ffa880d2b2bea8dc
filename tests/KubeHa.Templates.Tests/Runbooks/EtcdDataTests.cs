using System.Runtime.Versioning;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>A member that sleeps is told from a machine that never was one by etcd's data: looked for in the wrong folder, a cluster after a blackout would be taken for none and undone.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EtcdDataTests
{
    private const string Usual = "/var/lib/etcd";

    private static readonly Cluster Elsewhere = With("/data/etcd");

    [Fact]
    public void Where_etcds_data_is_elsewhere_no_look_and_no_step_knows_the_usual_place()
    {
        var plans = Plans(Elsewhere).ToList();

        plans.Should().AllSatisfy(plan => plan.Should().NotContain(Usual));
        plans.Should().Contain(plan => plan.Contains("/data/etcd/member", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_the_model_says_nothing_it_is_the_usual_place_in_the_same_looks_and_steps() =>
        Plans(ReferenceClusters.InTheLab).Select(plan => Count(plan, Usual)).Should().Equal(Plans(Elsewhere).Select(plan => Count(plan, "/data/etcd")));

    [Theory]
    [InlineData("    - --etcd-servers=https://127.0.0.1:2379", false)]
    [InlineData("    - --etcd-servers=https://10.0.0.41:2379,https://10.0.0.42:2379", true)]
    [InlineData("", false)]
    public async Task A_control_plane_that_dials_an_etcd_elsewhere_is_a_member_whatever_the_model_says_now(string line, bool isMember) =>
        (await StandIn.HoldsAsync("grep", $"case $* in *etcd-servers=*kube-apiserver.yaml) printf '%s' '{line}' ;; *) PATH=/usr/bin:/bin exec grep \"$@\" ;; esac", EtcdData.IsThere(Elsewhere))).Should().Be(isMember);

    private static Cluster With(string directory)
    {
        var builder = ClusterBuilder.From(ReferenceClusters.InTheLab);
        return builder.WithEtcd(new EtcdTopology.Stacked { DataDirectory = directory }).Build();
    }

    private static IEnumerable<string> Plans(Cluster cluster) =>
    [
        ObservationRunbook.Plan(cluster, [.. cluster.Machines]).ToJson(),
        new Seen(cluster).Plan().ToJson(),
        new Seen(cluster).Live("master", "master2").Marks("master3", "admin.conf", "manifests/etcd.yaml").Plan().ToJson(),
        new Seen(cluster).Asleep("master", "master2", "master3").Plan().ToJson(),
    ];

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
