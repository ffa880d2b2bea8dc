namespace KubeHa;

/// <summary>What is known of keepalived from one version on: a row of <see cref="KeepalivedCatalogue"/>.</summary>
/// <param name="Since">The first version that the row holds for.</param>
/// <param name="RetryKeyword">The keyword of further attempts in an SSL_GET check.</param>
/// <param name="HasSubSecondAdverts">Whether VRRP version 3 with adverts below a second can be relied on.</param>
/// <param name="HasFractionalTimers">Whether the times of a health check may have parts of a second.</param>
/// <param name="HasConfigTest">Whether <c>keepalived -t</c> tests a configuration. (1.3.5 calls it an invalid option and exits 0.)</param>
/// <param name="HasInstanceSourceCheck">Whether <c>check_unicast_src</c> may stand in an instance; older ones know only the global <c>vrrp_check_unicast_src</c>.</param>
/// <param name="IsRendered">Whether this version of KubeHa renders for it.</param>
public sealed record KeepalivedRelease(
    Version Since,
    string RetryKeyword,
    bool HasSubSecondAdverts,
    bool HasFractionalTimers,
    bool HasConfigTest,
    bool HasInstanceSourceCheck,
    bool IsRendered);
