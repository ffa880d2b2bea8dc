namespace KubeHa;

/// <summary>Every rule, in the order in which its findings are shown.</summary>
internal static class ClusterRules
{
    public static IReadOnlyList<Func<ClusterDraft, IEnumerable<Diagnostic>>> All { get; } =
    [
        TextRules.ClusterNameIsLabel,
        TextRules.MachineNamesAreLabels,
        TextRules.DnsNamesAreNames,
        TextRules.AddressesParse,
        TextRules.NetworksParse,
        TextRules.OnlyIpv4,
        TextRules.KubernetesVersionParses,
        SettingTextRules.RuntimeVersionParses,
        SettingTextRules.PathsAreSafe,
        SettingTextRules.InterfacesAreSafe,
        SettingTextRules.KernelModulesAreSafe,
        SettingTextRules.PreflightErrorsAreSafe,
        SettingTextRules.ImageRepositoryIsSafe,
        SettingTextRules.MirrorsAreSafe,
        SettingTextRules.FactsArePossible,
        TopologyRules.NamesAndAddressesAreUnique,
        TopologyRules.ControlPlanesHaveQuorum,
        TopologyRules.DirectorsArePair,
        TopologyRules.PrioritiesAreDistinct,
        TopologyRules.NamedMachinesExist,
        TopologyRules.EndpointNameIsFree,
        AddressRules.AddressesAreUsable,
        AddressRules.AddressesAreHosts,
        AddressRules.VirtualAddressIsFree,
        AddressRules.VirtualAddressIsInSubnet,
        AddressRules.MachinesAreInNetwork,
        AddressRules.AddressesAreOutsideClusterNetworks,
        AddressRules.PortIsFree,
        NetworkRules.NetworksDoNotOverlap,
        NetworkRules.NetworksAreUsable,
        NetworkRules.ServiceNetworkFits,
        NetworkRules.PodNetworkFits,
        NetworkRules.PodNetworkHoldsAllNodes,
        VersionRules.KubernetesIsRendered,
        VersionRules.DockerHasDockershim,
        VersionRules.RuntimeIsRendered,
        VersionRules.PlatformsAreSupported,
        VersionRules.KeepalivedIsRendered,
        SettingRules.VrrpIsExact,
        SettingRules.RouterIdIsInRange,
        SettingRules.SchedulerIsKnown,
        SettingRules.HealthCheckIsSane,
        SettingRules.KubeProxyModeIsKnown,
        SettingRules.KubeletKnowsTheSettings,
        KubeadmRules.KubeadmKnowsTheSettings,
        KubeadmRules.TimesOfKubeadmAreUsable,
        KubeadmRules.KeyAlgorithmIsKnown,
        KubeadmRules.CgroupV1IsAllowedTwice,
        LvsRules.ConnectCheckHasGate,
        LvsRules.KeepalivedKnowsTheTimers,
        LvsRules.KeepalivedSpeaksTheVersion,
        LvsRules.IpvsTimeoutsAreInRange,
    ];

    /// <summary>All findings of all rules: none stops at the first.</summary>
    public static IReadOnlyList<Diagnostic> Check(ClusterDraft draft) => [.. All.SelectMany(rule => rule(draft))];
}
