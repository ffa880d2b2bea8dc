namespace ReferenceCluster;

/// <summary>Where a JSON document goes.</summary>
/// <param name="File">The file; standard output where there is none.</param>
internal sealed record JsonOutput(string? File)
{
    public static JsonOutput Console { get; } = new((string?)null);

    /// <summary>The same place for one of several documents: the number stands before the ending of the file's name.</summary>
    public JsonOutput Numbered(int number) =>
        File is null ? this : new(Path.Join(Path.GetDirectoryName(File), FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(File)}.{number}{Path.GetExtension(File)}")));

    public async Task WriteAsync(string json, CancellationToken cancellationToken)
    {
        if (File is null)
        {
            System.Console.Write(json);
        }
        else
        {
            await System.IO.File.WriteAllTextAsync(File, json, cancellationToken);
        }
    }
}
