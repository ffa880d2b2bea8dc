namespace KubeHa;

/// <summary>A value in a cluster file with its place.</summary>
/// <param name="Place">Where it begins.</param>
internal abstract record FileNode(SourcePlace Place)
{
    /// <summary>A single value.</summary>
    /// <param name="Value">The text.</param>
    /// <param name="IsPlain">Whether it stands without quotes, so that YAML has an opinion on what it is.</param>
    /// <param name="Place">Where it begins.</param>
    public sealed record Scalar(string Value, bool IsPlain, SourcePlace Place) : FileNode(Place)
    {
        /// <summary>What YAML calls null.</summary>
        public bool IsNothing => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL";
    }

    /// <summary>A list.</summary>
    /// <param name="Items">What is in it.</param>
    /// <param name="Place">Where it begins.</param>
    public sealed record Sequence(IReadOnlyList<FileNode> Items, SourcePlace Place) : FileNode(Place);

    /// <summary>A mapping; no key stands in it twice.</summary>
    /// <param name="Entries">Its keys, in their order.</param>
    /// <param name="Place">Where it begins.</param>
    public sealed record Mapping(IReadOnlyList<FileEntry> Entries, SourcePlace Place) : FileNode(Place);

    /// <summary>Something that was refused already, and is passed over.</summary>
    /// <param name="Place">Where it begins.</param>
    public sealed record Refused(SourcePlace Place) : FileNode(Place);
}
