using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>Texts for Kubernetes' programs (KHA10xx): arguments, volumes, names in certificates, documents.</summary>
internal static class ComponentTextRules
{
    public static IEnumerable<Diagnostic> ArgumentsAreSafe(ClusterDraft draft)
    {
        foreach (var (_, path, arguments) in Components.Arguments(draft))
        {
            for (var i = 0; i < arguments.Count; i++)
            {
                var name = arguments[i].Name;
                if ((Grammar.WordProblem(name, "-", 100) ?? (name.Any(char.IsAsciiLetterUpper) ? "has an upper-case letter" : null)) is { } problem)
                {
                    yield return Found.Error(
                        DiagnosticCodes.MalformedArgument, $"{path}[{i}].name", $"The argument's name {Found.Show(name)} {problem}.",
                        "Write it without the leading dashes, for example audit-log-maxage.");
                }

                if (Grammar.ArgumentValueProblem(arguments[i].Value) is { } valueProblem)
                {
                    yield return Found.Error(
                        DiagnosticCodes.MalformedArgument, $"{path}[{i}].value", $"The value {Found.Show(arguments[i].Value)} of {Found.Show(name)} {valueProblem}.",
                        "Use letters, digits and - _ . , : ; / = + @ * < % [ ]; put anything else into a file and name that.");
                }
            }
        }
    }

    public static IEnumerable<Diagnostic> VolumesAreSafe(ClusterDraft draft)
    {
        foreach (var (_, path, settings) in Components.OfControlPlane(draft))
        {
            for (var i = 0; i < settings.ExtraVolumes.Count; i++)
            {
                var volume = settings.ExtraVolumes[i];
                if (Grammar.LabelProblem(volume.Name) is { } problem)
                {
                    yield return Found.Error(
                        DiagnosticCodes.MalformedName, $"{path}.extraVolumes[{i}].name", $"The volume's name {Found.Show(volume.Name)} {problem}.",
                        "Write lower-case letters, digits and '-'.");
                }

                foreach (var (name, text) in new[] { ("hostPath", volume.HostPath), ("mountPath", volume.MountPath) })
                {
                    if (Grammar.PathProblem(text) is { } pathProblem)
                    {
                        yield return Found.Error(
                            DiagnosticCodes.MalformedPath, $"{path}.extraVolumes[{i}].{name}", $"The path {Found.Show(text)} {pathProblem}.", SettingTextRules.PathHint);
                    }
                }
            }
        }
    }

    public static IEnumerable<Diagnostic> CertificateNamesAreNames(ClusterDraft draft)
    {
        foreach (var (text, index) in draft.Kubeadm.ExtraCertificateNames.Select((text, index) => (text ?? string.Empty, index)))
        {
            var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
            if (IpText.ParseAddress(text) is null && Grammar.DnsNameProblem(name) is { } problem)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedCertificateName, $"kubeadm.extraCertificateNames[{index}]", $"The name {Found.Show(text)} {problem}.",
                    "Write a DNS name in lower case, one with '*.' before it, or an address.");
            }
        }
    }

    public static IEnumerable<Diagnostic> DocumentsAreSafe(ClusterDraft draft)
    {
        var documents = draft.Kubeadm.Patches.Select((patch, index) => (Path: $"kubeadm.patches[{index}].text", patch.Text, Problem: PatchProblem(patch.Kind)));
        if (draft.Kubeadm.Audit is { } audit)
        {
            documents = documents.Append(("kubeadm.audit.policy", audit.Policy, PolicyProblem));
        }

        foreach (var (path, text, problemOf) in documents)
        {
            if (Grammar.DocumentProblem(text) is { } malformed)
            {
                yield return Found.Error(DiagnosticCodes.MalformedDocument, path, $"The text {malformed}.", "Write YAML of printable ASCII, indented by blanks.");
            }
            else if ((YamlDocuments.Read(text, out var roots) ?? problemOf(roots)) is { } unfit)
            {
                yield return Found.Error(DiagnosticCodes.MalformedDocument, path, $"The text {unfit}.", "It is read when the cluster is founded and when control planes join: what cannot be read then stops them half-way.");
            }
        }
    }

    public static IEnumerable<Diagnostic> EncryptedResourcesAreNames(ClusterDraft draft)
    {
        foreach (var (text, index) in draft.Kubeadm.EncryptedResources.Select((text, index) => (text, index)))
        {
            if (Grammar.DnsNameProblem(text) is { } problem)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedResource, $"kubeadm.encryptedResources[{index}]", $"The resource {Found.Show(text)} {problem}.",
                    "Write the plural in lower case, and a dot and the group where there is one, for example secrets or leases.coordination.k8s.io.");
            }
        }
    }

    private static Func<IReadOnlyList<YamlNode>, string?> PatchProblem(KubeadmPatchKind kind) => roots => roots switch
    {
        [] => "holds no patch",
        _ when kind == KubeadmPatchKind.Json => roots.All(root => root is YamlSequenceNode list && list.All(IsOperation)) ? null : "is no list of operations, each with op and path (RFC 6902)",
        _ => roots.All(root => root is YamlMappingNode) ? null : "is no mapping, as the part of an object is",
    };

    private static bool IsOperation(YamlNode node) => ManifestReader.TextOf(node, "op").Length > 0 && node is YamlMappingNode mapping && mapping.Children.ContainsKey(new YamlScalarNode("path"));

    /// <summary>An apiserver that cannot read its policy does not start.</summary>
    private static string? PolicyProblem(IReadOnlyList<YamlNode> roots) =>
        roots is [var policy] && ManifestReader.TextOf(policy, "kind") == "Policy" && ManifestReader.TextOf(policy, "apiVersion").StartsWith("audit.k8s.io/", StringComparison.Ordinal)
            ? null
            : "is no Policy of audit.k8s.io/v1";
}
