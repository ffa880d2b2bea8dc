namespace KubeHa;

/// <summary>Where the values of a cluster file stand, by the paths that diagnostics use.</summary>
internal sealed class FilePlaces
{
    private readonly Dictionary<string, SourcePlace> places = new(StringComparer.Ordinal);

    /// <summary>Gives diagnostics of a draft the places that its file has for their paths; none where it was read from no file.</summary>
    public static IReadOnlyList<Diagnostic> Add(ClusterDraft draft, IReadOnlyList<Diagnostic> diagnostics)
    {
        if (draft.Places is not { } places || diagnostics.Count == 0)
        {
            return diagnostics;
        }

        // Machines that came or went since have moved the others: each is found where it stood. One that came since stands nowhere.
        var machines = draft.Located().ToDictionary(located => located.Path, located => located.Machine.PathInFile);

        return [.. diagnostics.Select(diagnostic => diagnostic with { Place = InFile(diagnostic.Path) is { } path ? places.Find(path) : null })];

        string? InFile(string path)
        {
            foreach (var part in FilePath.Upwards(path))
            {
                if (machines.TryGetValue(part, out var inFile))
                {
                    return inFile is null ? null : inFile + path[part.Length..];
                }
            }

            return path;
        }
    }

    public void Note(string path, SourcePlace place) => places.TryAdd(path, place);

    /// <summary>The place of a path, or of the nearest that encloses it.</summary>
    public SourcePlace? Find(string path) => FilePath.Upwards(path).Select(part => places.GetValueOrDefault(part)).FirstOrDefault(place => place is not null);
}
