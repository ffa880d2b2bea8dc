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
            if (Ipv4Text.ParseAddress(text) is null && Grammar.DnsNameProblem(name) is { } problem)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedCertificateName, $"kubeadm.extraCertificateNames[{index}]", $"The name {Found.Show(text)} {problem}.",
                    "Write a DNS name in lower case, one with '*.' before it, or an IPv4 address.");
            }
        }
    }

    public static IEnumerable<Diagnostic> DocumentsAreSafe(ClusterDraft draft)
    {
        var documents = draft.Kubeadm.Patches.Select((patch, index) => ($"kubeadm.patches[{index}].text", patch.Text));
        if (draft.Kubeadm.Audit is { } audit)
        {
            documents = documents.Append(("kubeadm.audit.policy", audit.Policy));
        }

        foreach (var (path, text) in documents)
        {
            if (Grammar.DocumentProblem(text) is { } problem)
            {
                yield return Found.Error(DiagnosticCodes.MalformedDocument, path, $"The text {problem}.", "Write YAML of printable ASCII, indented by blanks.");
            }
        }
    }
}
