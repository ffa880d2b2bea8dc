namespace KubeHa;

/// <summary>What kube-proxies are told beside their mode (KHA10xx, KHA40xx).</summary>
internal static class KubeProxyRules
{
    public static IEnumerable<Diagnostic> AddressesParse(ClusterDraft draft)
    {
        var proxy = draft.KubeProxy;
        if (proxy.MetricsAddress is { } text && !IsSocketAddress(text))
        {
            yield return Found.Error(
                DiagnosticCodes.MalformedSocketAddress, "kubeProxy.metricsAddress", $"{Found.Show(text)} is no address with a port.",
                "Write an address, a colon and a port from 1 to 65535, for example 0.0.0.0:10249 or [::]:10249.");
        }

        foreach (var (path, network) in proxy.IpvsExcludedNetworks.Select((network, index) => ($"kubeProxy.ipvsExcludedNetworks[{index}]", network))
            .Concat(proxy.NodePortNetworks.Select((network, index) => ($"kubeProxy.nodePortNetworks[{index}]", network))))
        {
            if (IpText.ParseNetwork(network) is null)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedNetwork, path, $"{Found.Show(network)} is no network.",
                    "Write an address and a prefix length, for example 10.0.0.0/24.");
            }
        }
    }

    public static IEnumerable<Diagnostic> IpvsSettingsAreForIpvs(ClusterDraft draft)
    {
        var proxy = draft.KubeProxy;
        if (proxy.IpvsScheduler is { } scheduler && !SettingRules.Schedulers.Contains(scheduler))
        {
            yield return Found.Error(
                DiagnosticCodes.UnknownScheduler, "kubeProxy.ipvsScheduler", $"There is no IPVS scheduler {Found.Show(scheduler)}.",
                $"Use one of {string.Join(", ", SettingRules.Schedulers)}.");
        }

        if (proxy.Mode == "ipvs")
        {
            yield break;
        }

        foreach (var (setting, isSaid) in new[]
        {
            ("ipvsScheduler", proxy.IpvsScheduler is not null), ("ipvsStrictArp", proxy.IpvsStrictArp), ("ipvsExcludedNetworks", proxy.IpvsExcludedNetworks.Count > 0),
        })
        {
            if (isSaid)
            {
                yield return Found.Error(
                    DiagnosticCodes.IpvsSettingInOtherMode, $"kubeProxy.{setting}", $"The setting means nothing in mode {Found.Show(proxy.Mode)}.",
                    "Take it out.");
            }
        }
    }

    private static bool IsSocketAddress(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && Digits.TryRead(text[(colon + 1)..], out var number) && number is >= 1 and <= 65535
        && IpText.ParseHost(text[..colon]) is not null;
}
