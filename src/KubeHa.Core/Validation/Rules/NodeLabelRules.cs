namespace KubeHa;

/// <summary>Labels and taints of machines (KHA1023, KHA40xx).</summary>
internal static class NodeLabelRules
{
    // What a kubelet may say of itself (Kubernetes' well-known labels); with any other of these domains it does not start.
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal)
    {
        "kubernetes.io/hostname", "kubernetes.io/arch", "kubernetes.io/os", "topology.kubernetes.io/zone", "topology.kubernetes.io/region",
    };

    private static readonly string[] OwnDomains = ["kubelet.kubernetes.io", "node.kubernetes.io"];

    public static IEnumerable<Diagnostic> LabelsAreLabels(ClusterDraft draft)
    {
        foreach (var (path, key, value) in Texts(draft))
        {
            foreach (var (name, text, problem) in new[] { ("key", key, Grammar.LabelKeyProblem(key)), ("value", value, Grammar.LabelValueProblem(value)) })
            {
                if (problem is not null)
                {
                    yield return Found.Error(
                        DiagnosticCodes.MalformedLabel, $"{path}.{name}", $"The {name} {Found.Show(text)} {problem}.",
                        "Write letters, digits, '-', '_' and '.', at most 63, with a letter or digit at both ends; before a key may stand a DNS name and '/'.");
                }
            }
        }
    }

    public static IEnumerable<Diagnostic> OnlyNodesHaveLabels(ClusterDraft draft)
    {
        foreach (var (path, machine) in draft.Located())
        {
            if (machine.Role is not (MachineRole.ControlPlane or MachineRole.Worker) && machine.Labels.Count + machine.Taints.Count > 0)
            {
                yield return Found.Error(
                    DiagnosticCodes.LabelOnNoNode, path, $"{Found.Show(machine.Name)} is no node: it has no labels or taints.",
                    "Give them to control planes or workers.");
            }
        }
    }

    public static IEnumerable<Diagnostic> KubeletsMayGiveTheLabels(ClusterDraft draft)
    {
        foreach (var (path, machine) in draft.Located())
        {
            for (var i = 0; i < machine.Labels.Count; i++)
            {
                if (machine.Labels[i].Key.Split('/') is [var domain, _] && IsKubernetes(domain) && !Own.Contains(machine.Labels[i].Key) && !OwnDomains.Any(own => IsIn(domain, own)))
                {
                    yield return Found.Error(
                        DiagnosticCodes.RestrictedLabel, $"{path}.labels[{i}].key",
                        $"A kubelet may not give its node the label {Found.Show(machine.Labels[i].Key)}: it would not start.",
                        "Use a prefix of your own, or set the label by kubectl once the node is there.");
                }
            }
        }
    }

    private static bool IsKubernetes(string domain) => IsIn(domain, "kubernetes.io") || IsIn(domain, "k8s.io");

    private static bool IsIn(string domain, string parent) => domain == parent || domain.EndsWith("." + parent, StringComparison.Ordinal);

    private static IEnumerable<(string Path, string Key, string Value)> Texts(ClusterDraft draft) => draft.Located().SelectMany(located =>
        located.Machine.Labels.Select((label, index) => ($"{located.Path}.labels[{index}]", label.Key, label.Value))
            .Concat(located.Machine.Taints.Select((taint, index) => ($"{located.Path}.taints[{index}]", taint.Key, taint.Value))));
}
