namespace KubeHa.Templates.Tests.HostileText;

/// <summary>One text of a cluster file, key or value.</summary>
/// <param name="Start">Where it begins in the file.</param>
/// <param name="End">Where it ends.</param>
/// <param name="IsBlock">Whether it is written over lines of its own.</param>
/// <param name="Value">What it says.</param>
public sealed record HostileScalar(int Start, int End, bool IsBlock, string Value);
