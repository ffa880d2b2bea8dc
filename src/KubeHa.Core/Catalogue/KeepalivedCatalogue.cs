namespace KubeHa;

/// <summary>The versions of keepalived that are known, as data.</summary>
/// <remarks>1.3.5 (CentOS 7) calls retries nb_get_retry, knows whole seconds only, and has no configuration test.</remarks>
public static class KeepalivedCatalogue
{
    /// <summary>The oldest version that is rendered.</summary>
    public static Version OldestRendered { get; } = new(1, 3, 5);

    /// <summary>All rows, oldest first; a row holds until the next one.</summary>
    public static IReadOnlyList<KeepalivedRelease> Releases { get; } =
    [
        new(new Version(1, 3, 5), "nb_get_retry", HasSubSecondAdverts: false, HasFractionalTimers: false, HasConfigTest: false, HasInstanceSourceCheck: false, IsRendered: true),
        new(new Version(2, 0), "retry", HasSubSecondAdverts: true, HasFractionalTimers: true, HasConfigTest: false, HasInstanceSourceCheck: false, IsRendered: true),
        new(new Version(2, 0, 5), "retry", HasSubSecondAdverts: true, HasFractionalTimers: true, HasConfigTest: true, HasInstanceSourceCheck: false, IsRendered: true),
        new(new Version(2, 1), "retry", HasSubSecondAdverts: true, HasFractionalTimers: true, HasConfigTest: true, HasInstanceSourceCheck: true, IsRendered: true),
    ];

    /// <summary>The row of a version.</summary>
    /// <param name="version">The version.</param>
    /// <returns>The row, or <see langword="null"/> where the version is older than any known one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="version"/> is null.</exception>
    public static KeepalivedRelease? Find(Version version)
    {
        ArgumentNullException.ThrowIfNull(version);

        return Releases.LastOrDefault(release => release.Since <= version);
    }
}
