namespace KubeHa;

/// <summary>Settings with lists of their own, which nobody changes behind the builder's back, and nothing null that must not be.</summary>
internal static class SettingCopies
{
    public static KubeadmSettings Of(KubeadmSettings settings) => settings with
    {
        IgnoredPreflightErrors = List(settings.IgnoredPreflightErrors),
        Timeouts = settings.Timeouts ?? new(),
        FeatureGates = List(settings.FeatureGates),
        ExtraCertificateNames = List(settings.ExtraCertificateNames),
        ApiServer = Of(settings.ApiServer),
        ControllerManager = Of(settings.ControllerManager),
        Scheduler = Of(settings.Scheduler),
        EtcdArguments = List(settings.EtcdArguments),
        EncryptedResources = List(settings.EncryptedResources),
        Patches = List(settings.Patches),
    };

    public static EtcdTopology Of(EtcdTopology topology) => topology is EtcdTopology.ExternalEndpoints external
        ? external with { Endpoints = List(external.Endpoints), CertificateAuthority = external.CertificateAuthority ?? string.Empty, ClientCertificate = external.ClientCertificate ?? string.Empty }
        : topology;

    public static KubeletSettings Of(KubeletSettings settings) => settings with
    {
        SystemReserved = List(settings.SystemReserved),
        KubeReserved = List(settings.KubeReserved),
        EvictionHard = List(settings.EvictionHard),
        ExtraArguments = List(settings.ExtraArguments),
    };

    public static KubeProxySettings Of(KubeProxySettings settings) => settings with
    {
        IpvsExcludedNetworks = List(settings.IpvsExcludedNetworks),
        NodePortNetworks = List(settings.NodePortNetworks),
    };

    public static MachinePreparation Of(MachinePreparation settings) => settings with
    {
        TimeServers = List(settings.TimeServers),
    };

    private static ControlPlaneComponentSettings Of(ControlPlaneComponentSettings? settings) => new()
    {
        ExtraArguments = List(settings?.ExtraArguments),
        ExtraVolumes = List(settings?.ExtraVolumes),
    };

    private static IReadOnlyList<T> List<T>(IReadOnlyList<T>? values) => [.. values ?? []];
}
