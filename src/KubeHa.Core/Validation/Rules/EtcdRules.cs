namespace KubeHa;

/// <summary>Where etcd runs (KHA10xx, KHA20xx, KHA40xx).</summary>
internal static class EtcdRules
{
    public static IEnumerable<Diagnostic> EndpointsAreUsable(ClusterDraft draft)
    {
        const string Path = "etcd.endpoints";
        if (draft.Etcd is not EtcdTopology.ExternalEndpoints external)
        {
            yield break;
        }

        if (external.Endpoints.Count == 0)
        {
            yield return Found.Error(DiagnosticCodes.NoEtcdEndpoint, Path, "There is no endpoint of etcd.", "Name every member's, for example https://192.168.33.41:2379.");
        }

        for (var i = 0; i < external.Endpoints.Count; i++)
        {
            if (EndpointProblem(external.Endpoints[i]) is { } problem)
            {
                var shown = external.Endpoints[i] is { IsAbsoluteUri: true, UserInfo.Length: > 0 } ? "endpoint" : $"endpoint {Found.Show(external.Endpoints[i]?.OriginalString)}";
                yield return Found.Error(
                    DiagnosticCodes.MalformedEtcdEndpoint, $"{Path}[{i}]", $"The {shown} {problem}.",
                    "Write https, a name or address, and a port, for example https://192.168.33.41:2379.");
            }
        }

        foreach (var twice in external.Endpoints.Where(endpoint => EndpointProblem(endpoint) is null).GroupBy(endpoint => endpoint.OriginalString.TrimEnd('/'), StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            yield return Found.Error(DiagnosticCodes.NamedTwice, Path, $"The endpoint {Found.Show(twice.Key)} stands there {twice.Count()} times.", "Keep one of them.");
        }
    }

    public static IEnumerable<Diagnostic> CertificatesAreCertificates(ClusterDraft draft)
    {
        if (draft.Etcd is not EtcdTopology.ExternalEndpoints external)
        {
            yield break;
        }

        foreach (var (name, text) in new[] { ("certificateAuthority", external.CertificateAuthority), ("clientCertificate", external.ClientCertificate) })
        {
            if (CertificateText.Problem(text) is { } problem)
            {
                yield return Found.Error(DiagnosticCodes.MalformedCertificate, $"etcd.{name}", $"The text of etcd's {(name == "clientCertificate" ? "client certificate" : "certificate authority")} {problem}.", CertificateText.Hint);
            }
        }
    }

    public static IEnumerable<Diagnostic> MachinesHaveQuorum(ClusterDraft draft)
    {
        const string Path = "etcdMachines";
        var count = draft.Of(MachineRole.Etcd).Count();
        if (draft.Etcd is not EtcdTopology.External)
        {
            if (count > 0)
            {
                yield return Found.Error(
                    DiagnosticCodes.EtcdMachineUnused, Path, $"There {(count == 1 ? "is a machine" : $"are {count} machines")} for etcd, which runs elsewhere.",
                    "Choose WithEtcd(new EtcdTopology.External()), or leave machines for etcd out.");
            }
        }
        else if (count == 0)
        {
            yield return Found.Error(DiagnosticCodes.NoEtcdMachine, Path, "etcd is to run on machines of its own, and there is none.", "Add three with AddEtcdMachine.");
        }
        else if (count == 1)
        {
            yield return Found.Warning(DiagnosticCodes.SingleEtcdMachine, Path, "There is one machine for etcd: if it is lost, so is everything that the cluster knows.", "Add two more to survive the loss of one.");
        }
        else if (count == 2)
        {
            yield return Found.Error(DiagnosticCodes.TwoEtcdMachines, Path, "Two machines for etcd are less available than one: its quorum is both of them.", "Add a third, or take one away.");
        }
        else if (count % 2 == 0)
        {
            yield return Found.Warning(
                DiagnosticCodes.EvenEtcdMachines, Path, $"{count} machines for etcd survive the loss of {(count - 1) / 2}, as {count - 1} do.", $"Use {count - 1} or {count + 1}.");
        }
    }

    /// <summary>What is said to kubeadm's etcd is not heard by that of others.</summary>
    public static IEnumerable<Diagnostic> SettingsHaveAnEtcd(ClusterDraft draft)
    {
        if (draft.Etcd is not EtcdTopology.ExternalEndpoints)
        {
            yield break;
        }

        const string Hint = "Leave that to those who run etcd.";
        if (draft.Kubeadm.EtcdArguments.Count > 0)
        {
            yield return Found.Error(DiagnosticCodes.EtcdSettingUnused, "kubeadm.etcdArguments", "There are arguments for etcd, and others run it.", Hint);
        }

        for (var i = 0; i < draft.Kubeadm.Patches.Count; i++)
        {
            if (draft.Kubeadm.Patches[i].Target == ComponentArguments.Etcd)
            {
                yield return Found.Error(DiagnosticCodes.EtcdSettingUnused, $"kubeadm.patches[{i}].target", "There is a patch for etcd's pod, and others run it.", Hint);
            }
        }
    }

    private static string? EndpointProblem(Uri? endpoint)
    {
        if (Grammar.MirrorProblem(endpoint, "https") is { } problem)
        {
            return problem;
        }

        // OriginalString is what kubeadm and curl are given.
        var rest = endpoint!.OriginalString.Split("://", 2)[1].TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        var name = colon < 0 ? rest : rest[..colon];

        return rest.Any(c => "/?%=&+$~".Contains(c, StringComparison.Ordinal)) ? "has more than a name and a port"
            : colon < 0 || !(Digits.TryRead(rest[(colon + 1)..], out var port) && port is > 0 and < 65536) ? "has no port"
            : IpText.ParseHost(name) is null && Grammar.DnsNameProblem(name) is { } wrong ? wrong
            : null;
    }
}
