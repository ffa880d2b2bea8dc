namespace KubeHa.Templates;

/// <summary>Repositories as yum and dnf read them.</summary>
internal static class YumRepositories
{
    private const string Folder = "/etc/yum.repos.d/";
    private const string Keys = "/etc/pki/rpm-gpg/RPM-GPG-KEY-kubeha-";

    public static bool Has(string path) => path.StartsWith(Folder, StringComparison.Ordinal) || path.StartsWith(Keys, StringComparison.Ordinal);

    public static IEnumerable<ConfigFile> For(Machine machine, PackageRepository repository)
    {
        if (repository.Key is RepositoryKey.Armored { Text: var text })
        {
            yield return TextFile.Of(machine, Keys + repository.Id, LineEndings.OfUnix(text).TrimEnd('\n') + '\n');
        }

        // Without a line of its own for the key, those of the RPM database are meant.
        string[] key = repository.Key switch
        {
            RepositoryKey.OnMachine { Path: var path } => [$"gpgkey=file://{path}"],
            RepositoryKey.Armored => [$"gpgkey=file://{Keys}{repository.Id}"],
            _ => [],
        };
        yield return TextFile.OfLines(
            machine, $"{Folder}{repository.Id}.repo",
            [$"[{repository.Id}]", $"name={repository.Name}", $"baseurl={repository.Address}", "enabled=1", "gpgcheck=1", .. key, $"exclude={repository.Packages}"]);
    }
}
