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
            if (Ipv4Text.ParseAddress(text) is null && !Ipv4Text.IsIpv6(text))
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedAddress, path, $"{Found.Show(text)} is no IPv4 address.",
                    "Write four numbers from 0 to 255 with dots between them, without leading zeros, for example 192.168.33.11.");
            }
        }
    }

    public static IEnumerable<Diagnostic> NetworksParse(ClusterDraft draft)
    {
        foreach (var (path, text) in Networks(draft))
        {
            if (Ipv4Text.ParseNetwork(text) is not null || Ipv4Text.IsIpv6(text))
            {
                continue;
            }

            yield return Ipv4Text.ParseNetworkLoosely(text) is { } meant
                ? Found.Error(
                    DiagnosticCodes.MalformedNetwork, path,
                    $"{Found.Show(text)} is no network: bits behind its prefix are set.",
                    $"Write {meant}, if that is the network meant.")
                : Found.Error(
                    DiagnosticCodes.MalformedNetwork, path,
                    $"{Found.Show(text)} is no IPv4 network.",
                    "Write an address and a prefix length, for example 10.244.0.0/16.");
        }
    }

    public static IEnumerable<Diagnostic> OnlyIpv4(ClusterDraft draft)
    {
        foreach (var (path, text) in Addresses(draft).Concat(Networks(draft)))
        {
            if (Ipv4Text.IsIpv6(text))
            {
                yield return Found.Error(
                    DiagnosticCodes.Ipv6NotSupported, path,
                    $"{Found.Show(text)} is IPv6, which is not supported yet.",
                    "Use IPv4.");
            }
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
        var machines = draft.Located().Select(located => (located.Path + ".address", located.Machine.AddressText));

        return draft.Lvs is { } lvs ? machines.Prepend(("lvsPair.virtualAddress", lvs.VirtualAddressText)) : machines;
    }

    private static IEnumerable<(string Path, string Text)> Networks(ClusterDraft draft)
    {
        yield return ("network.pods", draft.PodsText);
        yield return ("network.services", draft.ServicesText);
        if (draft.MachinesText is { } machines)
        {
            yield return ("network.machines", machines);
        }
    }
}
