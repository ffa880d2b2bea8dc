namespace KubeHa;

/// <summary>One reading of a cluster file: what is wrong with it, and where everything stands.</summary>
internal sealed class FileReading(string? file)
{
    private const string Root = "cluster";
    private readonly List<Diagnostic> problems = [];
    private readonly HashSet<string> wrong = new(StringComparer.Ordinal);

    public FilePlaces Places { get; } = new();

    public IReadOnlyList<Diagnostic> Problems => problems;

    public SourcePlace Place(long line, long column) => new(file, (int)line, (int)column);

    public void Problem(string code, string path, SourcePlace? place, string message, string hint)
    {
        // Nothing follows from a key that nobody knows, and the root would hide everything.
        if (path.Length > 0 && code != DiagnosticCodes.UnknownKey)
        {
            wrong.Add(path);
        }

        problems.Add(Found.Error(code, path.Length == 0 ? Root : path, message, hint) with { Place = place });
    }

    public void WrongValue(string path, FileNode node, string message, string hint) => Problem(DiagnosticCodes.WrongFileValue, path, node.Place, message, hint);

    /// <summary>What the rules found, without what only follows from what could not be read.</summary>
    public IEnumerable<Diagnostic> Unrelated(IEnumerable<Diagnostic> found) => found.Where(diagnostic => !FilePath.Upwards(diagnostic.Path).Any(wrong.Contains));
}
