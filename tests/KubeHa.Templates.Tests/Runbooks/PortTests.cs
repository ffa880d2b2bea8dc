using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>Where apiservers listen on another port than the endpoint's: what is said to the one must not be said to the other.</summary>
public sealed class PortTests
{
    private const string Endpoint = "192.168.33.130";

    private static readonly Cluster Cluster = ClusterBuilder.From(EndpointClusters.Lab(new LvsForwarding.Masquerade())).WithEndpoint(port: 4430, apiServerPort: 4431).Build();

    [Fact]
    public void No_look_no_step_and_no_file_asks_a_machine_at_the_endpoints_port_or_the_endpoint_at_theirs()
    {
        var texts = Texts().ToList();

        texts.Should().AllSatisfy(text =>
        {
            text.Should().NotContain("6443").And.NotContain($"{Endpoint}:4431");
            foreach (var machine in Cluster.Machines)
            {
                text.Should().NotContain($"{machine.Address}:4430");
            }
        });
        texts.Should().Contain(text => text.Contains($"{Endpoint}:4430", StringComparison.Ordinal));
        Cluster.ControlPlanes.Should().AllSatisfy(machine => texts.Should().Contain(text => text.Contains($"{machine.Address}:4431", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_cluster_whose_ports_are_unlike_is_verified_without_a_fault() =>
        Cluster.Verify(new Seen(Cluster).Live("master", "master2", "master3").Joined("node1", "node2", "node3").Owns("lvs01").Build())
            .Should().NotContain(check => check.Status == CheckStatus.Fails);

    private static IEnumerable<string> Texts() =>
    [
        ObservationRunbook.Plan(Cluster, [.. Cluster.Machines]).ToJson(),
        new Seen(Cluster).Plan().ToJson(),
        new Seen(Cluster).Live("master", "master2").Marks("master3", "admin.conf", "manifests/etcd.yaml").Plan().ToJson(),
        new Seen(Cluster).Asleep("master", "master2", "master3").Plan().ToJson(),
        .. Cluster.Render().Select(file => file.Content.ToString()),
    ];
}
