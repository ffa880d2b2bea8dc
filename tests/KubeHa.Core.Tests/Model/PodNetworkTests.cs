using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class PodNetworkTests
{
    private const string Flannel = """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: kube-flannel-cfg
        data:
          net-conf.json: |
            {
              "Network": "10.244.0.0/16",
              "Backend": { "Type": "vxlan" }
            }
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: kube-flannel-ds
        ---

        """;

    private const string Calico = """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: calico-node
        spec:
          template:
            spec:
              containers:
                - env:
                    - name: CALICO_IPV4POOL_CIDR
                      value: "10.244.128.0/17"
        """;

    private const string Cilium = """
        apiVersion: v1
        kind: ConfigMap
        data:
          ipam: cluster-pool
          cluster-pool-ipv4-cidr: 10.244.0.0/16
        """;

    [Theory]
    [InlineData(Flannel)]
    [InlineData(Calico)]
    [InlineData(Cilium)]
    public void A_manifest_with_the_clusters_own_network_is_taken_as_it_is(string manifest)
    {
        var cluster = BrokenBuilders.PodNetwork(manifest).Build();

        cluster.Warnings.Should().BeEmpty();
        cluster.PodNetwork.Should().Be(new PodNetworkManifest.Text(manifest));
    }

    [Theory]
    [InlineData(Flannel, "10.244.0.0/16", "10.42.0.0/16", "Flannel's net-conf.json says '10.42.0.0/16'; the cluster's pods have 10.244.0.0/16.")]
    [InlineData(Flannel, "10.244.0.0/16", "10.0.0.0/8", "Flannel's net-conf.json says '10.0.0.0/8'")]
    [InlineData(Calico, "10.244.128.0/17", "192.168.0.0/16", "Calico's CALICO_IPV4POOL_CIDR says '192.168.0.0/16'")]
    [InlineData(Cilium, "10.244.0.0/16", "10.0.0.0/8", "Cilium's cluster-pool-ipv4-cidr says '10.0.0.0/8'")]
    public void A_manifest_with_another_network_than_the_clusters_is_refused(string manifest, string its, string other, string message) =>
        BrokenBuilders.PodNetwork(manifest.Replace(its, other, StringComparison.Ordinal)).Diagnose().Should().ContainSingle().Which.Should().Match<Diagnostic>(found =>
            found.Code == DiagnosticCodes.PodNetworkDiffers && found.Message.StartsWith(message, StringComparison.Ordinal));

    [Fact]
    public void Ciliums_pool_is_not_asked_where_nodes_get_their_ranges_from_kubernetes() =>
        BrokenBuilders.PodNetwork(Cilium.Replace("cluster-pool\n", "kubernetes\n", StringComparison.Ordinal).Replace("10.244", "10.0", StringComparison.Ordinal)).Build().Warnings.Should().BeEmpty();

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("# nothing", "holds no object")]
    [InlineData("- a", "has a document at line 1 that has no apiVersion or no kind")]
    [InlineData("apiVersion: v1\nkind: Namespace\n---\napiVersion: v1", "has a document at line 4 that has no apiVersion or no kind")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- kind: Namespace", "has a document at line 1 that has no apiVersion or no kind")]
    [InlineData("apiVersion: v1\nkind: [", "is no YAML at line 3")]
    [InlineData("data:\n  a: (\n:", "is no YAML")]
    [InlineData("apiVersion: &a v1\nkind: *a", "has an alias at line 2")]
    [InlineData("apiVersion: v1\r\nkind: Namespace", "has the character '\\u000d'")]
    [InlineData("apiVersion: v1\nkind: Name\u202espace", "has the character '\\u202e'")]
    [InlineData("apiVersion: v1\nkind: Namespace # ${secret:token}", "has the sign of a secret's place in it")]
    public void A_manifest_that_cannot_be_read_is_refused_with_the_place(string manifest, string message) =>
        BrokenBuilders.PodNetwork(manifest).Diagnose().Should().ContainSingle().Which.Should().Match<Diagnostic>(found =>
            found.Code == DiagnosticCodes.MalformedManifest && found.Message.StartsWith($"The manifest {message}", StringComparison.Ordinal));

    [Fact]
    public void A_manifest_nested_without_end_is_refused_and_ends_nothing() =>
        BrokenBuilders.PodNetwork("apiVersion: v1\nkind: " + new string('[', 60_000)).Diagnose().Should().ContainSingle().Which.Message.Should().Contain("is nested deeper than 64 levels at line 2");

    [Theory]
    [InlineData("policy/v1beta1", "PodSecurityPolicy", "1.24.17", null)]
    [InlineData("policy/v1beta1", "PodSecurityPolicy", "1.25.16", "is served by no Kubernetes from 1.25 on")]
    [InlineData("rbac.authorization.k8s.io/v1beta1", "ClusterRole", "1.21.14", null)]
    [InlineData("rbac.authorization.k8s.io/v1beta1", "ClusterRole", "1.22.17", "is served by no Kubernetes from 1.22 on")]
    [InlineData("extensions/v1beta1", "DaemonSet", "1.19.3", "is served by no Kubernetes from 1.16 on")]
    [InlineData("policy/v1", "PodDisruptionBudget", "1.20.2", "is served from Kubernetes 1.21 on")]
    [InlineData("policy/v1", "PodDisruptionBudget", "1.21.14", null)]
    [InlineData("crd.projectcalico.org/v1", "FelixConfiguration", "1.30.14", null)]
    public void An_api_version_that_this_kubernetes_does_not_serve_is_named(string apiVersion, string kind, string version, string? problem)
    {
        var found = BrokenBuilders.PodNetwork($"apiVersion: v1\nkind: List\nitems:\n- apiVersion: {apiVersion}\n  kind: {kind}\n  metadata: {{ name: it }}", version).Diagnose()
            .Where(diagnostic => diagnostic.Path == "podNetwork.documents").ToList();

        found.Select(diagnostic => diagnostic.Message).Should().Equal(problem is null ? [] : [$"'{kind}' 'it' is of '{apiVersion}', which {problem}."]);
    }

    [Theory]
    [InlineData("ftp://plugins.example/flannel.yml", DiagnosticCodes.MalformedMirror)]
    [InlineData("https://user:s3cr3t@plugins.example/flannel.yml", DiagnosticCodes.MalformedMirror)]
    [InlineData("https://plugins.example/flannel.yml", null)]
    public void An_address_is_taken_where_a_machine_can_fetch_from_it(string location, string? code)
    {
        var found = Reference.Builder().WithPodNetwork(new PodNetworkManifest.Address(new Uri(location), new string('a', 64))).Diagnose();

        found.Select(diagnostic => diagnostic.Code).Should().Equal(code is null ? [] : [code]);
        found.Should().NotContain(diagnostic => diagnostic.Message.Contains("s3cr3t", StringComparison.Ordinal));
    }
}
