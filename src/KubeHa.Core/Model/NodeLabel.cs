namespace KubeHa;

/// <summary>A label of a node.</summary>
/// <param name="Key">The key, for example <c>example.com/rack</c>.</param>
/// <param name="Value">The value, which may be empty.</param>
public sealed record NodeLabel(string Key, string Value);
