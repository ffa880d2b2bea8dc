namespace KubeHa.Templates;

/// <summary>Something that was seen to happen during a drill.</summary>
/// <param name="At">When, from the moment of the fault.</param>
/// <param name="Machine">Where; empty where no machine is meant.</param>
/// <param name="Kind">What.</param>
/// <param name="Subject">Of whom, or in words what; empty where the kind says it all.</param>
public sealed record DrillEvent(TimeSpan At, string Machine, DrillEventKind Kind, string Subject);
