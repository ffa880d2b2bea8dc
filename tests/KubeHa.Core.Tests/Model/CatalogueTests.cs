using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class CatalogueTests
{
    [Theory]
    [InlineData("1.19.3", "v1beta2", "3.2", true, false)]
    [InlineData("1.20.2", "v1beta2", "3.2", true, false)]
    [InlineData("1.21.14", "v1beta2", "3.4.1", true, false)]
    [InlineData("1.22.0", "v1beta3", "3.5", true, false)]
    [InlineData("1.23.17", "v1beta3", "3.6", true, false)]
    [InlineData("1.24.0", "v1beta3", "3.7", false, false)]
    [InlineData("1.28.0", "v1beta3", "3.9", false, false)]
    [InlineData("1.29.0", "v1beta3", "3.9", false, true)]
    [InlineData("1.30.14", "v1beta3", "3.9", false, true)]
    [InlineData("1.31.0", "v1beta4", "3.10", false, true)]
    [InlineData("1.37.99", "v1beta4", "3.10.2", false, true)]
    public void A_known_version_of_Kubernetes_has_its_row(string text, string api, string pause, bool dockershim, bool learner)
    {
        var release = Find(text);

        release.Should().NotBeNull();
        release!.KubeadmApiVersion.Should().Be("kubeadm.k8s.io/" + api);
        release.PauseTag.Should().Be(pause);
        release.HasDockershim.Should().Be(dockershim);
        release.JoinsEtcdAsLearner.Should().Be(learner);
        release.IsRendered.Should().BeTrue();
    }

    [Theory]
    [InlineData("1.18.20")]
    [InlineData("1.38.0")]
    [InlineData("2.20.0")]
    [InlineData("1.20.16")]
    [InlineData("1.33.14")]
    public void A_version_that_does_not_exist_has_none(string text) => Find(text).Should().BeNull();

    [Fact]
    public void Taints_changed_their_name_in_1_24()
    {
        Find("1.23.0")!.ControlPlaneTaints.Should().Equal("node-role.kubernetes.io/master");
        Find("1.24.0")!.ControlPlaneTaints.Should().Equal("node-role.kubernetes.io/master", "node-role.kubernetes.io/control-plane");
        Find("1.25.0")!.ControlPlaneTaints.Should().Equal("node-role.kubernetes.io/control-plane");
    }

    [Fact]
    public void No_minor_version_is_left_out()
    {
        KubernetesCatalogue.Releases.Select(release => release.Minor).Should().Equal(Enumerable.Range(19, 19));
        KubernetesCatalogue.Releases.Where(release => release.Packages == KubernetesPackages.MirrorsOnly).Select(release => release.Minor).Should().Equal(19, 20, 21, 22, 23);
        KubernetesCatalogue.RenderedRange.Should().Be("1.19 to 1.37");
    }

    [Theory]
    [InlineData("1.3.5", "nb_get_retry", false, false, false, false, true)]
    [InlineData("1.4.5", "nb_get_retry", false, false, false, false, true)]
    [InlineData("2.0.4", "retry", true, true, false, false, true)]
    [InlineData("2.0.10", "retry", true, true, true, false, true)]
    [InlineData("2.2.7", "retry", true, true, true, true, true)]
    public void A_version_of_keepalived_has_its_row(string text, string retry, bool subSecond, bool fractions, bool test, bool sourceCheck, bool rendered)
    {
        var release = KeepalivedCatalogue.Find(Version.Parse(text))!;

        (release.RetryKeyword, release.HasSubSecondAdverts, release.HasFractionalTimers, release.HasConfigTest, release.HasInstanceSourceCheck, release.IsRendered)
            .Should().Be((retry, subSecond, fractions, test, sourceCheck, rendered));
    }

    [Fact]
    public void A_keepalived_older_than_any_known_one_has_none() => KeepalivedCatalogue.Find(new Version(1, 2, 24)).Should().BeNull();

    private static KubernetesRelease? Find(string text)
    {
        KubernetesVersion.TryParse(text, out var version).Should().BeTrue();

        return KubernetesCatalogue.Find(version!);
    }
}
