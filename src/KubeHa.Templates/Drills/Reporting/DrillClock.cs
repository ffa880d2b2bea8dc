namespace KubeHa.Templates;

/// <summary>A machine's clock beside the operator's. Times of the machine in a report are corrected by it.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Ahead">By how much it is ahead of the operator's; negative where it is behind.</param>
/// <param name="Error">How wrong that may be: half of the shortest question and answer.</param>
public sealed record DrillClock(string Machine, TimeSpan Ahead, TimeSpan Error);
