namespace KubeHa;

/// <summary>An argument of a program of Kubernetes.</summary>
/// <param name="Name">Its name without the leading dashes, for example <c>v</c> or <c>audit-log-maxage</c>.</param>
/// <param name="Value">Its value.</param>
public sealed record Argument(string Name, string Value);
