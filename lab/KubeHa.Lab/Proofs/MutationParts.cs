namespace KubeHa.Lab;

/// <summary>What is mutated, in parts so small that not much is lost with one.</summary>
internal static class MutationParts
{
    private const string Templates = "KubeHa.Templates";

    // Where most of Runbooks is reached. Those that walk through every state, many workers or every text of a shell are left out: they are slow, and what they reach, others reach too.
    private static readonly string[] OfRunbooks =
    [
        "ApplyTests", "ExternalEtcdTests", "OwnEtcdTests", "EtcdDataTests", "EtcdMemberTests", "RepairTests", ".ForwardingTests", "ClockTests", "LoginTests", "PlanDocumentTests", "PodNetworkTests", "FoundingTests",
        ".PortTests", "AssumptionTests", "PreparationTests", "JoiningTests", "PackageStepTests", "ClusterStateTests", "WorkloadTests", "Ipv6StepTests",
    ];

    private static readonly string[] OfChecks = ["ChecksTests", "VerifyTests", "ProbeTests", "CloserLookTests", "FactTextTests", "CheckReportTests", "EtcdMemberTests"];

    private static readonly string[] OfDrills = ["DrillTests", "DrillReportTests", "DrillRuleTests", "ClockQuestionsTests"];

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
        OfTool("checks, A to D", ["Checks/[A-D]"], OfChecks),
        OfTool("checks, E to L", ["Checks/[E-L]"], OfChecks),
        OfTool("checks, M to Z", ["Checks/[M-Z]"], OfChecks),
        OfTool("runbooks, A to D", ["Runbooks/[A-D]"], OfRunbooks),
        OfTool("runbooks, E to H", ["Runbooks/[E-H]"], OfRunbooks),
        OfTool("runbooks, I to K", ["Runbooks/[I-K]"], OfRunbooks),
        OfTool("runbooks, L to O", ["Runbooks/[L-O]"], OfRunbooks),
        OfTool("runbooks, P to R", ["Runbooks/[P-R]"], OfRunbooks),
        OfTool("runbooks, S to Z", ["Runbooks/[S-Z]"], OfRunbooks),
        OfTool("drills, A to O", ["Drills/[A-C]", "Drills/Drill[A-O]"], OfDrills),
        OfTool("drills, P to Z", ["Drills/Drill[P-Z]", "Drills/[E-Z]"], OfDrills),
        OfTool("what drills report", ["Drills/Reporting/"], OfDrills),
        OfReports("reports, A to F", "Reports/[A-F]"),
        OfReports("reports, G to R", "Reports/[G-R]"),
        OfReports("reports, S to Z", "Reports/[S-Z]"),
    ];

    private static MutationPart Validation(string name, params string[] sources) =>
        new(name, "KubeHa.Core", "KubeHa.Core.Tests", Named("FaultTests", "DiagnosticTests"), [.. sources.Select(source => "Validation/" + source)]);

    private static MutationPart OfTool(string name, IReadOnlyList<string> sources, params string[] tests) => new(name, Templates, Templates + ".Tests", Named(tests), sources);

    private static MutationPart OfReports(string name, params string[] sources) => new(name, Templates, "KubeHa.Reports.Tests", Named("GoldenTests", "TextTests", "ChartTests", "PaletteTests", "TopologyTests"), sources);

    private static string Named(params string[] tests) => string.Join('|', tests.Select(test => $"FullyQualifiedName~{test}"));
}
