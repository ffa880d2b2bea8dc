namespace KubeHa;

/// <summary>What a plan was made from: looked at again before the first change, and the run is refused where it differs.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="Fact">The fact's name.</param>
/// <param name="Value">The value the plan was made with; <see langword="null"/> where the fact was absent.</param>
public sealed record Assumption(string Host, string Fact, string? Value);
