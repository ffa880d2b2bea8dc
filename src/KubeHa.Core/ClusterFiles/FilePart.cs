namespace KubeHa;

/// <summary>What may stand at a place of a cluster file, as data: the JSON Schema, the table of the guide and tests are made of it.</summary>
internal abstract record FilePart
{
    /// <summary>A single value.</summary>
    /// <param name="Words">What it is, in words.</param>
    /// <param name="JsonTypes">The types that an editor may take it for.</param>
    /// <param name="Pattern">The regular expression that its text matches; null for any.</param>
    /// <param name="Allowed">The only values there are; empty for any.</param>
    public sealed record Scalar(string Words, IReadOnlyList<string> JsonTypes, string? Pattern, IReadOnlyList<string> Allowed) : FilePart;

    /// <summary>A list.</summary>
    /// <param name="Item">What is in it.</param>
    public sealed record List(FilePart Item) : FilePart;

    /// <summary>A mapping.</summary>
    /// <param name="Name">Its name where it has one of its own.</param>
    /// <param name="Model">The type that it describes.</param>
    /// <param name="Rows">Its keys.</param>
    public sealed record Mapping(string? Name, Type Model, IReadOnlyList<FileRow> Rows) : FilePart;

    /// <summary>One of several mappings; the key <c>kind</c> says which.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Cases">The mappings by their kind, with the meaning of each.</param>
    public sealed record Union(string Name, IReadOnlyList<(string Kind, string Meaning, Mapping Mapping)> Cases) : FilePart;
}
