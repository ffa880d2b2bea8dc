namespace KubeHa;

/// <summary>A taint of a node.</summary>
/// <param name="Key">The key, for example <c>example.com/storage</c>.</param>
/// <param name="Value">The value, which may be empty.</param>
/// <param name="Effect">What happens to pods that do not tolerate it.</param>
public sealed record NodeTaint(string Key, string Value, TaintEffect Effect);
