namespace KubeHa;

/// <summary>Texts that are not what they should be (KHA10xx): addresses, names, networks, versions.</summary>
internal static class TextRules
{
    private const string NameHint = "Use 1 to 63 of a-z, 0-9 and '-', beginning and ending with a letter or digit (RFC 1123).";
    private const string DnsHint = "Use labels of a-z, 0-9 and '-', joined by dots, 253 characters in all (RFC 1123).";

    public static IEnumerable<Diagnostic> ClusterNameIsLabel(ClusterDraft draft)
    {
        if (Grammar.NameProblem(draft.Name) is { } problem)
        {
            yield return Found.Error(
                DiagnosticCodes.MalformedName, "name",
                $"The cluster's name {Found.Show(draft.Name)} {problem}.",
                NameHint);
        }
    }

    public static IEnumerable<Diagnostic> MachineNamesAreLabels(ClusterDraft draft)
    {
        foreach (var (path, machine) in draft.Located())
        {
            if (Grammar.NameProblem(machine.Name) is { } problem)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedName, path + ".name",
                    $"The machine's name {Found.Show(machine.Name)} {problem}.",
                    NameHint);
            }
        }
    }

    public static IEnumerable<Diagnostic> DnsNamesAreNames(ClusterDraft draft)
    {
        // The default name is made of the cluster's name, which has its own rule.
        if (draft.EndpointName is { } name && Grammar.DnsNameProblem(name) is { } problem)
        {
            yield return Found.Error(
                DiagnosticCodes.MalformedDnsName, "endpoint.name",
                $"The endpoint's name {Found.Show(name)} {problem}.",
                DnsHint);
        }

        if (Grammar.DnsNameProblem(draft.DnsDomain) is { } domainProblem)
        {
            yield return Found.Error(
                DiagnosticCodes.MalformedDnsName, "network.dnsDomain",
                $"The DNS domain {Found.Show(draft.DnsDomain)} {domainProblem}.",
                DnsHint);
        }
    }

    public static IEnumerable<Diagnostic> AddressesParse(ClusterDraft draft)
    {
        foreach (var (path, text) in Addresses(draft))
        {
            if (IpText.ParseAddress(text) is null)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedAddress, path, $"{Found.Show(text)} is no IP address.",
                    "Write four numbers from 0 to 255 with dots between them, without leading zeros, for example 192.168.33.11; or an IPv6 address without brackets, scope or dots, for example fd00:33::11.");
            }
        }
    }

    public static IEnumerable<Diagnostic> NetworksParse(ClusterDraft draft)
    {
        foreach (var (path, text) in Networks(draft))
        {
            if (IpText.ParseNetwork(text) is not null)
            {
                continue;
            }

            yield return IpText.ParseNetworkLoosely(text) is { } meant
                ? Found.Error(
                    DiagnosticCodes.MalformedNetwork, path,
                    $"{Found.Show(text)} is no network: bits behind its prefix are set.",
                    $"Write {meant}, if that is the network meant.")
                : Found.Error(
                    DiagnosticCodes.MalformedNetwork, path,
                    $"{Found.Show(text)} is no IP network.",
                    "Write an address and a prefix length, for example 10.244.0.0/16 or fd00:10:244::/56; for dual stack one of each with a comma between them.");
        }
    }

    public static IEnumerable<Diagnostic> KubernetesVersionParses(ClusterDraft draft)
    {
        if (draft.Version is null)
        {
            yield return Found.Error(
                DiagnosticCodes.MalformedKubernetesVersion, "kubernetesVersion",
                $"{Found.Show(draft.VersionText)} is no version of Kubernetes.",
                "Write all three numbers, for example 1.20.2: names such as 'stable' would need the internet and change by themselves.");
        }
    }

    private static IEnumerable<(string Path, string Text)> Addresses(ClusterDraft draft)
    {
        if (draft.Lvs is { } lvs)
        {
            yield return (LvsDraft.VirtualAddressPath, lvs.VirtualAddressText);
            if (lvs.SecondVirtualAddressText is { } secondVirtual)
            {
                yield return (LvsDraft.SecondVirtualAddressPath, secondVirtual);
            }
        }

        foreach (var (path, machine) in draft.Located())
        {
            yield return (path + ".address", machine.AddressText);
            if (machine.SecondAddressText is { } second)
            {
                yield return (path + ".secondAddress", second);
            }
        }
    }

    private static IEnumerable<(string Path, string Text)> Networks(ClusterDraft draft)
    {
        foreach (var (path, text) in new[] { ("network.pods", draft.PodsText), ("network.services", draft.ServicesText), ("network.machines", draft.MachinesText) })
        {
            if (text is null)
            {
                continue;
            }

            var (first, second) = IpText.Pair(text);
            yield return (path, first);
            if (second is not null)
            {
                yield return (path, second);
            }
        }
    }
}
