using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class WorkloadTests
{
    [Theory]
    [InlineData(EndpointClusters.Ipv6, 5, "podIP}", "clusterIP}", false)]
    [InlineData(EndpointClusters.DualStack, 10, "podIPs[*].ip}", "clusterIPs[*]}", true)]
    public void Pods_ask_every_address_of_each_other_and_of_the_service(string name, int addresses, string pods, string service, bool both)
    {
        var cluster = EndpointClusters.Named(name);
        var plan = WorkloadRunbook.Plan(cluster, cluster.ControlPlanes[0], "busybox", 4);

        WorkloadRunbook.Addresses(cluster).Should().Be(addresses);
        ((StepAction.Observe)plan.Steps.Single(step => step.Id == "cp1/workload/look").Action).Probe.Text.Should().Contain(pods).And.Contain(service);
        ((StepAction.RunScript)plan.Steps.Single(step => step.Id == "cp1/workload/create").Action).StandardInput!.ToString().Contains("ipFamilyPolicy: RequireDualStack", StringComparison.Ordinal).Should().Be(both);
    }

    /// <summary>The very line that a pod runs, with a wget of ours.</summary>
    [Fact]
    public async Task An_IPv6_address_stands_in_brackets_in_what_a_pod_asks()
    {
        var cluster = EndpointClusters.Named(EndpointClusters.DualStack);
        var look = ((StepAction.Observe)WorkloadRunbook.Plan(cluster, cluster.ControlPlanes[0], "busybox", 4).Steps.Single(step => step.Id == "cp1/workload/look").Action).Probe.Text;
        var (start, end) = (look.IndexOf("sh -c '", StringComparison.Ordinal) + 7, look.IndexOf("' sh $addresses", StringComparison.Ordinal));

        await Shells.ReadAsync(new Dictionary<string, string> { ["asks"] = look[start..end] }, """
            timeout() { [ "$6" = http://10.244.0.2:8080/ ] || [ "$6" = 'http://[fd00:10:244::2]:8080/' ]; }
            set -- 10.244.0.2 fd00:10:244::2
            said=$(. "$DIR/asks")
            [ "$said" = "$(printf 'reached=10.244.0.2\nreached=fd00:10:244::2')" ] || echo "it said $said"
            """);
    }
}
