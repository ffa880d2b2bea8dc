namespace KubeHa.Templates;

/// <summary>Repositories as apt reads them (deb822). A repository trusts its own key and no other: <c>Trusted: yes</c> is never written.</summary>
internal static class AptRepositories
{
    private const string Folder = "/etc/apt/sources.list.d/kubeha-";
    private const string Keys = "/etc/apt/keyrings/kubeha-";

    public static bool Has(string path) => path.StartsWith(Folder, StringComparison.Ordinal) || path.StartsWith(Keys, StringComparison.Ordinal);

    public static IEnumerable<ConfigFile> For(Machine machine, PackageRepository repository)
    {
        // apt takes an armored key only from a file in .asc.
        var key = repository.Key is RepositoryKey.OnMachine { Path: var path } ? path : $"{Keys}{repository.Id}.asc";
        if (repository.Key is RepositoryKey.Armored { Text: var text })
        {
            yield return TextFile.Of(machine, key, LineEndings.OfUnix(text).TrimEnd('\n') + '\n');
        }

        string[] suite = repository.Suite.Split(' ', 2) switch
        {
            [var only] => [$"Suites: {only}"],
            [var name, var components] => [$"Suites: {name}", $"Components: {components}"],
            _ => [],
        };
        yield return TextFile.OfLines(machine, $"{Folder}{repository.Id}.sources", ["Types: deb", $"URIs: {repository.Address}", .. suite, $"Signed-By: {key}"]);
    }
}
