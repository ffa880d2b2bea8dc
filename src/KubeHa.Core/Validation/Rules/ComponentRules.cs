namespace KubeHa;

/// <summary>What Kubernetes' programs may be told beside what kubeadm tells them (KHA40xx).</summary>
internal static class ComponentRules
{
    public static IEnumerable<Diagnostic> ArgumentsAreFree(ClusterDraft draft)
    {
        foreach (var (component, path, arguments) in Components.Arguments(draft))
        {
            for (var i = 0; i < arguments.Count; i++)
            {
                var name = arguments[i].Name;
                if (ComponentArguments.IsManaged(component, name) || (component == ComponentArguments.ApiServer && ((draft.Kubeadm.Audit is not null && IsOfAudit(name)) || (draft.Kubeadm.EncryptedResources.Count > 0 && name == "encryption-provider-config"))))
                {
                    yield return Found.Error(
                        DiagnosticCodes.ManagedArgument, $"{path}[{i}].name",
                        $"{component}'s argument {name} is set already: from the model by KubeHa, or by kubeadm itself.",
                        "Take it out; where the model has a setting for it, use that.");
                }
                else if (ComponentArguments.GoneSince(component, name) is { } gone && draft.Release?.Minor >= gone)
                {
                    yield return Found.Error(
                        DiagnosticCodes.ArgumentGone, $"{path}[{i}].name",
                        $"{component} has had no argument {name} since Kubernetes 1.{gone}: it would not start.",
                        "Take it out.");
                }
            }
        }
    }

    public static IEnumerable<Diagnostic> NamesStandOnce(ClusterDraft draft)
    {
        var kubeadm = draft.Kubeadm;
        var once = new List<(string Path, string What, IEnumerable<string> Names)>
        {
            ("kubeadm.featureGates", "The feature gate", kubeadm.FeatureGates.Select(gate => gate.Name)),
            ("kubeadm.encryptedResources", "The resource", kubeadm.EncryptedResources),
            ("kubeadm.patches", "The patch", kubeadm.Patches.Select(patch => $"{patch.Target} ({patch.Kind})")),
            ("kubelet.systemReserved", "The resource", draft.Kubelet.SystemReserved.Select(amount => amount.Name)),
            ("kubelet.kubeReserved", "The resource", draft.Kubelet.KubeReserved.Select(amount => amount.Name)),
            ("kubelet.evictionHard", "The signal", draft.Kubelet.EvictionHard.Select(amount => amount.Name)),
        };
        once.AddRange(Components.OfControlPlane(draft).Select(entry => (entry.Path + ".extraVolumes", "The volume", entry.Settings.ExtraVolumes.Select(volume => volume.Name))));
        once.AddRange(draft.Located().Select(located => (located.Path + ".labels", "The label", located.Machine.Labels.Select(label => label.Key))));
        once.AddRange(draft.Located().Select(located => (located.Path + ".taints", "The taint", located.Machine.Taints.Select(taint => $"{taint.Key}:{taint.Effect}"))));

        // As a mapping arguments could not be written at all; as a list, order and repetition mean what they mean to the program.
        if (draft.Release is { } release && !KubeadmFields.ArgumentList.IsIn(release.KubeadmApi))
        {
            once.AddRange(Components.Arguments(draft).Select(entry => (entry.Path, $"{entry.Component}'s argument", entry.Arguments.Select(argument => argument.Name))));
        }

        foreach (var (path, what, names) in once)
        {
            foreach (var twice in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            {
                yield return Found.Error(DiagnosticCodes.NamedTwice, path, $"{what} {Found.Show(twice.Key)} stands there {twice.Count()} times.", "Keep one of them.");
            }
        }
    }

    /// <summary>Directors check GET /readyz without a certificate, and forward to the virtual IP that every control plane has on its lo.</summary>
    public static IEnumerable<Diagnostic> DirectorsReachTheApiServers(ClusterDraft draft)
    {
        var arguments = draft.Kubeadm.ApiServer.ExtraArguments;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is { Name: "anonymous-auth", Value: not "true" })
            {
                yield return Found.Error(
                    DiagnosticCodes.AnonymousAccessOff, $"kubeadm.apiServer.extraArguments[{i}]",
                    "Without anonymous access the apiservers answer 401 to the directors' checks of /readyz, and to joining machines that ask for the cluster's description (cluster-info).",
                    "Leave anonymous access on: RBAC gives it health and version, and nothing else.");
            }

            if (arguments[i] is { Name: "bind-address", Value: not "0.0.0.0" })
            {
                yield return Found.Error(
                    DiagnosticCodes.ApiServerBindAddress, $"kubeadm.apiServer.extraArguments[{i}]",
                    $"With the address {Found.Show(arguments[i].Value)} the apiservers would not listen on {(draft.Lvs?.Forwarding is LvsForwarding.Masquerade ? "their machines' own addresses, to which the directors translate" : "the virtual IP")}.",
                    "Leave it at 0.0.0.0, and close what must not reach it by a firewall.");
            }
        }
    }

    private static bool IsOfAudit(string name) => name is "audit-policy-file" or "audit-log-path" or "audit-log-maxage" or "audit-log-maxbackup" or "audit-log-maxsize";
}
