using System.Globalization;

namespace KubeHa;

/// <summary>A place in a text that the user wrote.</summary>
/// <param name="File">The file as it was named; <see langword="null"/> where the text came from none.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in UTF-16 units.</param>
public sealed record SourcePlace(string? File, int Line, int Column)
{
    /// <summary><c>cluster.yaml:12:14</c>, as compilers write it, or <c>line 12, column 14</c> where there is no file.</summary>
    public override string ToString() => File is null
        ? string.Create(CultureInfo.InvariantCulture, $"line {Line}, column {Column}")
        : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
