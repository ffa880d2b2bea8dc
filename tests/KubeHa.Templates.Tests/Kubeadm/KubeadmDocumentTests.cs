using FluentAssertions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace KubeHa.Templates.Tests.Kubeadm;

public sealed class KubeadmDocumentTests
{
    public static TheoryData<int> Minors => [.. MinorClusters.Minors];

    [Theory]
    [MemberData(nameof(Minors))]
    public void Every_document_of_every_minor_has_only_fields_that_this_minor_knows(int minor)
    {
        foreach (var cluster in new[] { MinorClusters.Of(minor).Build(), MinorClusters.Rich(minor).Build() })
        {
            foreach (var file in Documents(cluster))
            {
                FieldTrees.All.Check(Bound(file), minor).Should().BeEmpty("of {0} on {1}", file.Path, file.Host);
            }
        }
    }

    [Theory]
    [InlineData(21, "kind: InitConfiguration\nskipPhases: [a]\n", "InitConfiguration.skipPhases: unknown in 1.21")]
    [InlineData(31, "kind: InitConfiguration\nnodeRegistration:\n  kubeletExtraArgs:\n    node-ip: 10.0.0.1\n", "InitConfiguration.nodeRegistration.kubeletExtraArgs: '{ { node-ip, 10.0.0.1 } }' is no []")]
    [InlineData(31, "kind: ClusterConfiguration\napiServer:\n  timeoutForControlPlane: 4m0s\n", "ClusterConfiguration.apiServer.timeoutForControlPlane: unknown in 1.31")]
    [InlineData(31, "kind: ClusterConfiguration\ndns:\n  disabled: \"true\"\n", "ClusterConfiguration.dns.disabled: 'true' is no b")]
    [InlineData(31, "kind: ClusterConfiguration\nclusterName: true\n", "ClusterConfiguration.clusterName: 'true' is no s")]
    [InlineData(31, "kind: ClusterConfiguration\napiVersion: kubeadm.k8s.io/v1beta3\n", "ClusterConfiguration.apiVersion: 'kubeadm.k8s.io/v1beta3' is no =kubeadm.k8s.io/v1beta4")]
    [InlineData(31, "kind: Nothing\n", "Nothing: unknown kind")]
    public void The_check_is_strict(int minor, string yaml, string problem) => FieldTrees.All.Check(yaml, minor).Should().Equal(problem);

    [Theory]
    [InlineData(19, "v1beta2")]
    [InlineData(21, "v1beta2")]
    [InlineData(22, "v1beta3")]
    [InlineData(30, "v1beta3")]
    [InlineData(31, "v1beta4")]
    [InlineData(37, "v1beta4")]
    public void Each_minor_is_written_in_the_newest_version_that_it_reads(int minor, string version)
    {
        var cluster = MinorClusters.Of(minor).Build();

        Parse(cluster, "cp1", FilePaths.KubeadmInit).Take(2).Concat(Parse(cluster, "w1", FilePaths.KubeadmJoin))
            .Should().OnlyContain(document => $"{document["apiVersion"]}" == $"kubeadm.k8s.io/{version}");
    }

    [Fact]
    public void Arguments_are_a_mapping_before_1_31_and_a_list_from_there_on()
    {
        NodeRegistration(30)["kubeletExtraArgs"]["node-ip"].Should().Be(new YamlScalarNode("10.0.0.11"));
        var argument = ((YamlSequenceNode)NodeRegistration(31)["kubeletExtraArgs"]).Should().ContainSingle().Subject;
        argument["name"].Should().Be(new YamlScalarNode("node-ip"));
        argument["value"].Should().Be(new YamlScalarNode("10.0.0.11"));
    }

    [Fact]
    public void One_time_stands_where_each_version_reads_it()
    {
        var (before, after) = (MinorClusters.Rich(30).Build(), MinorClusters.Rich(31).Build());

        Parse(before, "cp1", FilePaths.KubeadmInit)[1]["apiServer"]["timeoutForControlPlane"].Should().Be(new YamlScalarNode("0h8m0s"));
        Parse(before, "w1", FilePaths.KubeadmJoin)[0]["discovery"]["timeout"].Should().Be(new YamlScalarNode("0h1m30s"));
        Parse(after, "cp1", FilePaths.KubeadmInit)[0]["timeouts"]["controlPlaneComponentHealthCheck"].Should().Be(new YamlScalarNode("0h8m0s"));
        Parse(after, "w1", FilePaths.KubeadmJoin)[0]["timeouts"]["discovery"].Should().Be(new YamlScalarNode("0h1m30s"));
        Parse(after, "cp2", FilePaths.KubeadmJoin)[0]["timeouts"]["etcdAPICall"].Should().Be(new YamlScalarNode("1h0m0s"));
    }

    [Fact]
    public void Keys_are_chosen_by_a_gate_where_there_is_no_field()
    {
        Parse(MinorClusters.Rich(30).Build(), "cp1", FilePaths.KubeadmInit)[1]["featureGates"]["PublicKeysECDSA"].Should().Be(new YamlScalarNode("true"));
        var after = Parse(MinorClusters.Rich(34).Build(), "cp1", FilePaths.KubeadmInit)[1];
        after["encryptionAlgorithm"].Should().Be(new YamlScalarNode("ECDSA-P384"));
        after["certificateValidityPeriod"].Should().Be(new YamlScalarNode("2160h0m0s"));
        ((YamlMappingNode)after["featureGates"]).Children.Keys.Should().NotContain(new YamlScalarNode("PublicKeysECDSA"));
    }

    [Fact]
    public void The_writer_refuses_what_its_version_would_lose()
    {
        var writer = new KubeadmWriter(KubernetesCatalogue.Releases.Single(release => release.Minor == 30));
        var join = new JoinConfiguration("api:6443", Content.Text("t"), Content.Text("h"), new NodeRegistration("n", "unix:///s", [], []), null, 6443);

        writer.Invoking(w => w.Document(join with { Timeouts = new KubeadmTimeouts { Discovery = TimeSpan.FromMinutes(1) } })).Should().Throw<ArgumentException>();
        writer.Invoking(w => w.Document(join with { NodeRegistration = join.NodeRegistration with { ImagePullSerial = true } })).Should().Throw<ArgumentException>();
        writer.Document(join with { Timeouts = new KubeadmTimeouts() }).Node.Children.Keys.Should().NotContain(new YamlScalarNode("timeouts"));
    }

    private static YamlNode NodeRegistration(int minor) => Parse(MinorClusters.Of(minor).Build(), "cp1", FilePaths.KubeadmInit)[0]["nodeRegistration"];

    private static IEnumerable<ConfigFile> Documents(Cluster cluster) => cluster.Render().Where(file => file.Path is FilePaths.KubeadmInit or FilePaths.KubeadmJoin);

    private static string Bound(ConfigFile file) => file.Content.Bind(_ => "123456.1234567890123456", _ => "sha256:0123");

    private static YamlMappingNode[] Parse(Cluster cluster, string host, string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Bound(cluster.Render()[host, path])));
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }
}
