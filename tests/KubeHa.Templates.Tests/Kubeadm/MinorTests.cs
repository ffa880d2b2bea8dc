using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Kubeadm;

public sealed class MinorTests
{
    public static TheoryData<int> Minors => [.. MinorClusters.Minors];

    [Theory]
    [MemberData(nameof(Minors))]
    public void Each_minor_builds_renders_and_plans(int minor)
    {
        foreach (var cluster in new[] { MinorClusters.Of(minor).Build(), MinorClusters.Rich(minor).Build() })
        {
            var plan = cluster.PlanConvergence(cluster.Render(), Observations.None);

            Plan.FromJson(plan.ToJson()).Should().Be(plan);
            plan.Steps.Should().ContainSingle(step => step.Id == "cp1/init");
            plan.Steps.Select(step => step.Id).Should().Contain(["cp2/join", "cp3/join", "w1/join"]);
        }
    }

    [Theory]
    [InlineData(22)]
    [InlineData(24)]
    [InlineData(28)]
    [InlineData(31)]
    [InlineData(34)]
    [InlineData(37)]
    public void What_kubeadm_is_given_is_the_approved_text(int minor)
    {
        var files = MinorClusters.Of(minor).Build().Render()
            .Where(file => file.Path is FilePaths.KubeadmInit or FilePaths.KubeadmJoin && file.Host is "cp1" or "w1")
            .ToDictionary(file => file.Host + file.Path, file => file.Content.ToString(), StringComparer.Ordinal);

        Golden.Match($"minor-1.{minor}", files);
    }

    [Theory]
    [InlineData(28, false)]
    [InlineData(29, true)]
    public void The_founding_control_plane_is_asked_by_a_kubeconfig_that_needs_no_RBAC_where_there_is_one(int minor, bool expected)
    {
        var cluster = MinorClusters.Of(minor).Build();

        Scripts(cluster, "cp1/ready").Contains(FilePaths.SuperAdminConf, StringComparison.Ordinal).Should().Be(expected);
    }

    [Theory]
    [InlineData(28, true)]
    [InlineData(29, false)]
    public void The_founding_apiserver_is_started_anew_only_where_etcd_takes_voters(int minor, bool expected)
    {
        var cluster = MinorClusters.Of(minor).Build();

        cluster.PlanConvergence(cluster.Render(), Observations.None).Steps.Any(step => step.Id == "cp1/apiserver/restart").Should().Be(expected);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Without_CoreDNS_a_phase_is_skipped_or_the_document_says_so(int minor, bool phase)
    {
        var cluster = MinorClusters.Of(minor).WithKubeadm(new KubeadmSettings { InstallDns = false }).Build();

        Scripts(cluster, "cp1/init").Contains("--skip-phases=addon/coredns", StringComparison.Ordinal).Should().Be(phase);
        cluster.Render()["cp1", FilePaths.KubeadmInit].Content.ToString().Contains("dns:\n  disabled: true\n", StringComparison.Ordinal).Should().Be(!phase);
    }

    private static string Scripts(Cluster cluster, string id) =>
        cluster.PlanConvergence(cluster.Render(), Observations.None).Steps.Single(step => step.Id == id).Action switch
        {
            StepAction.RunScript run => run.Script.ToString(),
            StepAction.WaitUntil wait => wait.Probe.ToString(),
            var other => throw new InvalidOperationException($"{other}"),
        };
}
