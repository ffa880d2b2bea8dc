using System.Globalization;

namespace KubeHa;

/// <summary>The releases of distributions that are known, as data.</summary>
public static class PlatformCatalogue
{
    private const string RedHat = "rhel";

    /// <summary>All rows, by family, oldest first.</summary>
    public static IReadOnlyList<PlatformRelease> Releases { get; } =
    [
        new(RedHat, "7", null, PackageManager.Yum, ["*"]),
        new(RedHat, "8", null, PackageManager.Dnf, ["centos"]),
        new(RedHat, "9", null, PackageManager.Dnf, []),
        new("debian", "11", "bullseye", PackageManager.Apt, []),
        new("debian", "12", "bookworm", PackageManager.Apt, []),
        new("debian", "13", "trixie", PackageManager.Apt, []),
        new("ubuntu", "20.04", "focal", PackageManager.Apt, []),
        new("ubuntu", "22.04", "jammy", PackageManager.Apt, []),
        new("ubuntu", "24.04", "noble", PackageManager.Apt, []),
    ];

    /// <summary>The row of a platform.</summary>
    /// <param name="platform">The platform.</param>
    /// <returns>The row, or <see langword="null"/> where the release is not known, and for <see cref="Platform.Prepared"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="platform"/> is null.</exception>
    public static PlatformRelease? Find(Platform platform)
    {
        ArgumentNullException.ThrowIfNull(platform);

        return platform switch
        {
            Platform.RedHatLike like => Row(RedHat, Number(like.MajorVersion)),
            Platform.Debian debian => Row("debian", Number(debian.MajorVersion)),
            Platform.Ubuntu ubuntu => Row("ubuntu", ubuntu.Version),
            _ => null,
        };
    }

    /// <summary>Where a platform's packages come from.</summary>
    /// <param name="platform">The platform.</param>
    /// <returns>The source; <see langword="null"/> for <see cref="Platform.Prepared"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="platform"/> is null.</exception>
    public static PackageSource? SourceOf(Platform platform)
    {
        ArgumentNullException.ThrowIfNull(platform);

        return platform switch
        {
            Platform.RedHatLike like => like.Packages,
            Platform.Debian debian => debian.Packages,
            Platform.Ubuntu ubuntu => ubuntu.Packages,
            _ => null,
        };
    }

    private static PlatformRelease? Row(string family, string version) => Releases.FirstOrDefault(release => release.Family == family && release.Version == version);

    private static string Number(int version) => version.ToString(CultureInfo.InvariantCulture);
}
