using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class Ipv6StepTests
{
    /// <summary>kubeadm has etcd listen at the loopback address of the family that apiservers advertise.</summary>
    [Theory]
    [InlineData(EndpointClusters.Ipv6, "https://[::1]:2379", "127.0.0.1:23")]
    [InlineData(EndpointClusters.DualStack, "https://127.0.0.1:2379", "[::1]:23")]
    public void Etcd_is_asked_where_it_listens(string name, string asked, string never)
    {
        var scripts = Scripts(EndpointClusters.Named(name));

        scripts.Should().Contain(script => script.Contains(asked, StringComparison.Ordinal)).And.NotContain(script => script.Contains(never, StringComparison.Ordinal));
    }

    /// <summary>To grep the brackets of an address are a set of characters.</summary>
    [Fact]
    public void Servers_are_looked_for_as_text()
    {
        var looks = Scripts(EndpointClusters.Named(EndpointClusters.Ipv6)).SelectMany(script => script.Split('\n')).Where(line => line.Contains("grep", StringComparison.Ordinal) && line.Contains("[fd00:", StringComparison.Ordinal)).ToList();

        looks.Should().NotBeEmpty().And.OnlyContain(line => line.Contains("grep -q -F", StringComparison.Ordinal));
    }

    private static List<string> Scripts(Cluster cluster)
    {
        Plan[] plans = [cluster.PlanConvergence(cluster.Render(), Observations.None), cluster.PlanObservation(), VerificationRunbook.CloserLooks(cluster, Observations.None, cluster.Render())];
        return
        [
            .. plans.SelectMany(plan => plan.Steps).SelectMany(step => step.Action switch
            {
                StepAction.RunScript run => [run.Script.Text, run.Unless?.Text ?? string.Empty],
                StepAction.WaitUntil wait => [wait.Probe.Text],
                StepAction.Check check => [check.Probe.Text],
                StepAction.Observe look => [look.Probe.Text],
                _ => Array.Empty<string>(),
            }),
        ];
    }
}
