using FluentAssertions;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KubeHa.Templates.Tests.Rendering;

public sealed class KubeadmRenderingTests
{
    // A good token, and a number to whoever reads it without quotes.
    private const string Token = "123456.1234567890123456";
    private const string Hash = "sha256:0123";

    [Fact]
    public void Init_is_four_documents_each_of_its_kind()
    {
        var documents = Parse(ReferenceClusters.AsPublished, "master", FilePaths.KubeadmInit);

        documents.Select(document => $"{Value(document, "apiVersion")} {Value(document, "kind")}").Should().Equal(
            "kubeadm.k8s.io/v1beta2 InitConfiguration",
            "kubeadm.k8s.io/v1beta2 ClusterConfiguration",
            "kubelet.config.k8s.io/v1beta1 KubeletConfiguration",
            "kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration");
    }

    [Fact]
    public void Init_makes_the_runs_token_and_no_other()
    {
        var init = Parse(ReferenceClusters.AsPublished, "master2", FilePaths.KubeadmInit)[0];

        var token = Sequence(init, "bootstrapTokens").Should().ContainSingle().Subject;
        Value(token, "token").Should().Be(Token);
        Value(token, "ttl").Should().Be("1h0m0s");
        Value(init, "nodeRegistration", "name").Should().Be("master2");
        Value(init, "nodeRegistration", "kubeletExtraArgs", "node-ip").Should().Be("192.168.33.10");
        Value(init, "localAPIEndpoint", "advertiseAddress").Should().Be("192.168.33.10");
    }

    [Theory]
    [InlineData("1.19.3", null, "true")]
    [InlineData("1.21.14", null, "true")]
    [InlineData("1.21.14", "false", "false")]
    [InlineData("1.22.17", null, null)]
    [InlineData("1.22.17", "true", "true")]
    public void An_etcd_before_3_5_is_told_to_ask_before_it_calls_an_election(string version, string? chosen, string? told)
    {
        var builder = EndpointClusters.Small(version);
        var cluster = (chosen is null ? builder : builder.WithKubeadm(new KubeadmSettings { EtcdArguments = [new("pre-vote", chosen)] })).Build();

        var etcd = (YamlMappingNode)Parse(cluster, "cp1", FilePaths.KubeadmInit)[1]["etcd"]["local"];
        var seen = etcd.Children.TryGetValue("extraArgs", out var arguments) && ((YamlMappingNode)arguments).Children.TryGetValue("pre-vote", out var value) ? value.ToString() : null;
        seen.Should().Be(told);
    }

    [Fact]
    public void The_cluster_document_says_what_kubeadm_would_otherwise_look_up_or_guess()
    {
        var cluster = Parse(ReferenceClusters.AsPublished, "master", FilePaths.KubeadmInit)[1];

        Value(cluster, "kubernetesVersion").Should().Be("v1.19.3");
        Value(cluster, "controlPlaneEndpoint").Should().Be("api.reference.internal:6443");
        Value(cluster, "clusterName").Should().Be("reference");
        Value(cluster, "networking", "podSubnet").Should().Be("10.244.0.0/16");
        Value(cluster, "etcd", "local", "dataDir").Should().Be("/var/lib/etcd");
        Sequence(cluster, "apiServer", "certSANs").Select(node => ((YamlScalarNode)node).Value).Should().Equal(
            "192.168.33.130", "api.reference.internal", "192.168.33.11", "master", "192.168.33.10", "master2", "192.168.33.9", "master3");
        cluster.Children.Keys.Should().NotContain("imageRepository");
    }

