namespace KubeHa.Lab;

/// <summary>What is mutated, in parts so small that not much is lost with one.</summary>
internal static class MutationParts
{
    private const string Templates = "KubeHa.Templates";

    // Where most of Runbooks is reached. Those that walk through every state, many workers or every text of a shell are left out: they are slow, and what they reach, others reach too.
    private static readonly string[] OfRunbooks =
    [
        "ApplyTests", "ExternalEtcdTests", "OwnEtcdTests", "EtcdDataTests", "EtcdMemberTests", "RepairTests", ".ForwardingTests", "ClockTests", "LoginTests", "PlanDocumentTests", "PodNetworkTests", "FoundingTests",
        ".PortTests", "AssumptionTests", "PreparationTests", "JoiningTests", "PackageStepTests", "ClusterStateTests",
    ];

    /// <summary>The rules of the model, and what they are made of. The tests are those of the approved text of diagnostics, which reach all of it.</summary>
    public static IReadOnlyList<MutationPart> OfValidation { get; } =
    [
        Validation("versions", "Rules/VersionRules.cs", "Rules/PreparationRules.cs", "SafeVersion.cs"),
        Validation("addresses", "Rules/AddressRules.cs", "Rules/FamilyRules.cs", "Rules/LvsRules.cs", "Found.cs", "Diagnostic.cs", "DiagnosticCodes.cs", "DiagnosticSeverity.cs", "SourcePlace.cs", "ClusterValidationException.cs"),
        Validation("networks", "Rules/NetworkRules.cs", "Rules/NodeLabelRules.cs"),
        Validation("topology", "Rules/TopologyRules.cs", "Rules/EtcdRules.cs", "ClusterRules.cs"),
        Validation("grammar", "Grammar.cs"),
        Validation("texts", "Rules/TextRules.cs", "Rules/SettingTextRules.cs", "Rules/ComponentTextRules.cs", "Rules/SettingRules.cs"),
        Validation("documents", "CertificateText.cs", "YamlDocuments.cs", "ManifestReader.cs", "ManifestObject.cs", "Rules/PodNetworkRules.cs", "Rules/PackageRules.cs"),
        Validation("components", "Rules/RuntimeRules.cs", "Rules/KubeadmRules.cs", "Rules/ComponentRules.cs", "Rules/Components.cs"),
        Validation("kubelets", "Rules/KubeletRules.cs", "Rules/KubeProxyRules.cs"),
    ];

    /// <summary>Everything that knows a tool.</summary>
    public static IReadOnlyList<MutationPart> OfTemplates { get; } =
    [
        OfTool("directors", ["Keepalived/", "Ipvs/"], "DirectorRenderingTests", "KeepalivedWriterTests", "GoldenTests", "MatrixTests", ".ForwardingTests", "ForwardingChecksTests"),
        OfTool("kubeadm", ["Kubeadm/"], "KubeadmRenderingTests", "KubeadmDocumentTests", "SettingRenderingTests", "GoldenTests", "MatrixTests", "MinorTests", "EncryptionTests"),
        OfTool("machines", ["Machines/", "Runtimes/", "FilePaths.cs", "ClusterExtensions.cs", "ClusterExtensions.Rendering.cs"], "RenderingTests", "GoldenTests", "MatrixTests", "ClusterFileTests", "PreparationTests"),
        OfTool("checks", ["Checks/"], "ChecksTests", "VerifyTests", "ProbeTests", "CloserLookTests", "FactTextTests", "CheckReportTests", "EtcdMemberTests"),
        OfTool("runbooks", ["Runbooks/"], OfRunbooks),
        OfTool("drills", ["Drills/"], "DrillTests", "DrillReportTests", "DrillRuleTests", "ClockQuestionsTests"),
        new("reports", Templates, "KubeHa.Reports.Tests", Named("GoldenTests", "TextTests", "ChartTests", "PaletteTests", "TopologyTests"), ["Reports/"]),
    ];

    private static MutationPart Validation(string name, params string[] sources) =>
        new(name, "KubeHa.Core", "KubeHa.Core.Tests", Named("FaultTests", "DiagnosticTests"), [.. sources.Select(source => "Validation/" + source)]);

    private static MutationPart OfTool(string name, IReadOnlyList<string> sources, params string[] tests) => new(name, Templates, Templates + ".Tests", Named(tests), sources);

    private static string Named(params string[] tests) => string.Join('|', tests.Select(test => $"FullyQualifiedName~{test}"));
}
