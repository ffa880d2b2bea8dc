namespace KubeHa;

/// <summary>A run's log as far as it can be read.</summary>
/// <param name="Records">Its lines, in order.</param>
/// <param name="Damage">What could not be read, in words; <see langword="null"/> where everything could. A log whose last line is cut off is that of a run that was killed.</param>
public sealed record RunRecords(IReadOnlyList<RunRecord> Records, string? Damage);
