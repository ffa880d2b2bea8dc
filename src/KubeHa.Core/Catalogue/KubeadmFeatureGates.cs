namespace KubeHa;

/// <summary>kubeadm's own feature gates, as data. A name that a version does not know ends kubeadm with an error.</summary>
internal static class KubeadmFeatureGates
{
    /// <summary>Before a field of kubeadm's documents chose the keys.</summary>
    public const string EcdsaKeys = "PublicKeysECDSA";

    /// <summary>Before dual stack was there for everyone.</summary>
    public const string DualStack = "IPv6DualStack";

    private const int Never = int.MaxValue;

    private static readonly Gate[] All =
    [
        new(DualStack, 0, 23, On: 21, Locked: Never),
        new("RootlessControlPlane", 22, Never, On: Never, Locked: Never),
        new("UnversionedKubeletConfigMap", 23, 25, On: 24, Locked: 25),
        new("EtcdLearnerMode", 27, 32, On: KubernetesCatalogue.FirstMinorWithEtcdLearner, Locked: 32),
        new("UpgradeAddonsBeforeControlPlane", 28, 30, On: Never, Locked: Never),
        new("WaitForAllControlPlaneComponents", 30, 34, On: 33, Locked: 34),
        new("ControlPlaneKubeletLocalMode", 31, 35, On: 33, Locked: 35),
        new("NodeLocalCRISocket", 32, 36, On: 34, Locked: 36),
    ];

    public static IEnumerable<string> Known(int minor) => All.Where(gate => gate.IsKnown(minor)).Select(gate => gate.Name);

    public static bool IsKnown(string name, int minor) => All.Any(gate => gate.Name == name && gate.IsKnown(minor));

    /// <summary>Whether a gate is on and cannot be switched off any more.</summary>
    public static bool IsLocked(string name, int minor) => All.Any(gate => gate.Name == name && gate.IsKnown(minor) && minor >= gate.Locked);

    /// <summary>Whether a gate is on: as the user said, else as the version has it. After its last version what it did is there for good.</summary>
    public static bool IsOn(Cluster cluster, string name)
    {
        var gate = All.Single(candidate => candidate.Name == name);

        return cluster.Kubeadm.FeatureGates.FirstOrDefault(chosen => chosen.Name == name)?.IsOn ?? cluster.Version.Minor >= gate.On;
    }

    /// <param name="Name">The name.</param>
    /// <param name="First">The first minor version that knows it.</param>
    /// <param name="Last">The last one.</param>
    /// <param name="On">The first in which it is on by itself.</param>
    /// <param name="Locked">The first in which it cannot be switched off.</param>
    private sealed record Gate(string Name, int First, int Last, int On, int Locked)
    {
        public bool IsKnown(int minor) => minor >= First && minor <= Last;
    }
}
