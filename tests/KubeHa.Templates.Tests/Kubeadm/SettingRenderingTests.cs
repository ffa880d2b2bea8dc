using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Kubeadm;

public sealed class SettingRenderingTests
{
    [Theory]
    [InlineData(23, "master")]
    [InlineData(24, "master control-plane")]
    [InlineData(25, "control-plane")]
    public void A_control_plane_with_a_taint_of_its_own_keeps_those_that_all_have(int minor, string roles)
    {
        var taints = roles.Split(' ').Select(role => $"- key: node-role.kubernetes.io/{role}\n    effect: NoSchedule\n  ");

        Text(MinorClusters.Rich(minor).Build(), "cp4", FilePaths.KubeadmJoin).Should().Contain($"  taints:\n  {string.Concat(taints)}- key: example.com/loud\n    effect: NoSchedule\n");
    }

    [Fact]
    public void Taints_are_left_to_kubeadm_where_nobody_says_anything() =>
        Text(MinorClusters.Rich(31).Build(), "cp5", FilePaths.KubeadmJoin).Should().NotContain("taints");

    [Fact]
    public void A_label_is_an_argument_of_the_kubelet()
    {
        Text(MinorClusters.Rich(31).Build(), "w2", FilePaths.KubeadmJoin).Should().Contain("  - name: node-labels\n    value: \"example.com/rack=1\"\n");
        Text(MinorClusters.Rich(30).Build(), "w2", FilePaths.KubeadmJoin).Should().Contain("    node-labels: \"example.com/rack=1\"\n");
        Text(MinorClusters.Rich(31).Build(), "w1", FilePaths.KubeadmJoin).Should().NotContain("node-labels").And.Contain("  - name: v\n    value: \"3\"\n");
    }

    [Fact]
    public void The_audit_policy_is_a_file_of_every_control_plane_that_the_apiserver_sees()
    {
        var cluster = MinorClusters.Rich(31).Build();
        var configs = cluster.Render();

        configs.Where(file => file.Path == FilePaths.AuditPolicy).Select(file => file.Host).Should().BeEquivalentTo(cluster.ControlPlanes.Select(machine => machine.Name));
        configs["cp2", FilePaths.AuditPolicy].Content.ToString().Should().EndWith("  - level: Metadata\n");
        Text(cluster, "cp1", FilePaths.KubeadmInit).Should()
            .Contain("  - name: audit-policy-file\n    value: /etc/kubernetes/audit-policy.yaml\n")
            .And.Contain("  - name: kubeha-audit-policy\n    hostPath: /etc/kubernetes/audit-policy.yaml\n    mountPath: /etc/kubernetes/audit-policy.yaml\n    readOnly: true\n    pathType: File\n")
            .And.Contain("    hostPath: /var/log/kubernetes/audit\n    mountPath: /var/log/kubernetes/audit\n    readOnly: false\n    pathType: DirectoryOrCreate\n");
    }

    [Fact]
    public void Patches_are_files_whose_names_say_what_they_are_laid_over_and_how()
    {
        var cluster = MinorClusters.Rich(31).Build();

        cluster.Render().For("cp3").Select(file => file.Path).Where(path => path.StartsWith(FilePaths.Patches, StringComparison.Ordinal))
            .Should().BeEquivalentTo("/etc/kubernetes/patches/kube-apiserver00+strategic.yaml", "/etc/kubernetes/patches/etcd01+json.yaml");
        cluster.Render().For("w1").Should().NotContain(file => file.Path.StartsWith(FilePaths.Patches, StringComparison.Ordinal));
        Text(cluster, "cp1", FilePaths.KubeadmInit).Should().Contain("patches:\n  directory: /etc/kubernetes/patches\n");
        Text(cluster, "cp2", FilePaths.KubeadmJoin).Should().Contain("patches:\n  directory: /etc/kubernetes/patches\n");
        Text(cluster, "w1", FilePaths.KubeadmJoin).Should().NotContain("patches");
        Text(MinorClusters.Of(31).Build(), "cp1", FilePaths.KubeadmInit).Should().NotContain("patches");
    }

    [Fact]
    public void In_mode_ipvs_the_virtual_address_is_not_kube_proxys_to_delete()
    {
        var plain = MinorClusters.Of(24).WithKubeProxy(new KubeProxySettings { Mode = "ipvs" }).Build();

        Text(plain, "cp1", FilePaths.KubeadmInit).Should().Contain("mode: ipvs\nipvs:\n  excludeCIDRs:\n  - \"10.0.0.100/32\"\n");
        Text(MinorClusters.Rich(24).Build(), "cp1", FilePaths.KubeadmInit).Should().Contain("  strictARP: true\n  excludeCIDRs:\n  - \"10.0.0.100/32\"\n  - \"10.9.0.0/16\"\n");
        Text(MinorClusters.Of(24).Build(), "cp1", FilePaths.KubeadmInit).Should().NotContain("ipvs");
    }

    [Fact]
    public void Further_names_stand_in_the_certificates_behind_ours() =>
        Text(MinorClusters.Rich(31).Build(), "cp1", FilePaths.KubeadmInit).Should().Contain("  - cp5\n  - \"*.example.com\"\n  - \"203.0.113.7\"\n");

    [Theory]
    [InlineData(28, true, false)]
    [InlineData(29, false, true)]
    public void Whether_etcd_takes_voters_is_also_a_gate(int minor, bool learners, bool restarts)
    {
        var cluster = MinorClusters.Of(minor).WithKubeadm(new KubeadmSettings { FeatureGates = [new("EtcdLearnerMode", learners)] }).Build();

        cluster.PlanConvergence(cluster.Render(), Observations.None).Steps.Any(step => step.Id == "cp1/apiserver/restart").Should().Be(restarts);
    }

    [Fact]
    public void A_switch_of_the_kubelet_is_written_only_where_it_was_turned()
    {
        var turned = Text(MinorClusters.Rich(31).Build(), "cp1", FilePaths.KubeadmInit);
        var plain = Text(MinorClusters.Of(31).Build(), "cp1", FilePaths.KubeadmInit);

        turned.Should().Contain("failSwapOn: false\nfailCgroupV1: false\nrotateCertificates: true\nserverTLSBootstrap: true\n").And.Contain("serializeImagePulls: false\nmaxParallelImagePulls: 3\n");
        plain.Should().Contain("failSwapOn: true\nrotateCertificates: true\n")
            .And.NotContainAny("failCgroupV1", "serverTLSBootstrap", "serializeImagePulls", "maxParallelImagePulls", "systemReserved", "evictionHard", "maxPods", "conntrack", "nodePortAddresses");
    }

    [Theory]
    [InlineData(CertificateKeyAlgorithm.Rsa2048, "RSA-2048")]
    [InlineData(CertificateKeyAlgorithm.Rsa3072, "RSA-3072")]
    [InlineData(CertificateKeyAlgorithm.Rsa4096, "RSA-4096")]
    [InlineData(CertificateKeyAlgorithm.EcdsaP256, "ECDSA-P256")]
    [InlineData(CertificateKeyAlgorithm.EcdsaP384, "ECDSA-P384")]
    public void Every_algorithm_of_keys_has_kubeadms_name(CertificateKeyAlgorithm algorithm, string name)
    {
        var cluster = MinorClusters.Of(34).WithKubeadm(new KubeadmSettings { KeyAlgorithm = algorithm }).Build();

        Text(cluster, "cp1", FilePaths.KubeadmInit).Should().Contain($"encryptionAlgorithm: {name}\n");
    }

    private static string Text(Cluster cluster, string host, string path) => cluster.Render()[host, path].Content.ToString();
}
