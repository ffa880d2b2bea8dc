namespace KubeHa.Templates;

/// <summary>A figure: what was seen beside what was expected.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Expected">What was expected; empty where nothing was.</param>
/// <param name="Tone">How the two compare.</param>
/// <param name="Share">How much of what is allowed was taken, 1 for all of it; <see langword="null"/> where that says nothing.</param>
/// <param name="Reason">Where the expectation comes from, or what the figure means.</param>
internal sealed record Figure(string Name, string Seen, string Expected, Tone Tone, double? Share = null, string Reason = "");
