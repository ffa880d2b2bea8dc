namespace KubeHa;

/// <summary>An amount of a resource of a node.</summary>
/// <param name="Name">The resource, for example <c>memory</c>, or the signal, for example <c>memory.available</c>.</param>
/// <param name="Amount">The amount as Kubernetes writes it, for example <c>500m</c>, <c>1Gi</c> or <c>10%</c>.</param>
public sealed record ResourceAmount(string Name, string Amount);
