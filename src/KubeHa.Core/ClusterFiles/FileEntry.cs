namespace KubeHa;

/// <summary>A key of a mapping and what it holds.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyPlace">Where the key stands.</param>
/// <param name="Value">What it holds.</param>
internal sealed record FileEntry(string Key, SourcePlace KeyPlace, FileNode Value);
