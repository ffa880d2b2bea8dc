using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class ComponentSettingTests
{
    private static readonly string[] Hostile = ["$(id)", "`id`", "a b", "a\nb", "a\"b", "a'b", "a\\b", "a#b", "{}", "${secret:ca/key}", "a|b", "a&b", "!a", "\u00e9", "a\0"];

    private static readonly Dictionary<string, Func<string, ClusterBuilder>> Fields = new()
    {
        ["argument's name"] = text => BrokenBuilders.Kubeadm(new() { ApiServer = new() { ExtraArguments = [new(text, "1")] } }),
        ["argument's value"] = text => BrokenBuilders.Kubeadm(new() { ControllerManager = new() { ExtraArguments = [new("v", text)] } }),
        ["etcd's argument"] = text => BrokenBuilders.Kubeadm(new() { EtcdArguments = [new("quota-backend-bytes", text)] }),
        ["kubelet's argument"] = text => BrokenBuilders.Kubelet(new() { ExtraArguments = [new("v", text)] }),
        ["volume"] = text => BrokenBuilders.Kubeadm(new() { Scheduler = new() { ExtraVolumes = [new(text, "/a", "/b")] } }),
        ["volume's path"] = text => BrokenBuilders.Kubeadm(new() { Scheduler = new() { ExtraVolumes = [new("a", "/" + text, "/b")] } }),
        ["volume's other path"] = text => BrokenBuilders.Kubeadm(new() { Scheduler = new() { ExtraVolumes = [new("a", "/a", "/" + text)] } }),
        ["feature gate"] = text => BrokenBuilders.Kubeadm(new() { FeatureGates = [new(text, true)] }),
        ["time server"] = text => Reference.Builder().WithPreparation(new() { SynchroniseTime = true, TimeServers = [text] }),
        ["certificate's name"] = text => BrokenBuilders.Kubeadm(new() { ExtraCertificateNames = [text] }),
        ["encrypted resource"] = text => BrokenBuilders.Kubeadm(new() { EncryptedResources = [text] }),
        ["patch's target"] = text => BrokenBuilders.Kubeadm(new() { Patches = [new(text, "spec: {}")] }, "1.31.0"),
        ["label's key"] = text => Reference.Builder().AddWorker("node4", "192.168.33.15", machine => machine.WithLabel(text)),
        ["label's prefix"] = text => Reference.Builder().AddWorker("node4", "192.168.33.15", machine => machine.WithLabel(text + "/a")),
        ["label's value"] = text => Reference.Builder().AddWorker("node4", "192.168.33.15", machine => machine.WithLabel("a", text)),
        ["taint's key"] = text => Reference.Builder().AddWorker("node4", "192.168.33.15", machine => machine.WithTaint(text)),
        ["taint's value"] = text => Reference.Builder().AddWorker("node4", "192.168.33.15", machine => machine.WithTaint("a", text)),
        ["resource"] = text => BrokenBuilders.Kubelet(new() { KubeReserved = [new(text, "1")] }),
        ["amount"] = text => BrokenBuilders.Kubelet(new() { EvictionHard = [new("memory.available", text)] }),
        ["log size"] = text => BrokenBuilders.Kubelet(new() { ContainerLogSize = text }),
        ["metrics address"] = text => Reference.Builder().WithKubeProxy(new() { MetricsAddress = text }),
        ["network of node ports"] = text => Reference.Builder().WithKubeProxy(new() { NodePortNetworks = [text] }),
        ["excluded network"] = text => Reference.Builder().WithKubeProxy(new() { Mode = "ipvs", IpvsExcludedNetworks = [text] }),
        ["scheduler"] = text => Reference.Builder().WithKubeProxy(new() { Mode = "ipvs", IpvsScheduler = text }),
    };

    [Theory]
    [InlineData("1.25.0", "logtostderr", false)]
    [InlineData("1.26.0", "logtostderr", true)]
    [InlineData("1.22.0", "policy-config-file", false)]
    [InlineData("1.23.0", "policy-config-file", true)]
    [InlineData("1.24.0", "address", true)]
    [InlineData("1.37.0", "v", false)]
    public void An_argument_that_the_scheduler_does_not_know_any_more_is_refused(string version, string argument, bool isGone) =>
        BrokenBuilders.Kubeadm(new() { Scheduler = new() { ExtraArguments = [new(argument, "1")] } }, version).Diagnose().Any(diagnostic => diagnostic.Code == DiagnosticCodes.ArgumentGone).Should().Be(isGone);

    public static TheoryData<string> FieldNames => [.. Fields.Keys];

    [Theory]
    [InlineData(KubeadmPatchKind.Strategic, "spec: {}", true)]
    [InlineData(KubeadmPatchKind.Strategic, "spec: {}\n---\nmetadata: {}\n", true)]
    [InlineData(KubeadmPatchKind.Merge, "{\"spec\": {}}", true)]
    [InlineData(KubeadmPatchKind.Json, "[]", true)]
    [InlineData(KubeadmPatchKind.Json, "- op: add\n  path: /metadata/labels/a\n  value: b\n", true)]
    [InlineData(KubeadmPatchKind.Strategic, "spec", false)]
    [InlineData(KubeadmPatchKind.Strategic, "- spec", false)]
    [InlineData(KubeadmPatchKind.Strategic, "spec: {", false)]
    [InlineData(KubeadmPatchKind.Strategic, "spec: {}\n---\n- a\n", false)]
    [InlineData(KubeadmPatchKind.Strategic, "# nothing\n", false)]
    [InlineData(KubeadmPatchKind.Merge, "a: 1\na: 2\n", false)]
    [InlineData(KubeadmPatchKind.Json, "spec: {}", false)]
    [InlineData(KubeadmPatchKind.Json, "- value: b\n", false)]
    public void A_patch_has_the_shape_of_its_kind(KubeadmPatchKind kind, string text, bool fits)
    {
        var found = BrokenBuilders.Kubeadm(new() { Patches = [new("kube-apiserver", text, kind)] }, "1.31.0").Diagnose();

        found.Where(diagnostic => diagnostic.Path == "kubeadm.patches[0].text").Select(diagnostic => diagnostic.Code).Should().Equal(fits ? [] : [DiagnosticCodes.MalformedDocument]);
    }

    [Theory]
    [InlineData("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: []", true)]
    [InlineData("apiVersion: audit.k8s.io/v1beta1\nkind: Policy\nrules: []", true)]
    [InlineData("rules: []", false)]
    [InlineData("apiVersion: v1\nkind: Policy", false)]
    [InlineData("apiVersion: audit.k8s.io/v1\nkind: Policy\n---\napiVersion: audit.k8s.io/v1\nkind: Policy\n", false)]
    public void An_audit_policy_is_one(string text, bool isOne)
    {
        var found = BrokenBuilders.Kubeadm(new() { Audit = new AuditSettings(text) }).Diagnose();

        found.Where(diagnostic => diagnostic.Path == "kubeadm.audit.policy").Select(diagnostic => diagnostic.Code).Should().Equal(isOne ? [] : [DiagnosticCodes.MalformedDocument]);
    }

    [Theory]
    [MemberData(nameof(FieldNames))]
    public void No_text_passes_that_means_something_to_a_shell_or_to_YAML(string field)
    {
        foreach (var text in Hostile)
        {
            var built = Fields[field](text).TryBuild(out _, out var found);

            built.Should().BeFalse("of {0}", text);
            found.Should().OnlyContain(diagnostic => !diagnostic.ToString().Any(char.IsControl));
        }
    }

    [Theory]
    [InlineData("feature-gates", "A=true,B=false")]
    [InlineData("oidc-required-claim", "aud=https://example.com:8443/a_b")]
    [InlineData("controllers", "*,-ttl")]
    [InlineData("tls-min-version", "VersionTLS12")]
    public void An_ordinary_argument_passes(string name, string value) =>
        BrokenBuilders.Kubeadm(new() { ApiServer = new() { ExtraArguments = [new(name, value)] } }).Diagnose().Should().BeEmpty();

    [Theory]
    [InlineData("kubernetes.io/hostname", true)]
    [InlineData("topology.kubernetes.io/zone", true)]
    [InlineData("node.kubernetes.io/rack", true)]
    [InlineData("x.node.kubernetes.io/rack", true)]
    [InlineData("rack", true)]
    [InlineData("example.com/rack", true)]
    [InlineData("notkubernetes.io/rack", true)]
    [InlineData("kubernetes.io/role", false)]
    [InlineData("node-restriction.kubernetes.io/a", false)]
    [InlineData("a.k8s.io/b", false)]
    public void Of_Kubernetes_own_domains_a_kubelet_gives_few_labels(string key, bool passes) =>
        Reference.Builder().AddWorker("node4", "192.168.33.15", machine => machine.WithLabel(key, "a")).Diagnose()
            .Select(diagnostic => diagnostic.Code).Should().Equal(passes ? [] : [DiagnosticCodes.RestrictedLabel]);

    [Theory]
    [InlineData("1.26.0", "EtcdLearnerMode", true, false)]
    [InlineData("1.27.0", "EtcdLearnerMode", true, true)]
    [InlineData("1.31.0", "EtcdLearnerMode", false, true)]
    [InlineData("1.32.0", "EtcdLearnerMode", false, false)]
    [InlineData("1.33.0", "EtcdLearnerMode", true, false)]
    [InlineData("1.30.0", "PublicKeysECDSA", true, false)]
    [InlineData("1.36.0", "NodeLocalCRISocket", true, true)]
    [InlineData("1.37.0", "NodeLocalCRISocket", true, false)]
    public void A_feature_gate_is_known_for_a_while(string version, string gate, bool isOn, bool passes) =>
        BrokenBuilders.Kubeadm(new() { FeatureGates = [new(gate, isOn)] }, version).Diagnose()
            .Select(diagnostic => diagnostic.Code).Should().Equal(passes ? [] : [DiagnosticCodes.UnknownFeatureGate]);

    [Theory]
    [InlineData("1.21.14", "etcd", DiagnosticCodes.SettingNotInVersion)]
    [InlineData("1.22.0", "etcd", null)]
    [InlineData("1.30.0", "corednsdeployment", DiagnosticCodes.UnknownPatchTarget)]
    [InlineData("1.31.0", "corednsdeployment", null)]
    [InlineData("1.36.0", "kubeproxydaemonset", DiagnosticCodes.UnknownPatchTarget)]
    [InlineData("1.37.0", "kubeproxydaemonset", null)]
    [InlineData("1.37.0", "kubeletconfiguration", DiagnosticCodes.UnknownPatchTarget)]
    public void A_patch_is_laid_over_what_the_version_has(string version, string target, string? code) =>
        BrokenBuilders.Kubeadm(new() { Patches = [new(target, "spec: {}")] }, version).Diagnose()
            .Select(diagnostic => diagnostic.Code).Should().Equal(code is null ? [] : [code]);

    [Fact]
    public void Arguments_repeat_only_where_they_are_a_list()
    {
        var settings = new KubeadmSettings { ApiServer = new() { ExtraArguments = [new("service-account-issuer", "https://a"), new("service-account-issuer", "https://b")] } };

        BrokenBuilders.Kubeadm(settings, "1.30.0").Diagnose().Select(diagnostic => diagnostic.Code).Should().Equal(DiagnosticCodes.NamedTwice);
        BrokenBuilders.Kubeadm(settings, "1.31.0").Diagnose().Should().BeEmpty();
    }

    [Fact]
    public void The_audit_logs_own_arguments_are_taken_only_where_there_is_one()
    {
        var settings = new KubeadmSettings { ApiServer = new() { ExtraArguments = [new("audit-log-path", "/var/log/audit.log")] } };

        BrokenBuilders.Kubeadm(settings).Diagnose().Should().BeEmpty();
        BrokenBuilders.Kubeadm(settings with { Audit = new AuditSettings("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: []") }).Diagnose().Select(diagnostic => diagnostic.Code).Should().Equal(DiagnosticCodes.ManagedArgument);
    }

    [Theory]
    [InlineData("1.20.0", "shutdownGracePeriod")]
    [InlineData("1.26.0", "parallelImagePulls")]
    [InlineData("1.29.0", "unusedImageAge")]
    public void A_setting_of_the_kubelet_is_refused_where_its_kubelet_would_not_start(string version, string setting)
    {
        var settings = new KubeletSettings
        {
            ShutdownGracePeriod = setting == "shutdownGracePeriod" ? TimeSpan.FromMinutes(1) : null,
            ParallelImagePulls = setting == "parallelImagePulls" ? 3 : null,
            UnusedImageAge = setting == "unusedImageAge" ? TimeSpan.FromDays(9) : null,
        };

        BrokenBuilders.Kubelet(settings, version).Diagnose().Select(diagnostic => $"{diagnostic.Code} {diagnostic.Path}").Should().Equal($"{DiagnosticCodes.SettingNotInVersion} kubelet.{setting}");
        BrokenBuilders.Kubelet(settings, "1.30.0").Diagnose().Should().BeEmpty();
    }

    [Fact]
    public void Values_of_the_kubelet_that_contradict_each_other_are_refused()
    {
        Codes(new() { ImageCleanUpAbove = 70, ImageCleanUpTo = 70 }).Should().Equal(DiagnosticCodes.SettingOutOfRange);
        Codes(new() { ImageCleanUpAbove = 70 }).Should().Equal(DiagnosticCodes.SettingOutOfRange);
        Codes(new() { ImageCleanUpAbove = 90 }).Should().BeEmpty();
        Codes(new() { ShutdownGracePeriod = TimeSpan.FromSeconds(10), ShutdownGracePeriodOfCriticalPods = TimeSpan.FromSeconds(20) }).Should().Equal(DiagnosticCodes.SettingOutOfRange);
        Codes(new() { ShutdownGracePeriodOfCriticalPods = TimeSpan.FromSeconds(20) }).Should().Equal(DiagnosticCodes.SettingOutOfRange);
        Codes(new() { MaxPods = 0 }).Should().Equal(DiagnosticCodes.SettingOutOfRange);
        Codes(new() { EvictionHard = [new("memory.available", "101%")] }).Should().Equal(DiagnosticCodes.MalformedAmount);

        static IEnumerable<string> Codes(KubeletSettings settings) => BrokenBuilders.Kubelet(settings, "1.31.0").Diagnose().Select(diagnostic => diagnostic.Code);
    }
}
