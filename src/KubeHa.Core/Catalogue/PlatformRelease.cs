namespace KubeHa;

/// <summary>What is known of one release of a distribution: a row of <see cref="PlatformCatalogue"/>.</summary>
/// <param name="Family">Whose release it is: <c>rhel</c> for all likes of RHEL, <c>debian</c>, <c>ubuntu</c>.</param>
/// <param name="Version">The version, for example <c>12</c> or <c>22.04</c>.</param>
/// <param name="Codename">The name that its apt repositories have for it; <see langword="null"/> where it has no apt.</param>
/// <param name="Manager">What installs its packages.</param>
/// <param name="ClosedFor">The distributions (<c>ID</c> of os-release) whose own repositories of this release are closed, so that even what Kubernetes and Docker publish finds nothing to stand on; <c>*</c> for all.</param>
public sealed record PlatformRelease(string Family, string Version, string? Codename, PackageManager Manager, IReadOnlyList<string> ClosedFor);
