namespace KubeHa.Lab;

/// <summary>What is mutated, in parts of about an hour.</summary>
internal static class MutationParts
{
    private const string Templates = "KubeHa.Templates";
    private const string TemplatesTests = Templates + ".Tests";

    private const string ModelTests = "FullyQualifiedName~FaultTests|FullyQualifiedName~RuleTests|FullyQualifiedName~DiagnosticTests|FullyQualifiedName~BuilderTests|FullyQualifiedName~ComponentSettingTests|FullyQualifiedName~CatalogueTests|FullyQualifiedName~PodNetworkTests|FullyQualifiedName~KubernetesMinorTests";

    /// <summary>The rules of the model, and what they are made of.</summary>
    public static IReadOnlyList<MutationPart> OfValidation { get; } =
    [
        Validation("networks", "Rules/AddressRules.cs", "Rules/NetworkRules.cs", "Rules/FamilyRules.cs", "Rules/TopologyRules.cs", "Rules/EtcdRules.cs", "Rules/LvsRules.cs", "Rules/NodeLabelRules.cs"),
        Validation("texts", "Grammar.cs", "SafeVersion.cs", "Found.cs", "Diagnostic.cs", "DiagnosticCodes.cs", "DiagnosticSeverity.cs", "SourcePlace.cs", "ClusterValidationException.cs", "Rules/TextRules.cs", "Rules/SettingTextRules.cs"),
        Validation("documents", "CertificateText.cs", "YamlDocuments.cs", "ManifestReader.cs", "ManifestObject.cs", "Rules/ComponentTextRules.cs", "Rules/PodNetworkRules.cs", "Rules/PackageRules.cs", "Rules/RuntimeRules.cs", "Rules/VersionRules.cs"),
        Validation("settings", "ClusterRules.cs", "Rules/SettingRules.cs", "Rules/KubeadmRules.cs", "Rules/KubeletRules.cs", "Rules/KubeProxyRules.cs", "Rules/ComponentRules.cs", "Rules/Components.cs", "Rules/PreparationRules.cs"),
    ];

    /// <summary>Everything that knows a tool. Left out are the tests that walk through every state, matrix or hostile text: what they reach, others reach too.</summary>
    public static IReadOnlyList<MutationPart> OfTemplates { get; } =
    [
        new("directors", Templates, TemplatesTests, Tests("DirectorRenderingTests", "KeepalivedWriterTests", "GoldenTests", "ForwardingTests", "ForwardingChecksTests"), ["Keepalived/", "Ipvs/"]),
        new("kubeadm", Templates, TemplatesTests, Tests("Kubeadm", "SettingRenderingTests", "GoldenTests", "MinorTests", "EncryptionTests"), ["Kubeadm/"]),
        new("machines", Templates, TemplatesTests, Tests("RenderingTests", "GoldenTests", "ClusterFileTests", "PreparationTests"), ["Machines/", "Runtimes/", "FilePaths.cs", "ClusterExtensions.cs", "ClusterExtensions.Rendering.cs"]),
        new("checks", Templates, TemplatesTests, Tests("ChecksTests", "VerifyTests", "ProbeTests", "CloserLookTests", "FactTextTests", "CheckReportTests", "MembershipProbeTests", "EtcdMemberTests"), ["Checks/"]),
        new("runbooks", Templates, TemplatesTests, "FullyQualifiedName~Runbooks&FullyQualifiedName!~AnyStateTests&FullyQualifiedName!~ManyWorkersTests", ["Runbooks/"]),
        new("drills", Templates, TemplatesTests, "FullyQualifiedName~Drill|FullyQualifiedName~ClockQuestionsTests", ["Drills/"]),
        new("reports", Templates, "KubeHa.Reports.Tests", "FullyQualifiedName!~ScreenshotTests&FullyQualifiedName!~Browser", ["Reports/"]),
    ];

    private static MutationPart Validation(string name, params string[] sources) =>
        new(name, "KubeHa.Core", "KubeHa.Core.Tests", ModelTests, [.. sources.Select(source => "Validation/" + source)]);

    private static string Tests(params string[] names) => string.Join('|', names.Select(name => $"FullyQualifiedName~{name}"));
}
