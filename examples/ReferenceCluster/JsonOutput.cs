namespace ReferenceCluster;

/// <summary>Where a JSON document goes.</summary>
/// <param name="File">The file; standard output where there is none.</param>
internal sealed record JsonOutput(string? File)
{
    public static JsonOutput Console { get; } = new((string?)null);

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
