namespace KubeHa.Templates;

/// <summary>A package that a machine needs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version, without what distributions put before or behind it; any where <see langword="null"/>.</param>
/// <param name="IsHeld">Whether nobody but us may put another version in its place.</param>
internal sealed record MachinePackage(string Name, string? Version = null, bool IsHeld = false)
{
    /// <summary>A package of exactly one version, which stays.</summary>
    public static MachinePackage Exactly(string name, string version) => new(name, version, IsHeld: true);

    /// <summary>A package that comes in whatever version its repository has, and stays.</summary>
    public static MachinePackage Held(string name) => new(name, IsHeld: true);

    /// <summary>Name and version as rpm, yum and dnf write them.</summary>
    public string Rpm => Version is null ? Name : $"{Name}-{Version}";

    /// <summary>Name and version as apt writes them.</summary>
    public string Apt => $"{Name}={Version ?? "*"}";
}