    [Fact]
    public void A_control_plane_joins_with_its_own_address_and_a_worker_without_one()
    {
        var controlPlane = Parse(ReferenceClusters.InTheLab, "master3", FilePaths.KubeadmJoin).Should().ContainSingle().Subject;
        var worker = Parse(ReferenceClusters.InTheLab, "node1", FilePaths.KubeadmJoin).Should().ContainSingle().Subject;

        Value(controlPlane, "controlPlane", "localAPIEndpoint", "advertiseAddress").Should().Be("192.168.33.9");
        worker.Children.Keys.Should().NotContain("controlPlane");
        foreach (var join in new[] { controlPlane, worker })
        {
            Value(join, "discovery", "bootstrapToken", "token").Should().Be(Token);
            Value(join, "discovery", "bootstrapToken", "apiServerEndpoint").Should().Be("api.reference.internal:6443");
            Sequence(join, "discovery", "bootstrapToken", "caCertHashes").Should().ContainSingle().Which.Should().Be(new YamlScalarNode(Hash));
        }
    }

    [Fact]
    public void The_lab_s_deviations_reach_kubelet_kube_proxy_and_preflight()
    {
        var documents = Parse(ReferenceClusters.InTheLab, "master", FilePaths.KubeadmInit);

        Value(documents[2], "cgroupDriver").Should().Be("cgroupfs");
        Value(documents[2], "failSwapOn").Should().Be("false");
        Value(documents[3], "mode").Should().Be("iptables");
        ((YamlMappingNode)documents[3].Children["conntrack"]).Children.Select(pair => $"{pair.Key} {pair.Value}")
            .Should().Equal("maxPerCore 0", "min 0", "tcpEstablishedTimeout 0s", "tcpCloseWaitTimeout 0s");
        Sequence(documents[0], "nodeRegistration", "ignorePreflightErrors").Should().Equal("ImagePull");
    }

    [Fact]
    public void Nothing_is_ignored_and_no_limit_is_touched_unless_the_user_says_so()
    {
        var documents = Parse(ReferenceClusters.AsPublished, "master", FilePaths.KubeadmInit);

        ((YamlMappingNode)documents[0].Children["nodeRegistration"]).Children.Keys.Should().NotContain("ignorePreflightErrors");
        documents[3].Children.Keys.Should().NotContain("conntrack");
        Value(documents[2], "failSwapOn").Should().Be("true");
    }

    [Fact]
    public void Kubeadms_documents_are_transient_and_private()
    {
        ReferenceClusters.InTheLab.Render().Where(file => file.Path.StartsWith("/run/", StringComparison.Ordinal))
            .Should().HaveCount(9).And.OnlyContain(file => file.Placement == FilePlacement.Transient && file.Mode == FileModes.Private);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("Null")]
    [InlineData("1.20")]
    [InlineData("1e3")]
    [InlineData("0x1f")]
    [InlineData("12:30")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("-")]
    [InlineData("end:")]
    [InlineData("a\"b\\c\nd")]
    public void A_text_that_YAML_could_take_for_something_else_is_quoted_and_comes_back(string text)
    {
        var written = YamlText.Of([new Yaml { { "key", text } }]).ToString();

        var stream = new YamlStream();
        stream.Load(new StringReader(written));
        var value = ((YamlMappingNode)stream.Documents[0].RootNode).Children["key"].Should().BeOfType<YamlScalarNode>().Subject;
        value.Value.Should().Be(text);
        value.Style.Should().Be(ScalarStyle.DoubleQuoted);
    }

    private static YamlMappingNode[] Parse(Cluster cluster, string host, string path)
    {
        var text = cluster.Render()[host, path].Content.Bind(
            name => name == SecretNames.RunJoinToken ? Token : throw new InvalidOperationException(name),
            name => name == SecretNames.CaHash ? Hash : throw new InvalidOperationException(name));
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    private static string? Value(YamlNode node, params string[] path) => ((YamlScalarNode)At(node, path)).Value;

    private static YamlSequenceNode Sequence(YamlNode node, params string[] path) => (YamlSequenceNode)At(node, path);

    private static YamlNode At(YamlNode node, string[] path) => path.Aggregate(node, (at, key) => ((YamlMappingNode)at).Children[key]);
}
