namespace KubeHa.Templates;

/// <summary>A repository from which a machine takes packages.</summary>
/// <param name="Id">Its id, which its files are named after.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Address">Its base address; may hold yum's variables.</param>
/// <param name="Suite">Its suite and components in apt's sources.</param>
/// <param name="Key">What it is signed by.</param>
/// <param name="Packages">The packages that are ours to upgrade, and nobody else's.</param>
internal sealed record PackageRepository(string Id, string Name, string Address, string Suite, RepositoryKey? Key, string Packages);
