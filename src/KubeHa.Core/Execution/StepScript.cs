namespace KubeHa;

/// <summary>How a machine carries out one step.</summary>
/// <param name="Body">Shell text that is the same for all steps of a kind, so that many of them travel as one copy of it.</param>
/// <param name="Arguments">Its arguments, <c>$1</c> and so on.</param>
internal sealed record StepScript(ShellScript Body, IReadOnlyList<string> Arguments);
