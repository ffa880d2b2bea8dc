namespace KubeHa;

/// <summary>Which versions of containerd go with which minor versions of Kubernetes, as data.</summary>
public static class ContainerdCatalogue
{
    /// <summary>The first minor version of Kubernetes whose kubelet speaks the version of CRI that containerd 2 has left.</summary>
    public const int FirstMinorWithCriV1 = 23;

    /// <summary>The first minor version of Kubernetes whose kubelet speaks no older one.</summary>
    public const int FirstMinorWithCriV1Only = 26;

    /// <summary>The oldest containerd for a kubelet that speaks no other version of CRI.</summary>
    public static Version OldestWithCriV1 { get; } = new(1, 6, 15);

    // From containerd's own table of releases: the lowest version of each series that is meant for a minor version; later series than the last are meant too.
    private static readonly (int SinceMinor, Version[] Lowest)[] Table =
    [
        (19, [new(1, 4, 0)]),
        (20, [new(1, 5, 0)]),
        (26, [OldestWithCriV1, new(1, 7, 0)]),
        (32, [new(1, 6, 36), new(1, 7, 24), new(2, 0, 0), new(2, 1, 0)]),
        (34, [new(1, 7, 28), new(2, 0, 6), new(2, 1, 3)]),
        (35, [new(1, 7, 28), new(2, 1, 5), new(2, 2, 0)]),
        (36, [new(2, 2, 0)]),
    ];

    // The first is the one that KubeHa was run with.
    private static readonly (int SinceMinor, string Version)[] Defaults = [(19, "1.6.20"), (32, "1.7.28"), (36, "2.2.0")];

    // Releases that are younger than it, so that Docker's repositories for them begin later, and the oldest default that those do have.
    private static readonly string[] Younger = ["noble", "trixie"];

    private const string OldestForYounger = "1.7.28";

    /// <summary>The lowest version of each series of containerd that is meant for a version of Kubernetes; later series than the last are meant too.</summary>
    /// <param name="kubernetes">The version of Kubernetes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="kubernetes"/> is null.</exception>
    public static IReadOnlyList<Version> LowestFor(KubernetesVersion kubernetes)
    {
        ArgumentNullException.ThrowIfNull(kubernetes);

        return Table.LastOrDefault(row => row.SinceMinor <= kubernetes.Minor, Table[0]).Lowest;
    }

    /// <summary>Whether a version of containerd is meant for a version of Kubernetes.</summary>
    /// <param name="containerd">The version of containerd.</param>
    /// <param name="kubernetes">The version of Kubernetes.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static bool IsMeantFor(Version containerd, KubernetesVersion kubernetes)
    {
        ArgumentNullException.ThrowIfNull(containerd);
        var lowest = LowestFor(kubernetes);

        return lowest.FirstOrDefault(version => version.Major == containerd.Major && version.Minor == containerd.Minor) is { } first
            ? containerd >= first
            : containerd > lowest[^1];
    }

    /// <summary>The version that is taken where none is chosen.</summary>
    /// <param name="kubernetes">The version of Kubernetes as it was typed.</param>
    /// <param name="platforms">What containerd is installed on.</param>
    internal static string DefaultFor(string kubernetes, IEnumerable<Platform> platforms)
    {
        var found = KubernetesVersion.TryParse(kubernetes, out var version) ? Defaults.LastOrDefault(row => row.SinceMinor <= version.Minor, Defaults[0]).Version : Defaults[0].Version;
        return found == Defaults[0].Version && platforms.Any(platform => Younger.Contains(PlatformCatalogue.Find(platform)?.Codename)) ? OldestForYounger : found;
    }

    /// <summary>The same in words.</summary>
    internal static string DefaultsText { get; } = string.Join(", ", Defaults.Select(row => row == Defaults[0]
        ? $"{row.Version} ({OldestForYounger} where a machine that runs it has Debian 13 or Ubuntu 24.04)"
        : $"from Kubernetes 1.{row.SinceMinor} on {row.Version}"));
}
